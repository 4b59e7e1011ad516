//! Rebuilds the crate when its texts or migrations change.
//! Cargo sees neither by itself: both are read by macros.

fn main() {
    build_watch::texts_and_migrations("commerce");
}
