//! Rebuilds the crate when its texts change.
//! Cargo does not see them by itself: they are read by a macro.

fn main() {
    build_watch::texts_and_migrations("identity");
}
