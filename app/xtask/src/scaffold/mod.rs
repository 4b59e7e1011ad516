//! `new-module` copies the template `modules/_dummy`; `remove-module` is its exact inverse.
//! A module is folders named after it and its lines in a few lists; both tasks know nothing else.

mod lists;
mod names;
mod toml_lines;

use std::fs;

use anyhow::{Context as _, Result, bail};

use crate::run::{Line, formatted};
use crate::tree::Tree;
use names::Names;

const TEMPLATE: &str = "_dummy";
/// The template's test of its own completeness: other modules fill only what they need.
const TEMPLATE_ONLY: &str = "every_method";
/// Manifests that list modules.
const MANIFESTS: [&str; 3] = ["Cargo.toml", "app/host/Cargo.toml", "tests/Cargo.toml"];
/// Sources that list modules, one `#[cfg(feature = "…")]` item each.
const LISTS: [&str; 3] = [
    "app/host/src/modules.rs",
    "tests/it/main.rs",
    "tests/it/scenes.rs",
];

/// Folders that a module may own.
fn folders(id: &str) -> Vec<String> {
    let parents = [
        "modules",
        "migrations",
        "migrations/_replaceable",
        "i18n",
        "static",
        "tests/it",
    ];
    let more = ["tests/browser", "tests/kit", "tests/bench", "tests/soak"];
    parents
        .iter()
        .chain(&more)
        .map(|parent| format!("{parent}/{id}"))
        .collect()
}

pub fn new_module(tree: &Tree, id: &str) -> Result<()> {
    validate(tree, id)?;
    let names = Names::new(id);
    for (from, to) in folders(TEMPLATE).iter().zip(folders(id)) {
        let versions = if to == format!("migrations/{id}") {
            fresh_versions(tree)?
        } else {
            Vec::new()
        };
        for path in tree.files(from, &[])? {
            if path.ends_with(&format!("/{TEMPLATE_ONLY}.rs")) {
                continue;
            }
            let inner = path.strip_prefix(from.as_str()).unwrap_or(&path);
            let mut target = names.replaced(inner);
            for (old, new) in &versions {
                target = target.replace(&format!("/{old}_"), &format!("/{new}_"));
            }
            let bytes = fs::read(tree.path(&path))?;
            match String::from_utf8(bytes) {
                Ok(text) => {
                    // A longer name may need another layout, and `mod` lines another order.
                    let text =
                        names.replaced(&text.replace(&format!("mod {TEMPLATE_ONLY};\n"), ""));
                    let is_rust = target.strip_suffix(".rs").is_some();
                    let text = if is_rust {
                        formatted(tree.root(), &text)?
                    } else {
                        text
                    };
                    tree.write(&format!("{to}{target}"), &text)?;
                }
                Err(binary) => {
                    let place = tree.path(&format!("{to}{target}"));
                    fs::create_dir_all(place.parent().context("a file stands in a folder")?)?;
                    fs::write(place, binary.as_bytes())?;
                }
            }
        }
    }
    for path in MANIFESTS.iter().filter(|path| tree.has(path)) {
        tree.write(path, &toml_lines::with(&tree.read(path)?, TEMPLATE, id))?;
    }
    for path in LISTS.iter().filter(|path| tree.has(path)) {
        let before = tree.read(path)?;
        let after = lists::with(&before, TEMPLATE, &|text| names.replaced(text));
        if *path == "app/host/src/modules.rs" && after == before {
            bail!("{path} has no line for {TEMPLATE} to copy");
        }
        if after != before {
            tree.write(path, &formatted(tree.root(), &after)?)?;
        }
    }
    settle_lock(tree)
}

pub fn remove_module(tree: &Tree, id: &str) -> Result<()> {
    if !tree.has(&format!("modules/{id}/Cargo.toml")) {
        bail!(
            "there is no module {id}; there are: {}",
            tree.modules()?.join(", ")
        );
    }
    for folder in folders(id) {
        if tree.has(&folder) {
            fs::remove_dir_all(tree.path(&folder))
                .with_context(|| format!("cannot remove {folder}"))?;
        }
    }
    for path in MANIFESTS.iter().filter(|path| tree.has(path)) {
        tree.write(path, &toml_lines::without(&tree.read(path)?, id))?;
    }
    for path in LISTS.iter().filter(|path| tree.has(path)) {
        tree.write(path, &lists::without(&tree.read(path)?, id))?;
    }
    settle_lock(tree)
}

/// Has cargo put the workspace's own crates into its lock file, or out of it; no version of another crate changes.
fn settle_lock(tree: &Tree) -> Result<()> {
    if !tree.has("Cargo.lock") {
        return Ok(());
    }
    Line::new("cargo update --quiet --workspace --offline")
        .at(tree.root())
        .run()
}

fn validate(tree: &Tree, id: &str) -> Result<()> {
    let starts_well = id.starts_with(|c: char| c.is_ascii_lowercase());
    if !starts_well
        || !id
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    {
        bail!("a module's id is lower-case letters and digits and begins with a letter: {id:?}");
    }
    if !tree.has(&format!("modules/{TEMPLATE}/Cargo.toml")) {
        bail!("the template modules/{TEMPLATE} is not there");
    }
    if let Some(taken) = folders(id).into_iter().find(|folder| tree.has(folder)) {
        bail!("{taken} is there already");
    }
    let manifest: toml::Table = tree.read("Cargo.toml")?.parse()?;
    let known = manifest
        .get("workspace")
        .and_then(|table| table.get("dependencies"));
    if known.is_some_and(|table| table.get(id).is_some()) || tree.has(&format!("app/{id}")) {
        bail!("{id} is the name of a crate already");
    }
    Ok(())
}

/// The template's migration versions with new ones, above every version that is there.
fn fresh_versions(tree: &Tree) -> Result<Vec<(String, String)>> {
    let mut highest = 0;
    for owner in tree.folders("migrations")? {
        for folder in tree.folders(&format!("migrations/{owner}"))? {
            highest = highest.max(version_number(&folder).unwrap_or(0));
        }
    }
    let mut versions = Vec::new();
    for folder in tree.folders(&format!("migrations/{TEMPLATE}"))? {
        let Some((old, _)) = folder.split_once('_') else {
            continue;
        };
        let width = old.chars().filter(char::is_ascii_digit).count();
        highest += 1;
        let mut digits = format!("{highest:0width$}")
            .chars()
            .collect::<Vec<_>>()
            .into_iter();
        let shaped = old
            .chars()
            .map(|c| if c == '-' { Some('-') } else { digits.next() });
        let mut new: String = shaped.flatten().collect();
        new.extend(digits);
        versions.push((old.to_owned(), new));
    }
    Ok(versions)
}

fn version_number(folder: &str) -> Option<u64> {
    folder.split_once('_')?.0.replace('-', "").parse().ok()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::checks::testing;

    const ROOT: &str = "[workspace]\nmembers = [\n  \"app/host\",\n  \"modules/tickets\",\n  \"modules/_dummy\",\n]\n\n\
        [workspace.dependencies]\ntickets = { path = \"modules/tickets\" }\n_dummy = { path = \"modules/_dummy\" }\n";
    const HOST: &str = "[features]\ndefault = [\"all\"]\nall = [\"tickets\"]\ntickets = [\"dep:tickets\"]\n\
        _dummy = [\"dep:_dummy\"]\n\n[dependencies]\ntickets = { workspace = true, optional = true }\n\
        _dummy = { workspace = true, optional = true }\n";
    const TESTS: &str = "[features]\nall = [\"tickets\"]\ntickets = []\n\n[lib]\nname = \"kit\"\n";
    const LIST: &str = "fn all() {\n    #[cfg(feature = \"tickets\")]\n    let r = r.with(tickets::Tickets);\n    \
        #[cfg(feature = \"_dummy\")]\n    let r = r.with(_dummy::Dummy);\n    r\n}\n";

    fn small_tree(folder: &testing::Folder) -> Tree {
        let tree = Tree::at(folder.path());
        let files = [
            ("Cargo.toml", ROOT),
            ("app/host/Cargo.toml", HOST),
            ("app/host/src/modules.rs", LIST),
            ("tests/Cargo.toml", TESTS),
            (
                "tests/it/main.rs",
                "#[cfg(feature = \"_dummy\")]\nmod _dummy;\n",
            ),
            ("tests/it/_dummy/mod.rs", "//! Dummy.\nmod every_method;\n"),
            ("tests/it/_dummy/every_method.rs", "//! Dummy.\n"),
            (
                "modules/tickets/Cargo.toml",
                "[package]\nname = \"tickets\"\n",
            ),
            (
                "modules/_dummy/Cargo.toml",
                "[package]\nname = \"_dummy\"\n",
            ),
            (
                "modules/_dummy/src/lib.rs",
                "struct Dummy; // _dummy.title my_dummy _dummy_things\n",
            ),
            ("migrations/tickets/20260101000007_x/up.sql", ""),
            (
                "migrations/_dummy/20260101000002__dummy_things/up.sql",
                "CREATE TABLE _dummy_things ();",
            ),
            ("i18n/_dummy/fa.yml", "_dummy:\n  title: نمونه\n"),
        ];
        for (path, text) in files {
            tree.write(path, text).unwrap();
        }
        tree
    }

    fn snapshot(tree: &Tree) -> BTreeMap<String, String> {
        let paths = tree.files("", &[]).unwrap();
        paths
            .into_iter()
            .map(|path| (path.clone(), tree.read(&path).unwrap()))
            .collect()
    }

    #[test]
    fn a_new_module_is_copied_named_and_listed() {
        let folder = testing::folder("new");
        let tree = small_tree(&folder);
        new_module(&tree, "blog").unwrap();
        let read = |path: &str| tree.read(path).unwrap();
        assert_eq!(
            read("modules/blog/src/lib.rs"),
            "struct Blog; // blog.title my_dummy blog_things\n"
        );
        assert_eq!(
            read("migrations/blog/20260101000008_blog_things/up.sql"),
            "CREATE TABLE blog_things ();"
        );
        assert!(read("i18n/blog/fa.yml").starts_with("blog:\n"));
        assert!(read("Cargo.toml").contains("  \"modules/blog\",\n  \"modules/_dummy\",\n"));
        let host = read("app/host/Cargo.toml");
        assert!(host.contains("all = [\"tickets\", \"blog\"]\n"), "{host}");
        assert!(host.contains("\nblog = [\"dep:blog\"]\n_dummy"), "{host}");
        assert!(
            host.contains("\nblog = { workspace = true, optional = true }\n_dummy"),
            "{host}"
        );
        let tests = read("tests/Cargo.toml");
        assert!(
            tests.contains("tickets = []\nblog = []\n\n[lib]"),
            "{tests}"
        );
        let list = read("app/host/src/modules.rs");
        assert!(
            list.contains("    #[cfg(feature = \"blog\")]\n    let r = r.with(blog::Blog);\n"),
            "{list}"
        );
        let main = read("tests/it/main.rs");
        assert!(
            main.ends_with("mod _dummy;\n#[cfg(feature = \"blog\")]\nmod blog;\n"),
            "{main}"
        );
        assert_eq!(read("tests/it/blog/mod.rs"), "//! Blog.\n");
        assert!(!tree.has("tests/it/blog/every_method.rs"));
    }

    #[test]
    fn new_then_remove_leaves_every_byte_as_it_was() {
        let folder = testing::folder("round");
        let tree = small_tree(&folder);
        let before = snapshot(&tree);
        new_module(&tree, "blog").unwrap();
        assert_ne!(snapshot(&tree), before);
        remove_module(&tree, "blog").unwrap();
        assert_eq!(snapshot(&tree), before);
        assert!(
            !tree.has("modules/blog") && !tree.has("i18n/blog"),
            "empty folders are left"
        );
    }

    #[test]
    fn a_real_module_leaves_no_mention_behind() {
        let folder = testing::folder("remove");
        let tree = small_tree(&folder);
        remove_module(&tree, "tickets").unwrap();
        remove_module(&tree, "_dummy").unwrap();
        for (path, text) in snapshot(&tree) {
            assert!(
                !text.contains("tickets") && !text.contains("dummy"),
                "{path}:\n{text}"
            );
        }
    }

    #[test]
    fn bad_and_taken_ids_are_refused() {
        let folder = testing::folder("ids");
        let tree = small_tree(&folder);
        let before = snapshot(&tree);
        for id in [
            "", "Blog", "1st", "my-blog", "my_blog", "tickets", "host", "../x",
        ] {
            assert!(new_module(&tree, id).is_err(), "{id}");
        }
        assert!(remove_module(&tree, "blog").is_err());
        assert_eq!(snapshot(&tree), before);
    }
}
