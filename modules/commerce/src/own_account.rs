//! Staff who are customers, too: nobody decides over the money of an account to which he belongs.

use kernel::db::Tx;
use kernel::error::{AppError, AppResult};
use kernel::ids::TenantId;
use kernel::people;

/// Refuses whoever acts when the account is one of his own. For the platform's scope.
pub async fn refuse(tenant: TenantId, tx: &mut Tx) -> AppResult<()> {
    let by = tx.who().person()?;
    let own = people::memberships(by, tx).await?;
    if own.iter().any(|one| one.tenant == tenant) {
        return Err(AppError::Conflict("commerce.own_account"));
    }
    Ok(())
}
