//! Forms of the kernel's own pages, one file a screen.

pub mod staff;
pub mod texts;
