//! What a crate's one-line `build.rs` calls, so that Cargo sees changed texts and migrations.
//! A crate of its own because a build script may not depend on the crate that it builds.

/// Tells Cargo to rebuild when the owner's texts or migrations change. Folders count, so that a new file does too.
pub fn texts_and_migrations(owner: &str) {
    for folder in ["i18n", "migrations", "migrations/_replaceable"] {
        println!("cargo:rerun-if-changed=../../{folder}/{owner}");
    }
    println!("cargo:rerun-if-changed=build.rs");
}
