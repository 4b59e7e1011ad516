//! What the ledger refuses, as values: a refusal has written nothing, and the caller's transaction goes on.

use kernel::error::AppError;

use crate::ids::{AccountId, EntryId};
use crate::periods::Period;

/// Why nothing was posted or held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The account, or the hold on it, cannot pay this.
    Short {
        /// Which account.
        account: AccountId,
    },
    /// The month is closed.
    Closed {
        /// Which month.
        period: Period,
    },
    /// The key stands for something else.
    Differs,
    /// The entry is reversed already.
    Reversed {
        /// By which entry.
        by: EntryId,
    },
    /// The hold is closed, or over.
    Gone,
}

impl Refusal {
    /// The text that tells what to do.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Short { .. } => "ledger.refused.short",
            Self::Closed { .. } => "ledger.refused.closed",
            Self::Differs => "ledger.refused.differs",
            Self::Reversed { .. } => "ledger.refused.reversed",
            Self::Gone => "ledger.refused.gone",
        }
    }
}

/// The error of verbs of the ledger. `?` turns it into an [`AppError`], where the caller has nothing better to do.
#[derive(Debug)]
pub enum NotPosted {
    /// Nothing was written; the transaction goes on.
    Refused(Refusal),
    /// Something went wrong.
    Failed(AppError),
}

/// The result of verbs of the ledger.
pub type LedgerResult<T> = Result<T, NotPosted>;

impl NotPosted {
    /// Why, when it was refused.
    #[must_use]
    pub fn refusal(&self) -> Option<Refusal> {
        match self {
            Self::Refused(refusal) => Some(*refusal),
            Self::Failed(_) => None,
        }
    }
}

impl From<Refusal> for NotPosted {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<AppError> for NotPosted {
    fn from(error: AppError) -> Self {
        Self::Failed(error)
    }
}

impl From<diesel::result::Error> for NotPosted {
    fn from(error: diesel::result::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<NotPosted> for AppError {
    fn from(error: NotPosted) -> Self {
        match error {
            NotPosted::Refused(refusal) => Self::Conflict(refusal.text()),
            NotPosted::Failed(error) => error,
        }
    }
}
