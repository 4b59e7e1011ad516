//! Forms of transfers.

use kernel::web::{Form, Lines, Reader};
use l10n::normalise;

/// Bytes of a receipt.
pub const FILE_LIMIT: u64 = 10 * 1024 * 1024;

/// What the payer says of his transfer; sums and days as they were typed.
pub struct ProofForm {
    /// The bank's number.
    pub tracking: String,
    /// How much he paid.
    pub amount: String,
    /// On which day.
    pub paid_on: String,
}

/// The number without what people and banks write between its digits.
fn tracking(reader: &mut Reader<'_>, name: &str) -> String {
    let found = reader.parsed(name, "commerce.transfer.problem.tracking", |typed| {
        let plain: String = normalise::input(typed)
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        (4..=40)
            .contains(&plain.len())
            .then(|| plain.to_ascii_uppercase())
    });
    found.unwrap_or_default()
}

impl Form for ProofForm {
    const TEXT_LIMIT: u64 = 8 * 1024;
    const FILE_LIMIT: u64 = FILE_LIMIT;
    const MAX_FILES: usize = 1;

    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            tracking: tracking(reader, "tracking"),
            amount: reader.line("amount", 24),
            paid_on: reader.line("paid_on", 20),
        }
    }
}

/// What really came.
pub struct AcceptanceForm {
    /// How much, as it was typed.
    pub accepted: String,
    /// The bank's number, as our statement has it.
    pub number: String,
}

impl Form for AcceptanceForm {
    const TEXT_LIMIT: u64 = 8 * 1024;

    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            accepted: reader.line("accepted", 24),
            number: tracking(reader, "number"),
        }
    }
}

kernel::form! {
    /// Why a transfer is not accepted.
    pub struct RejectionForm {
        /// The payer reads it.
        why: Lines<200, 3> = "commerce.transfer.why",
    }
}
