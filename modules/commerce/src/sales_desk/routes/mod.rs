//! Routes of staff's lists, each with audience, scope and permission.

pub mod invoices;
pub mod orders;
pub mod services;

use kernel::db::ReadTx;
use kernel::ids::TenantId;
use kernel::module::Mount;
use kernel::mounts;
use kernel::people::customers;
use rocket::FromForm;

use crate::permissions::{MANAGE_SALES, SEE_SALES};

/// All of them.
pub fn mounts() -> Vec<Mount> {
    mounts![
        Staff Platform "commerce.desk_orders.index" may SEE_SALES => orders::index,
        Staff Platform "commerce.desk_orders.export" may SEE_SALES => orders::export,
        Staff Platform "commerce.desk_orders.show" may SEE_SALES => orders::show,
        Staff Platform "commerce.desk_invoices.index" may SEE_SALES => invoices::index,
        Staff Platform "commerce.desk_invoices.export" may SEE_SALES => invoices::export,
        Staff Platform "commerce.desk_invoices.show" may SEE_SALES => invoices::show,
        Staff Platform "commerce.desk_services.index" may SEE_SALES => services::index,
        Staff Platform "commerce.desk_services.export" may SEE_SALES => services::export,
        Staff Platform "commerce.invoice_voiding.create" may MANAGE_SALES => invoices::void,
        Staff Platform "commerce.invoice_mailing.create" may SEE_SALES => invoices::resend,
    ]
}

/// What the address narrows a list to, as it was typed.
#[derive(FromForm, Clone, Copy, Default)]
pub struct Narrowed<'r> {
    /// Words.
    pub q: Option<&'r str>,
    /// Which, as a word.
    pub state: Option<&'r str>,
    /// The first day.
    pub from: Option<&'r str>,
    /// The last day.
    pub to: Option<&'r str>,
    /// A customer's id.
    pub customer: Option<&'r str>,
    /// By what it is sorted, as a word.
    pub sort: Option<&'r str>,
}

impl<'r> Narrowed<'r> {
    /// Names and values as they stand in the address.
    #[must_use]
    pub fn pairs(&self) -> [(&'static str, &'r str); 6] {
        [
            ("q", self.q.unwrap_or_default()),
            ("state", self.state.unwrap_or_default()),
            ("from", self.from.unwrap_or_default()),
            ("to", self.to.unwrap_or_default()),
            ("customer", self.customer.unwrap_or_default()),
            ("sort", self.sort.unwrap_or_default()),
        ]
    }

    fn customer(&self) -> Option<TenantId> {
        self.customer?.parse().ok()
    }
}

/// Whether the oldest come first.
#[must_use]
pub fn rises(narrowed: &Narrowed<'_>) -> bool {
    narrowed.sort == Some("oldest")
}

/// The name of the customer to whom a list is narrowed.
async fn name(customer: Option<TenantId>, tx: &mut ReadTx) -> Option<String> {
    let found = customers::find(customer?, tx).await.ok()?;
    Some(found.name)
}
