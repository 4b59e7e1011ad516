//! Changes of others that this module may refuse, inside their transaction.
//! The error names a field of the form that asked.

use contracts::support::OpeningTicket;
use kernel::db::Tx;
use kernel::error::{AppResult, FieldErrors};
use kernel::module::Refuses;

const REFUSED: &str = "refuse me: _dummy";

/// Refuses a ticket with this subject.
pub struct RefuseMe;

impl Refuses<OpeningTicket> for RefuseMe {
    async fn look(_: &mut Tx, change: &OpeningTicket) -> AppResult<FieldErrors> {
        Ok(if change.subject.trim().eq_ignore_ascii_case(REFUSED) {
            FieldErrors::one("subject", "_dummy.refused")
        } else {
            FieldErrors::default()
        })
    }
}
