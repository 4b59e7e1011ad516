//! Addresses of payments, from Rocket's typed `uri!`.
//! Views never write an address by hand.

use rocket::uri;

use super::routes;
use crate::ids::PaymentId;

/// The customer's payments.
pub const PAYMENTS: &str = "/payments";
/// The form that tops the wallet up.
pub const TOP_UP: &str = "/wallet/top-up";
/// The customer's wallet.
pub const WALLET: &str = "/wallet";
/// All tenants' payments.
pub const DESK: &str = "/admin/payments";
/// The same as a file.
pub const EXPORT: &str = "/admin/payments/export";

pub fn payment(id: PaymentId) -> String {
    uri!(routes::mine::show(id)).to_string()
}
/// Where the customer has the gateway asked again.
pub fn asking(id: PaymentId) -> String {
    uri!(routes::asking::create(id)).to_string()
}
/// Where the payer comes back to.
pub fn back(token: &str) -> String {
    uri!(routes::back::show(token)).to_string()
}
/// The payment as staff see it.
pub fn desk(id: PaymentId) -> String {
    uri!(routes::desk::show(id)).to_string()
}
/// Where staff have the gateway asked again.
pub fn desk_asking(id: PaymentId) -> String {
    uri!(routes::asking::create_at_desk(id)).to_string()
}
/// Where staff have a payment given back.
pub fn reversal(id: PaymentId) -> String {
    uri!(routes::reversal::create(id)).to_string()
}
