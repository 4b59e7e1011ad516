//! The form that keeps what is typed: sent by script while one writes, quietly.

use kernel::web::{Form, Reader};

use super::message::{ANSWER_LIMIT, MessageForm};

/// What stands in the box now; nothing when it is empty or too long to be sent.
#[derive(Clone, Debug)]
pub struct DraftForm {
    /// The text.
    pub body: Option<String>,
    /// For colleagues only; customers have no such box.
    pub is_note: bool,
}

impl Form for DraftForm {
    fn read(reader: &mut Reader<'_>) -> Self {
        let is_note = MessageForm::is_note(reader);
        let body = reader.tidied(MessageForm::field(is_note));
        let is_kept = !body.is_empty() && body.chars().count() <= ANSWER_LIMIT;
        Self {
            body: is_kept.then_some(body),
            is_note,
        }
    }
}
