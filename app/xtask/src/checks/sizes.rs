//! File sizes: aim at 100 lines, look twice at 300, 600 is too big.
//! A large file is where two things live that should be apart; the check asks before a reader has to.

use anyhow::Result;

use crate::tree::Tree;

const LOOK_TWICE: usize = 300;
const TOO_BIG: usize = 600;
const ENDINGS: [&str; 5] = [".rs", ".js", ".mjs", ".ts", ".css"];

pub fn check(tree: &Tree) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for folder in ["app", "modules", "tests", "static"] {
        for path in tree.files(folder, &ENDINGS)? {
            let lines = tree.read(&path)?.lines().count();
            if lines > TOO_BIG && !is_exempt(&path) {
                faults.push(format!(
                    "{path}: {lines} lines, more than {TOO_BIG}: divide it"
                ));
            } else if lines > LOOK_TWICE && !is_exempt(&path) {
                println!("  look twice: {path}: {lines} lines");
            }
        }
    }
    Ok(faults)
}

/// Written by a program, or a long list of demo data.
fn is_exempt(path: &str) -> bool {
    path.ends_with("/schema.rs") || path.ends_with("/seeds.rs") || path.contains("/seeds/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_file_over_the_limit_is_a_fault() {
        let folder = crate::checks::testing::folder("sizes");
        let tree = Tree::at(folder.path());
        tree.write("app/a/src/big.rs", &"\n".repeat(601)).unwrap();
        tree.write("app/a/src/fair.rs", &"\n".repeat(600)).unwrap();
        tree.write("app/a/src/schema.rs", &"\n".repeat(900))
            .unwrap();
        tree.write("app/a/node_modules/x.js", &"\n".repeat(900))
            .unwrap();
        assert_eq!(
            check(&tree).unwrap(),
            ["app/a/src/big.rs: 601 lines, more than 600: divide it"]
        );
    }
}
