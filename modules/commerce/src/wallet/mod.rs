//! A customer's money with us: what is there, and how it came and went.

pub mod routes;
pub mod views;

use kernel::db::ReadTx;
use kernel::error::AppResult;
use kernel::ids::TenantId;
use l10n::Money;
use ledger::Standing;

use crate::accounts::{self, CURRENCY};

/// What is there, and what of it is held for withdrawals and the like.
pub async fn standing(tenant: TenantId, tx: &mut ReadTx) -> AppResult<Standing> {
    ledger::standing(accounts::wallet(tenant).id(), tx).await
}

/// What can be spent.
pub async fn available(tenant: TenantId, tx: &mut ReadTx) -> AppResult<Money> {
    let account = accounts::wallet(tenant).id();
    Ok(Money::new(ledger::available(account, tx).await?, CURRENCY))
}
