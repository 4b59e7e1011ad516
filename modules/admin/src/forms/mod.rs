//! Forms of the staff's screens, one file a screen.
//! The form of settings is the kernel's: its fields come from the declarations.

pub mod staff;
pub mod texts;
