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
        let is_note = Self::is_note(reader);
        Self {
            body: reader.text(Self::field(is_note), ANSWER_LIMIT),
            is_note,
        }
    }
}

impl MessageForm {
    /// Whether a note is typed.
    pub fn is_note(reader: &Reader<'_>) -> bool {
        reader.typed("kind") == "note"
    }
    /// The field of the text: a page has a box for each, so that an answer never becomes a note, or a note an answer.
    pub fn field(is_note: bool) -> &'static str {
        if is_note { "note" } else { "body" }
    }
}
