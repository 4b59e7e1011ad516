//! Addresses of credits.

use std::fmt::Display;

use kernel::web::below;

/// The staff's page of an invoice.
pub const DESK: &str = "/admin/invoices";

/// Where the staff take back a line of an invoice.
pub fn credit(invoice: impl Display) -> String {
    below(&below(DESK, invoice), "credit")
}
