//! What this module looks like: pure functions from rows to `Markup`.
//! Same file names as in `routes`.

pub mod notes;
