//! Compiles the program and its tests with no module, with each module alone, and with all.
//! Package by package, never `--workspace`: cargo would unite the features and hide a missing one.

use anyhow::Result;

use crate::metadata::Metadata;
use crate::run::Line;
use crate::tree::Tree;

const PACKAGES: [&str; 2] = ["sarai", "sarai-tests"];

pub fn check(tree: &Tree) -> Result<()> {
    let metadata = Metadata::own(tree)?;
    for name in PACKAGES {
        let features = &metadata.package(name)?.features;
        let modules = features
            .keys()
            .filter(|key| !matches!(key.as_str(), "default" | "all"));
        let sets = modules.map(String::as_str).chain(["all"]);
        for set in std::iter::once(None).chain(sets.map(Some)) {
            let mut line =
                Line::new("cargo check --quiet --all-targets --no-default-features -p").word(name);
            if let Some(set) = set {
                line = line.word("--features").word(set);
            }
            println!("  {}", line.shown());
            line.at(tree.root()).run()?;
        }
    }
    Ok(())
}
