//! The form that takes back a line of an invoice.

use kernel::web::{Form, Reader};

use super::credit::MOST_REASON;

/// Which line, how much, and why.
pub struct CreditForm {
    /// Its place on the invoice.
    pub line: Option<i16>,
    /// As it was typed; nothing for all that is left.
    pub amount: Option<String>,
    /// As it stands on the credit note.
    pub reason: String,
}

impl Form for CreditForm {
    const TEXT_LIMIT: u64 = 8 * 1024;

    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            line: reader.parsed("line", "kernel.invalid.choice", |n| n.parse().ok()),
            amount: reader.optional_line("amount", 24),
            reason: reader.text("reason", usize::from(MOST_REASON)),
        }
    }
}
