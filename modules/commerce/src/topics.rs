//! What open pages of this module watch.

use kernel::ids::TenantId;

/// A tenant's money: invoices, wallet, services.
pub fn money(tenant: TenantId) -> String {
    format!("commerce-money-{tenant}")
}
