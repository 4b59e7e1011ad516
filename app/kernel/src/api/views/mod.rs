//! Screens of the edge for programs; pure functions of what the handlers found.
//! One file a page.

pub mod docs;
pub mod tokens;
