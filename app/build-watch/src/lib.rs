//! What a crate's one-line `build.rs` calls, so that Cargo sees changed texts and migrations.
//! A crate of its own because a build script may not depend on the crate that it builds.

use std::path::{Path, PathBuf};

const FOLDERS: [&str; 3] = ["i18n", "migrations", "migrations/_replaceable"];

/// Tells Cargo to rebuild when the owner's texts or migrations change. Folders count, so that a new file does too.
pub fn texts_and_migrations(owner: &str) {
    let root = Path::new("../..");
    for folder in FOLDERS {
        println!(
            "cargo:rerun-if-changed={}",
            seen(root, folder, owner).display()
        );
    }
    println!("cargo:rerun-if-changed=build.rs");
}

/// The owner's folder, or the nearest one above it that is there: Cargo takes a path that is missing as changed each time.
fn seen(root: &Path, folder: &str, owner: &str) -> PathBuf {
    let own = root.join(folder).join(owner);
    let there = own.ancestors().find(|path| path.is_dir());
    there.map_or_else(|| root.to_owned(), Path::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_there_is_watched_and_a_new_folder_is_seen() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let replaceable = root.join("migrations/_replaceable");
        assert_eq!(
            seen(&root, FOLDERS[2], "kernel"),
            replaceable.join("kernel")
        );
        assert_eq!(seen(&root, FOLDERS[2], "nobody"), replaceable);
        assert_eq!(seen(&root, "no/such", "nobody"), root);
    }
}
