//! Addresses of one customer's money.

use std::fmt::Display;

use kernel::web::below;

/// Where staff look up customers.
const CUSTOMERS: &str = "/admin/customers";

/// A customer's money.
pub fn money(tenant: impl Display) -> String {
    below(&below(CUSTOMERS, tenant), "money")
}

/// Its wallet's statement as a file.
pub fn statement(tenant: impl Display) -> String {
    below(&money(tenant), "export")
}

/// Where its wallet is adjusted.
pub fn adjustments(tenant: impl Display) -> String {
    below(&below(CUSTOMERS, tenant), "adjustments")
}
