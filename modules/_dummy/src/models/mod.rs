//! Rows of this module and what can be done with them.
//! Finders read; verbs change, audit and announce in one transaction.

mod count;
mod note;

pub use count::Count;
pub use note::{NewNote, Note};
