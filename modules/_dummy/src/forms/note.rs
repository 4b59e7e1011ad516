//! The form that writes a note.
//! Errors are collected by the reader; what was typed is shown again.

use kernel::web::{Form, Reader};

/// Characters of a note, as the table allows.
pub const BODY_LIMIT: u16 = 2_000;

/// What somebody writes.
pub struct NoteForm {
    /// The note.
    pub body: String,
}

impl Form for NoteForm {
    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            body: reader.text("body", usize::from(BODY_LIMIT)),
        }
    }
}
