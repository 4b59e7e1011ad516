//! Compiles the program and its tests with no module, with each module alone, and with all.
//! The two packages at once, never `--workspace`: cargo would unite the features of all and hide a missing one.

use anyhow::{Result, bail};

use crate::metadata::Metadata;
use crate::run::Line;
use crate::tree::Tree;

/// The tests hand each feature on to the program, so that one set stands for both.
const TESTS: &str = "sarai-tests";
const PROGRAM: &str = "sarai";

pub fn check(tree: &Tree) -> Result<()> {
    let metadata = Metadata::own(tree)?;
    let features = &metadata.package(TESTS)?.features;
    if !features
        .keys()
        .eq(metadata.package(PROGRAM)?.features.keys())
    {
        bail!("{PROGRAM} and {TESTS} must have the same features");
    }
    let modules = features
        .keys()
        .filter(|key| !matches!(key.as_str(), "default" | "all"));
    let sets = modules.map(String::as_str).chain(["all"]);
    for set in std::iter::once(None).chain(sets.map(Some)) {
        let mut line = Line::new(
            "cargo check --quiet --all-targets --no-default-features -p sarai -p sarai-tests",
        );
        if let Some(set) = set {
            line = line.word("--features").word(format!("{TESTS}/{set}"));
        }
        println!("  {}", line.shown());
        line.at(tree.root()).run()?;
    }
    Ok(())
}
