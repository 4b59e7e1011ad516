//! Rows of this module and what can be done with them.
//! Finders read; verbs change, audit and announce in one transaction.

mod count;
mod note;
mod notebook;

pub use count::Count;
pub use note::{NewNote, Note};
pub use notebook::Notebook;
