//! Changes of others that this module may refuse, inside their transaction.
//! The error names a field of the form that asked.

use contracts::support::OpeningTicket;
use kernel::db::Tx;
use kernel::error::{AppResult, FieldErrors};
use kernel::module::{BoxFuture, Change, Check};
use serde_json::Value;

/// Refuses a ticket with this subject.
pub const REFUSE_ME: Check = Check {
    key: "_dummy.refuse_me",
    change: OpeningTicket::NAME,
    run,
};

const REFUSED: &str = "refuse me";

fn run<'a>(
    _tx: &'a mut Tx,
    change: &'a Value,
) -> BoxFuture<'a, AppResult<Result<(), FieldErrors>>> {
    Box::pin(async move {
        let change: OpeningTicket = serde_json::from_value(change.clone())?;
        let is_refused = change.subject.trim().eq_ignore_ascii_case(REFUSED);
        Ok(if is_refused {
            Err(FieldErrors::one("subject", "_dummy.refused"))
        } else {
            Ok(())
        })
    })
}
