//! The form that writes a note.
//! Errors are collected by the reader; what was typed is shown again.

use kernel::web::Lines;

/// Characters of a note, as the table allows.
pub const BODY_LIMIT: u16 = 2_000;

kernel::form! {
    /// What somebody writes.
    pub struct NoteForm {
        /// The note.
        body: Lines<BODY_LIMIT, 3> = "_dummy.body",
    }
}
