//! Addresses of withdrawals.

use std::fmt::Display;

use kernel::web::below;

/// The customer's bank accounts.
pub const ACCOUNTS: &str = "/wallet/accounts";
/// The customer's withdrawals.
pub const WITHDRAWALS: &str = "/wallet/withdrawals";
/// The form that asks for one.
pub const NEW: &str = "/wallet/withdrawals/new";
/// Everybody's withdrawals.
pub const DESK: &str = "/admin/withdrawals";
/// The same as a file.
pub const EXPORT: &str = "/admin/withdrawals/export";
/// Files for the bank.
pub const BATCHES: &str = "/admin/payouts";
/// Everybody's bank accounts.
pub const DESK_ACCOUNTS: &str = "/admin/bank-accounts";

/// One of the customer's bank accounts.
pub fn account(id: impl Display) -> String {
    below(ACCOUNTS, id)
}
/// One of the customer's withdrawals.
pub fn withdrawal(id: impl Display) -> String {
    below(WITHDRAWALS, id)
}
/// A withdrawal as staff see it.
pub fn desk(id: impl Display) -> String {
    below(DESK, id)
}
/// A bank account as staff see it.
pub fn desk_account(id: impl Display) -> String {
    below(DESK_ACCOUNTS, id)
}
/// A file for the bank, with what is in it.
pub fn batch(id: impl Display) -> String {
    below(BATCHES, id)
}
