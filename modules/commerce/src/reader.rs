//! Who is told of what an account bought.

use kernel::db::ReadTx;
use kernel::error::AppResult;
use kernel::ids::{TenantId, UserId};
use kernel::people::{self, Contact, customers};

/// Whoever bought it, where that is known; else the account's owner.
pub async fn of(
    buyer: Option<UserId>,
    tenant: TenantId,
    tx: &mut ReadTx,
) -> AppResult<Option<Contact>> {
    if let Some(buyer) = buyer {
        return Ok(people::contacts(&[buyer], tx).await?.pop());
    }
    match customers::find(tenant, tx).await?.owner_email {
        Some(email) => Ok(people::by_email(&email, tx).await?),
        None => Ok(None),
    }
}
