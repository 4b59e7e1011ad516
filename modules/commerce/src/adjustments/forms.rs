//! Forms of adjustments.

use kernel::web::{Form, Lines, Reader};

kernel::words! {
    /// Which way money goes.
    pub enum Way {
        /// Into the wallet.
        Give = "give",
        /// Out of it.
        Take = "take",
    }
}

impl Way {
    /// Text key.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Give => "commerce.adjustments.give",
            Self::Take => "commerce.adjustments.take",
        }
    }
}

/// What is adjusted, and why.
pub struct AdjustmentForm {
    /// Which way.
    pub way: Option<Way>,
    /// As it was typed.
    pub amount: String,
    /// For colleagues.
    pub reason: String,
}

impl Form for AdjustmentForm {
    const TEXT_LIMIT: u64 = 8 * 1024;

    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            way: reader.parsed("way", "kernel.invalid.choice", Way::parse),
            amount: reader.line("amount", 24),
            reason: reader.text("reason", 500),
        }
    }
}

kernel::form! {
    /// Why an adjustment is refused.
    pub struct AnswerForm {
        /// For whoever asked.
        answer: Lines<500, 3> = "commerce.adjustments.answer",
    }
}
