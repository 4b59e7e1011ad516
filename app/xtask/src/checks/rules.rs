//! The direction of dependencies: ui ← kernel ← contracts, ledger ← documents ← identity, simulators, modules ← host, and who may name whom.
//! What may depend on what is decided by a package's place in the tree, so a new crate needs no entry here.

use std::collections::BTreeMap;

use anyhow::Result;

use super::foreign_keys;
use crate::literals::{is_word, product_part, read_rust};
use crate::metadata::{Metadata, Package};
use crate::tree::Tree;

/// A package's room, low to high.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Room {
    /// Any other library of `app/`: calendars, the private database, build helpers.
    Foundation,
    Ui,
    Kernel,
    Contracts,
    Ledger,
    /// Invoices and receipts: above the books, below whoever issues them.
    Documents,
    /// Accounts: of the house, so that it may name the kernel's tables; beside the modules, which ask the kernel for people.
    Identity,
    /// Outside services as servers: tables and pages of their own, as a module has them.
    Simulators,
    Module,
    Host,
    /// Tests and tools: see everything, seen by nothing.
    Outside,
}

pub fn check(tree: &Tree, metadata: &Metadata) -> Result<Vec<String>> {
    let mut faults = directions(tree, metadata);
    let modules = tree.modules()?;
    for package in &metadata.packages {
        let folder = package.folder(tree);
        if room(&folder) < Room::Host {
            let features = package
                .features
                .keys()
                .filter(|feature| modules.contains(feature));
            faults
                .extend(features.map(|id| format!("{folder}: only the host has the feature {id}")));
        }
    }
    faults.extend(features_in_modules(tree)?);
    faults.extend(names_of_modules(tree, &modules)?);
    faults.extend(tables_of_others(tree, &modules)?);
    faults.extend(foreign_keys::check(tree)?);
    Ok(faults)
}

fn room(folder: &str) -> Room {
    match folder {
        "app/ui" => Room::Ui,
        "app/kernel" => Room::Kernel,
        "app/contracts" => Room::Contracts,
        "app/ledger" => Room::Ledger,
        "app/documents" => Room::Documents,
        "app/identity" => Room::Identity,
        "app/simulators" => Room::Simulators,
        "app/host" => Room::Host,
        "app/xtask" => Room::Outside,
        _ if folder.starts_with("modules/") => Room::Module,
        _ if folder.starts_with("app/") => Room::Foundation,
        _ => Room::Outside,
    }
}

fn may_depend(from: Room, to: Room) -> bool {
    match (from, to) {
        // Foundations stand side by side; two modules never do.
        (Room::Foundation, Room::Foundation) | (Room::Outside, _) => true,
        (Room::Kernel, Room::Contracts | Room::Ledger)
        | (Room::Simulators | Room::Module, Room::Identity)
        | (Room::Module, Room::Simulators)
        // The books know of no page and of no other's seam.
        | (Room::Ledger, Room::Ui | Room::Contracts)
        | (_, Room::Host | Room::Outside) => false,
        (from, to) => to < from,
    }
}

fn directions(tree: &Tree, metadata: &Metadata) -> Vec<String> {
    let folders: BTreeMap<_, _> = metadata
        .packages
        .iter()
        .map(|package| (&package.name, package.folder(tree)))
        .collect();
    let mut faults = Vec::new();
    for package in &metadata.packages {
        for target in own_dependencies(package) {
            let (Some(from), Some(to)) = (folders.get(&package.name), folders.get(target)) else {
                continue;
            };
            if from != to && !may_depend(room(from), room(to)) {
                faults.push(format!("{from} must not depend on {to}"));
            }
        }
    }
    faults
}

fn own_dependencies(package: &Package) -> impl Iterator<Item = &String> {
    package
        .dependencies
        .iter()
        .filter(|d| d.path.is_some())
        .map(|d| &d.name)
}

fn features_in_modules(tree: &Tree) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for path in tree.files("modules", &[".rs"])? {
        let code = read_rust(&tree.read(&path)?).code.replace(' ', "");
        if ["cfg(feature", "(feature=", ",feature=", "cfg!(feature"]
            .iter()
            .any(|cfg| code.contains(cfg))
        {
            faults.push(format!(
                "{path}: a module asks a port and handles `None`; no cfg(feature)"
            ));
        }
    }
    Ok(faults)
}

/// Words that were there before a module had one of them for its id: a role on the staff, a password that anybody guesses,
/// HTTP's word for what is not compressed.
const OLDER: [(&str, &str); 3] = [
    ("app/kernel/src/module/permission.rs", "admin"),
    ("app/kernel/src/health/production.rs", "admin"),
    ("app/simulators/src/zarinpal/answer.rs", "identity"),
];

/// The kernel and its like never name a module: not its crate, its keys, or its tables. Below accounts, none names those.
fn names_of_modules(tree: &Tree, modules: &[String]) -> Result<Vec<String>> {
    let mut tables = Vec::new();
    for module in modules {
        tables.extend(foreign_keys::tables_of(tree, module)?);
    }
    let mut faults = Vec::new();
    for folder in [
        "app/kernel/src",
        "app/ui/src",
        "app/contracts/src",
        "app/ledger/src",
        "app/documents/src",
        "app/identity/src",
        "app/simulators/src",
    ] {
        let above = ["identity", "simulators"]
            .into_iter()
            .filter(|id| folder != format!("app/{id}/src"))
            .map(str::to_owned)
            .collect::<Vec<_>>();
        for path in tree.files(folder, &[".rs"])? {
            let text = tree.read(&path)?;
            let source = read_rust(product_part(&text));
            for module in modules.iter().chain(&above) {
                if let Some(line) = line_with_path(&source.code, module) {
                    faults.push(format!("{path}:{line}: names the module {module}"));
                }
                for literal in &source.literals {
                    let rest = literal.text.strip_prefix(module.as_str());
                    let is_older = OLDER.contains(&(path.as_str(), literal.text.as_str()));
                    if !is_older
                        && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
                    {
                        faults.push(format!(
                            "{path}:{}: names the module {module}",
                            literal.line
                        ));
                    }
                }
            }
            let literals = source.literals.iter().map(|literal| literal.text.as_str());
            let words: Vec<&str> = literals
                .chain([source.code.as_str()])
                .flat_map(|text| text.split(|c| !is_word(c)))
                .collect();
            for table in tables
                .iter()
                .filter(|table| words.contains(&table.as_str()))
            {
                faults.push(format!("{path}: names the table {table} of a module"));
            }
        }
    }
    Ok(faults)
}

/// A module's SQL speaks of its own tables alone: others' rows are asked for by their API. And no handler opens a scope by
/// itself: `without_request` is the host's and the kernel's.
fn tables_of_others(tree: &Tree, modules: &[String]) -> Result<Vec<String>> {
    let mut tables = Vec::new();
    for owner in ["kernel", "ledger", "documents"]
        .into_iter()
        .chain(modules.iter().map(String::as_str))
    {
        tables.extend(foreign_keys::tables_of(tree, owner)?);
    }
    let mut faults = Vec::new();
    let mut paths = tree.files("modules", &[".rs"])?;
    paths.extend(tree.files("app/simulators/src", &[".rs"])?);
    for path in paths {
        let owner = path.split('/').nth(1).unwrap_or_default();
        let text = tree.read(&path)?;
        let source = read_rust(product_part(&text));
        for literal in &source.literals {
            let named = foreign_keys::tables_in(&literal.text);
            let others = named
                .iter()
                .filter(|name| tables.contains(name) && !foreign_keys::belongs(name, owner));
            faults.extend(others.map(|name| {
                format!(
                    "{path}:{}: speaks SQL about {name}, which is not {owner}'s",
                    literal.line
                )
            }));
        }
        if source
            .code
            .split(|c| !is_word(c))
            .any(|word| word == "without_request")
        {
            faults.push(format!(
                "{path}: a module gets its scopes from the kernel; no without_request"
            ));
        }
    }
    Ok(faults)
}

/// The line that says `module::`, as a path's first part.
fn line_with_path(code: &str, module: &str) -> Option<usize> {
    let path = format!("{module}::");
    let starts = |line: &str| {
        line.match_indices(&path).any(|(at, _)| {
            let before = line.get(..at).and_then(|head| head.chars().next_back());
            before.is_none_or(|c| !is_word(c) && c != ':')
        })
    };
    code.lines().position(starts).map(|index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::Dependency;

    fn package(tree: &Tree, folder: &str, needs: &[&str]) -> Package {
        let name = folder.rsplit('/').next().unwrap().to_owned();
        let dependency = |name: &&str| Dependency {
            name: (*name).to_owned(),
            path: Some("here".into()),
            ..Dependency::default()
        };
        Package {
            name,
            manifest_path: tree.path(folder).join("Cargo.toml"),
            dependencies: needs.iter().map(dependency).collect(),
            ..Package::default()
        }
    }

    fn found(needs: &[(&str, &[&str])]) -> Vec<String> {
        let tree = Tree::at("/somewhere");
        let packages = needs
            .iter()
            .map(|(folder, needs)| package(&tree, folder, needs))
            .collect();
        directions(
            &tree,
            &Metadata {
                packages,
                target_directory: "target".into(),
            },
        )
    }

    #[test]
    fn the_drawn_direction_is_allowed() {
        let rooms: [(&str, &[&str]); 11] = [
            ("app/l10n", &[]),
            ("app/ui", &["l10n"]),
            ("app/kernel", &["ui", "l10n"]),
            ("app/contracts", &["kernel"]),
            ("app/ledger", &["kernel", "l10n"]),
            (
                "app/documents",
                &["ui", "kernel", "contracts", "ledger", "l10n"],
            ),
            ("app/identity", &["ui", "kernel", "contracts", "l10n"]),
            ("app/simulators", &["ui", "kernel", "contracts", "l10n"]),
            (
                "modules/vps",
                &["ui", "kernel", "contracts", "ledger", "documents", "l10n"],
            ),
            (
                "app/host",
                &["vps", "identity", "simulators", "kernel", "l10n"],
            ),
            ("tests", &["host", "identity", "vps"]),
        ];
        assert_eq!(found(&rooms), Vec::<String>::new());
    }

    #[test]
    fn each_wrong_direction_is_named() {
        let rooms: [(&str, &[&str]); 10] = [
            ("app/ui", &["kernel"]),
            ("app/kernel", &["contracts", "identity", "ledger", "vps"]),
            ("app/contracts", &["host"]),
            ("app/ledger", &["contracts", "documents", "identity", "ui"]),
            ("app/documents", &["identity", "vps"]),
            ("app/identity", &["vps"]),
            ("app/simulators", &["identity", "vps"]),
            ("modules/vps", &["identity", "simulators", "vpn"]),
            ("modules/vpn", &["host"]),
            ("app/host", &[]),
        ];
        assert_eq!(
            found(&rooms),
            [
                "app/ui must not depend on app/kernel",
                "app/kernel must not depend on app/contracts",
                "app/kernel must not depend on app/identity",
                "app/kernel must not depend on app/ledger",
                "app/kernel must not depend on modules/vps",
                "app/contracts must not depend on app/host",
                "app/ledger must not depend on app/contracts",
                "app/ledger must not depend on app/documents",
                "app/ledger must not depend on app/identity",
                "app/ledger must not depend on app/ui",
                "app/documents must not depend on app/identity",
                "app/documents must not depend on modules/vps",
                "app/identity must not depend on modules/vps",
                "app/simulators must not depend on app/identity",
                "app/simulators must not depend on modules/vps",
                "modules/vps must not depend on app/identity",
                "modules/vps must not depend on app/simulators",
                "modules/vps must not depend on modules/vpn",
                "modules/vpn must not depend on app/host",
            ]
        );
    }

    #[test]
    fn a_module_speaks_sql_of_its_own_tables_and_opens_no_scope() {
        let folder = crate::checks::testing::folder("sql");
        let tree = Tree::at(folder.path());
        for (owner, sql) in [
            ("kernel", "CREATE TABLE users (); CREATE TABLE people ();"),
            ("ledger", "CREATE TABLE ledger_lines ();"),
            ("vps", "CREATE TABLE vps_machines ();"),
            ("dns", "CREATE TABLE dns_zones ();"),
        ] {
            tree.write(&format!("migrations/{owner}/1_a/up.sql"), sql)
                .unwrap();
        }
        let module = "fn q() { sql(\"SELECT 1 FROM vps_machines m JOIN people p ON true\") }\n\
                      fn r() { sql(\"UPDATE dns_zones SET a = 1\") } // FROM users\n\
                      const T: &str = \"users of people\";\nfn s(app: App) { app.without_request(); }\n\
                      fn t() { sql(\"SELECT sum(amount) FROM ledger_lines\") }";
        tree.write("modules/vps/src/lib.rs", module).unwrap();
        let modules = ["dns".to_owned(), "vps".to_owned()];
        assert_eq!(
            tables_of_others(&tree, &modules).unwrap(),
            [
                "modules/vps/src/lib.rs:1: speaks SQL about people, which is not vps's",
                "modules/vps/src/lib.rs:2: speaks SQL about dns_zones, which is not vps's",
                "modules/vps/src/lib.rs:5: speaks SQL about ledger_lines, which is not vps's",
                "modules/vps/src/lib.rs: a module gets its scopes from the kernel; no without_request",
            ]
        );
    }

    #[test]
    fn the_kernel_does_not_name_modules_keys_or_tables() {
        let folder = crate::checks::testing::folder("names");
        let tree = Tree::at(folder.path());
        tree.write(
            "modules/vps/src/lib.rs",
            "fn f() { if cfg!(feature = \"dns\") {} }",
        )
        .unwrap();
        tree.write("migrations/vps/1_a/up.sql", "CREATE TABLE vps_machines ();")
            .unwrap();
        let kernel = "// vps::x is fine in a comment\nuse vps::X;\nconst K: &str = \"vps.title\";\n\
                      const T: &str = \"vpsx vps-like\";\nfn q() { f(\"SELECT 1 FROM vps_machines\") }";
        tree.write("app/kernel/src/lib.rs", kernel).unwrap();
        let accounts =
            "const K: &str = \"identity.title\";\nconst T: &str = \"SELECT 1 FROM users\";";
        for folder in ["contracts", "identity"] {
            tree.write(&format!("app/{folder}/src/lib.rs"), accounts)
                .unwrap();
        }
        assert_eq!(
            names_of_modules(&tree, &["vps".to_owned()]).unwrap(),
            [
                "app/kernel/src/lib.rs:2: names the module vps",
                "app/kernel/src/lib.rs:3: names the module vps",
                "app/kernel/src/lib.rs: names the table vps_machines of a module",
                "app/contracts/src/lib.rs:1: names the module identity",
            ]
        );
        assert_eq!(features_in_modules(&tree).unwrap().len(), 1);
    }
}
