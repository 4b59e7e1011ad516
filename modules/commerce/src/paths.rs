//! Addresses of this module's pages.

use std::fmt::Display;

use kernel::web::below;

pub const STORE: &str = "/store";
pub const CART: &str = "/cart";
pub const CHECKOUT: &str = "/checkout";
pub const SERVICES: &str = "/services";
pub const ORDERS: &str = "/orders";
pub const INVOICES: &str = "/invoices";
pub const WALLET: &str = "/wallet";
/// What stands on the account's papers.
pub const BUYER: &str = "/account/billing";

pub const DESK_SERVICES: &str = "/admin/services";

/// Something that was bought, as the staff see it.
pub fn desk_service(id: impl Display) -> String {
    below(DESK_SERVICES, id)
}

/// Its cancellation by staff.
pub fn desk_cancellation(id: impl Display) -> String {
    format!("{}/cancellation", desk_service(id))
}

/// A product's page.
pub fn product(slug: &str) -> String {
    below(STORE, slug)
}

/// A line of the cart.
pub fn cart_line(n: usize) -> String {
    below(CART, n)
}

/// An order.
pub fn order(id: impl Display) -> String {
    below(ORDERS, id)
}

/// An invoice.
pub fn invoice(id: impl Display) -> String {
    below(INVOICES, id)
}

/// Where an invoice is paid.
pub fn payment_of(invoice: impl Display) -> String {
    below(&self::invoice(invoice), "payment")
}

/// Where the rest of an invoice is sent to a gateway.
pub fn gateway_of(invoice: impl Display) -> String {
    below(&self::invoice(invoice), "gateway")
}

/// The hours of something that was bought.
pub fn hours_of(service: impl Display) -> String {
    below(&self::service(service), "hours")
}

/// The same as a file.
pub fn hours_export(service: impl Display) -> String {
    below(&hours_of(service), "export")
}

/// What something that was bought has used.
pub fn usage_of(service: impl Display) -> String {
    below(&self::service(service), "usage")
}

/// The same as a file.
pub fn usage_export(service: impl Display) -> String {
    below(&usage_of(service), "export")
}

/// Something that was bought.
pub fn service(id: impl Display) -> String {
    below(SERVICES, id)
}

/// Whether a service goes on by itself.
pub fn renewal(service: impl Display) -> String {
    below(&self::service(service), "renewal")
}

/// Where a service is cancelled.
pub fn cancellation(service: impl Display) -> String {
    below(&self::service(service), "cancellation")
}

/// What a service can be changed into.
pub fn changes(service: impl Display) -> String {
    below(&self::service(service), "changes")
}

/// A quote of a change.
pub fn change(service: impl Display, change: impl Display) -> String {
    below(&changes(service), change)
}
