//! Addresses of staff's lists.

use std::fmt::Display;

use kernel::web::below;

/// All orders.
pub const ORDERS: &str = "/admin/orders";
/// The same as a file.
pub const ORDERS_EXPORT: &str = "/admin/orders/export";
/// All invoices.
pub const INVOICES: &str = "/admin/invoices";
/// The same as a file.
pub const INVOICES_EXPORT: &str = "/admin/invoices/export";

/// All services, as a file.
pub const SERVICES_EXPORT: &str = "/admin/services/export";

/// An order.
pub fn order(id: impl Display) -> String {
    below(ORDERS, id)
}
/// An invoice.
pub fn invoice(id: impl Display) -> String {
    below(INVOICES, id)
}
