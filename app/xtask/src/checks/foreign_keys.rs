//! Migrations keep to their owner's tables: each made table has its prefix, no foreign key points into another module.
//! A module must be removable; a foreign key from elsewhere would hold it fast.

use anyhow::Result;

use crate::literals::is_word;
use crate::tree::Tree;

pub fn check(tree: &Tree) -> Result<Vec<String>> {
    let modules = tree.modules()?;
    let mut faults = Vec::new();
    for path in tree.files("migrations", &[".sql"])? {
        let parts: Vec<&str> = path
            .split('/')
            .filter(|part| *part != "_replaceable")
            .collect();
        let Some(owner) = parts.get(1) else { continue };
        let words = words(&tree.read(&path)?);
        for table in after(&words, &["references"]) {
            let of = modules.iter().find(|module| belongs(&table, module));
            if let Some(module) = of.filter(|module| module != owner) {
                faults.push(format!(
                    "{path}: {owner} must not reference {table} of {module}"
                ));
            }
        }
        for table in after(&words, &["create", "table"]) {
            if modules.iter().any(|module| module == owner) && !belongs(&table, owner) {
                faults.push(format!(
                    "{path}: the table {table} does not begin with {owner}_"
                ));
            }
        }
    }
    Ok(faults)
}

/// Tables that a module's migrations make.
pub fn tables_of(tree: &Tree, module: &str) -> Result<Vec<String>> {
    let mut tables = Vec::new();
    for path in tree.files(&format!("migrations/{module}"), &["up.sql"])? {
        tables.extend(after(&words(&tree.read(&path)?), &["create", "table"]));
    }
    Ok(tables)
}

/// Tables that a text names as SQL does.
pub fn tables_in(text: &str) -> Vec<String> {
    let words = words(text);
    let before = ["from", "join", "into", "update", "table", "only"];
    let named = before.iter().flat_map(|word| after(&words, &[word]));
    named.collect()
}

pub fn belongs(table: &str, module: &str) -> bool {
    table
        .strip_prefix(module)
        .is_some_and(|rest| rest.starts_with('_'))
}

/// The lower-case words of SQL without comments; `public.x` and `"x"` count as `x`.
fn words(sql: &str) -> Vec<String> {
    let lines = sql
        .lines()
        .map(|line| line.split_once("--").map_or(line, |(code, _)| code));
    let code = lines.collect::<Vec<_>>().join("\n").to_lowercase();
    let words = code
        .split(|c: char| !is_word(c))
        .filter(|word| !word.is_empty() && *word != "public");
    words
        .filter(|word| !matches!(*word, "if" | "not" | "exists" | "unlogged"))
        .map(str::to_owned)
        .collect()
}

/// The word after each place where `sequence` stands.
fn after(words: &[String], sequence: &[&str]) -> Vec<String> {
    let windows = words.windows(sequence.len() + 1);
    let found = windows.filter(|window| {
        window
            .iter()
            .zip(sequence)
            .all(|(word, wanted)| word == wanted)
    });
    found.filter_map(|window| window.last().cloned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(sql: &str) -> Vec<String> {
        let folder = crate::checks::testing::folder("keys");
        let tree = Tree::at(folder.path());
        tree.write("modules/vps/src/lib.rs", "").unwrap();
        tree.write("modules/commerce/src/lib.rs", "").unwrap();
        tree.write("migrations/vps/1_a/up.sql", sql).unwrap();
        check(&tree).unwrap()
    }

    #[test]
    fn a_module_may_reference_itself_and_the_kernel() {
        let sql = "CREATE TABLE IF NOT EXISTS vps_machines (id uuid REFERENCES users (id),\n\
                   plan uuid REFERENCES public.vps_plans); -- REFERENCES commerce_orders";
        assert_eq!(faults(sql), Vec::<String>::new());
    }

    #[test]
    fn another_modules_table_and_a_missing_prefix_are_named() {
        let sql = "create table machines (o uuid references public.\"commerce_orders\" (id));";
        assert_eq!(
            faults(sql),
            [
                "migrations/vps/1_a/up.sql: vps must not reference commerce_orders of commerce",
                "migrations/vps/1_a/up.sql: the table machines does not begin with vps_"
            ]
        );
    }
}
