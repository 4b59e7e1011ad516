//! Forms of withdrawals. What staff say has a field name of its own in each, so that an error stands at one form alone.

use kernel::web::{Form, Line, Lines, Reader};
use l10n::{Invalid, validate};
use uuid::Uuid;

/// A bank account that a customer adds.
pub struct AccountForm {
    /// As it is stored.
    pub sheba: String,
    /// In whose name it is.
    pub owner: String,
}

impl Form for AccountForm {
    const TEXT_LIMIT: u64 = 8 * 1024;

    fn read(reader: &mut Reader<'_>) -> Self {
        let sheba = reader.parsed("sheba", Invalid::Sheba.key(), |typed| {
            validate::sheba(typed).ok()
        });
        Self {
            sheba: sheba.unwrap_or_default(),
            owner: reader.name("owner", 100),
        }
    }
}

/// What is taken out, and where to.
pub struct WithdrawalForm {
    /// As it was typed.
    pub amount: String,
    /// To which account.
    pub account: Option<Uuid>,
}

impl Form for WithdrawalForm {
    const TEXT_LIMIT: u64 = 8 * 1024;

    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            amount: reader.line("amount", 24),
            account: reader.parsed("account", "kernel.invalid.choice", |typed| {
                typed.parse().ok()
            }),
        }
    }
}

kernel::form! {
    /// How staff know that an account is the customer's.
    pub struct VerificationForm {
        /// For colleagues.
        note: Lines<500, 3> = "commerce.payouts.note",
    }
}

kernel::form! {
    /// Why something is refused.
    pub struct RefusalForm {
        /// The customer reads it.
        reason: Lines<500, 3> = "commerce.payouts.reason",
    }
}

kernel::form! {
    /// The bank has paid.
    pub struct PaidForm {
        /// The bank's number for it.
        tracking: Line<60> = "commerce.payouts.tracking",
    }
}

kernel::form! {
    /// The bank has not paid.
    pub struct FailedForm {
        /// Why; the customer reads it.
        failure: Lines<500, 3> = "commerce.payouts.failure",
    }
}
