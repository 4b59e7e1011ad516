//! Rows and verbs of the kernel's own pages, one file a screen.
//! `conditions` is what every filtered list shares.

pub mod conditions;
pub mod notifications;
