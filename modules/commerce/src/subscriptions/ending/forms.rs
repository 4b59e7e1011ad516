//! The form of a cancellation: when, why, and whatever else there is to say.

use kernel::web::{Form, Reader};

/// Characters of what else there is to say, as the table allows.
pub const MOST_NOTE: usize = 500;

kernel::words! {
    /// When it ends.
    pub enum When {
        /// With the period that is paid.
        PeriodEnd = "period_end",
        /// At once.
        Now = "now",
    }

    /// Why.
    pub enum Reason {
        /// It costs too much.
        Price = "price",
        /// There is no need for it any more.
        NotNeeded = "not_needed",
        /// Something is missing.
        Missing = "missing",
        /// It did not work well.
        Trouble = "trouble",
        /// It goes on elsewhere.
        Moving = "moving",
        /// None of these.
        Other = "other",
    }
}

impl Reason {
    /// Text key: as the customer would say it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Price => "commerce.ending.reason.price",
            Self::NotNeeded => "commerce.ending.reason.not_needed",
            Self::Missing => "commerce.ending.reason.missing",
            Self::Trouble => "commerce.ending.reason.trouble",
            Self::Moving => "commerce.ending.reason.moving",
            Self::Other => "commerce.ending.reason.other",
        }
    }
}

/// A cancellation.
pub struct CancelForm {
    /// When it ends.
    pub when: When,
    /// Why.
    pub reason: Reason,
    /// What else there is to say.
    pub note: Option<String>,
}

impl Form for CancelForm {
    fn read(reader: &mut Reader<'_>) -> Self {
        let when = reader.parsed("when", "kernel.invalid.choice", When::parse);
        let reason = reader.parsed("reason", "kernel.invalid.choice", Reason::parse);
        Self {
            when: when.unwrap_or(When::PeriodEnd),
            reason: reason.unwrap_or(Reason::Other),
            note: reader.optional_line("note", MOST_NOTE),
        }
    }
}
