//! Rebuilds the crate when its texts or migrations change.
//! Cargo does not see them by itself: they are read by macros.

fn main() {
    build_watch::texts_and_migrations("ledger");
}
