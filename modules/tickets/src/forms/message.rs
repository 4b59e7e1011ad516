//! The form that answers: text and files.

use kernel::web::{Form, Reader};

/// Bytes of one file.
pub const FILE_LIMIT: u64 = 10 * 1024 * 1024;
/// Files of one message.
pub const MAX_FILES: usize = 5;
/// Characters of one answer.
pub const ANSWER_LIMIT: usize = 20_000;

/// An answer or a note.
#[derive(Clone, Debug)]
pub struct MessageForm {
    /// The text.
    pub body: String,
    /// For colleagues only; customers have no such box.
    pub is_note: bool,
}

impl Form for MessageForm {
    const FILE_LIMIT: u64 = FILE_LIMIT;
    const MAX_FILES: usize = MAX_FILES;

    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            body: reader.text("body", ANSWER_LIMIT),
            is_note: reader.typed("kind") == "note",
        }
    }
}
