//! Unused dependencies: a manifest names a crate that no source of the package mentions.
//! Each costs build time and widens what must be trusted.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::literals::{is_word, read_rust};
use crate::metadata::{Metadata, Package};
use crate::tree::Tree;

pub fn check(tree: &Tree, metadata: &Metadata) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for package in &metadata.packages {
        let folder = package.folder(tree);
        let mut roots = BTreeSet::new();
        for path in tree.files(&folder, &[".rs"])? {
            // Compile-fail examples and doctests stand in comments: those words count too.
            let source = tree.read(&path)?;
            let comments = source
                .lines()
                .filter(|line| line.trim_start().starts_with("//"));
            let code = read_rust(&source).code;
            for text in comments.chain(code.lines()) {
                roots.extend(roots_of(text));
            }
        }
        for name in unused_in(package, &roots) {
            faults.push(format!("{folder}/Cargo.toml: no source mentions {name}"));
        }
    }
    faults.extend(unused_in_workspace(tree, metadata)?);
    Ok(faults)
}

/// Names at the beginning of a path, and what `use` and `extern crate` name alone. `rocket::async_trait` is of rocket.
fn roots_of(line: &str) -> BTreeSet<String> {
    let starts = line
        .match_indices("::")
        .filter_map(|(at, _)| line.get(..at));
    let mut roots: BTreeSet<_> = starts.filter_map(root_at_the_end_of).collect();
    let words: Vec<&str> = line.split(|c| !is_word(c)).collect();
    let named = words.windows(2).filter_map(|pair| match pair {
        ["use" | "crate", name] => Some((*name).to_owned()),
        _ => None,
    });
    roots.extend(named);
    roots
}

fn root_at_the_end_of(head: &str) -> Option<String> {
    let before = head.trim_end_matches(is_word);
    let word = head.strip_prefix(before)?;
    // `use ::gifts::Card` begins at the root, too; `a::b::c` and `<A as B>::c::d` are in the middle.
    let inside = before
        .strip_suffix("::")
        .is_some_and(|outer| outer.ends_with(|c| is_word(c) || c == '>'));
    (!word.is_empty() && !inside).then(|| word.to_owned())
}

fn unused_in(package: &Package, roots: &BTreeSet<String>) -> Vec<String> {
    let ignored = ignored(package);
    let names = package
        .dependencies
        .iter()
        .map(|d| d.rename.as_ref().unwrap_or(&d.name));
    let names: BTreeSet<_> = names.collect();
    let is_unused =
        |name: &&String| !roots.contains(&name.replace('-', "_")) && !ignored.contains(name);
    names.into_iter().filter(is_unused).cloned().collect()
}

/// `[package.metadata.cargo-machete] ignored = ["…"]`: the known tool's own words for "only its features matter".
fn ignored(package: &Package) -> Vec<String> {
    let list = package
        .metadata
        .pointer("/cargo-machete/ignored")
        .and_then(|list| list.as_array());
    let names = list.into_iter().flatten().filter_map(|name| name.as_str());
    names.map(str::to_owned).collect()
}

fn unused_in_workspace(tree: &Tree, metadata: &Metadata) -> Result<Vec<String>> {
    let manifest: toml::Table = tree.read("Cargo.toml")?.parse()?;
    let table = manifest
        .get("workspace")
        .and_then(|workspace| workspace.get("dependencies"));
    let dependencies = metadata
        .packages
        .iter()
        .flat_map(|package| &package.dependencies);
    let used: BTreeSet<_> = dependencies
        .map(|d| d.rename.as_ref().unwrap_or(&d.name))
        .collect();
    let names = table
        .and_then(|table| table.as_table())
        .into_iter()
        .flatten()
        .map(|(name, _)| name);
    let unused = names.filter(|name| !used.contains(name));
    Ok(unused
        .map(|name| format!("Cargo.toml: no package depends on {name}"))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::Dependency;

    #[test]
    fn a_crate_that_is_only_in_the_manifest_is_named() {
        let folder = crate::checks::testing::folder("unused");
        let tree = Tree::at(folder.path());
        tree.write(
            "Cargo.toml",
            "[workspace.dependencies]\nserde_json = \"1\"\nhex = \"1\"\nextra = \"1\"\n",
        )
        .unwrap();
        tree.write(
            "app/a/src/lib.rs",
            "use ::my_crate::x; // not hex\nconst S: &str = \"serde_json\";\n\
             #[rocket::async_trait]\nfn f(rocket: R) { rocket.launch() }\nuse hex as h;",
        )
        .unwrap();
        let dependency = |name: &str| Dependency {
            name: name.into(),
            ..Dependency::default()
        };
        let package = Package {
            manifest_path: tree.path("app/a/Cargo.toml"),
            dependencies: ["my-crate", "serde_json", "hex", "rocket", "async-trait"]
                .map(dependency)
                .into(),
            metadata: serde_json::json!({"cargo-machete": {"ignored": ["hex"]}}),
            ..Package::default()
        };
        let metadata = Metadata {
            packages: vec![package],
            target_directory: "target".into(),
        };
        assert_eq!(
            check(&tree, &metadata).unwrap(),
            [
                "app/a/Cargo.toml: no source mentions async-trait",
                "app/a/Cargo.toml: no source mentions serde_json",
                "Cargo.toml: no package depends on extra"
            ]
        );
    }
}
