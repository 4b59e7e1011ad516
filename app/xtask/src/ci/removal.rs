//! Takes modules out of a copy of the sources and compiles the program without them.
//! Shows that a module's lines stand where `remove-module` looks for them, and nowhere else.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context as _, Result};

use crate::metadata::Metadata;
use crate::run::Line;
use crate::scaffold;
use crate::tree::Tree;

const REMOVED: [&str; 3] = ["_dummy", "admin", "tickets"];

pub fn check(tree: &Tree) -> Result<()> {
    let target = Metadata::own(tree)?.target_directory;
    // A fixed place, so that cargo finds what it compiled there the last time.
    let copy = Tree::at(target.join("xtask/removal"));
    copy_sources(tree, &copy)?;
    for id in REMOVED
        .iter()
        .filter(|id| tree.has(&format!("modules/{id}")))
    {
        scaffold::remove_module(&copy, id)?;
    }
    Line::new("cargo check --quiet -p sarai")
        .env("CARGO_TARGET_DIR", target.to_string_lossy())
        .at(copy.root())
        .run()
}

/// Makes `to` equal to `from`'s sources; touches only files that differ.
fn copy_sources(from: &Tree, to: &Tree) -> Result<()> {
    fs::create_dir_all(to.root())?;
    let mut wanted: BTreeSet<String> = from.files("", &[])?.into_iter().collect();
    // What the program embeds is built, not source, and yet needed to compile.
    wanted.extend(from.files("static/dist", &[])?);
    for path in &wanted {
        let bytes = fs::read(from.path(path)).with_context(|| format!("cannot read {path}"))?;
        let place = to.path(path);
        if fs::read(&place).is_ok_and(|before| before == bytes) {
            continue;
        }
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&place, bytes).with_context(|| format!("cannot write {}", place.display()))?;
    }
    let mut there = to.files("", &[])?;
    there.extend(to.files("static/dist", &[])?);
    for path in there.iter().filter(|path| !wanted.contains(*path)) {
        fs::remove_file(to.path(path))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::testing;

    #[test]
    fn a_copy_holds_the_sources_and_nothing_else() {
        let (here, there) = (testing::folder("from"), testing::folder("to"));
        let (from, to) = (Tree::at(here.path()), Tree::at(there.path()));
        for path in [
            "Cargo.toml",
            "static/dist/app.css",
            ".cargo/config.toml",
            "target/debug/x",
            "var/pg/x",
        ] {
            from.write(path, path).unwrap();
        }
        to.write("modules/old/src/lib.rs", "").unwrap();
        copy_sources(&from, &to).unwrap();
        assert_eq!(
            to.files("", &[]).unwrap(),
            [".cargo/config.toml", "Cargo.toml"]
        );
        assert_eq!(
            to.read("static/dist/app.css").unwrap(),
            "static/dist/app.css"
        );
    }
}
