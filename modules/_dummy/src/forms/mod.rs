//! Forms of this module: fields and their validation.
//! Limits are the database's own.

mod note;

pub use note::{BODY_LIMIT, NoteForm};
