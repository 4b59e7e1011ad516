//! What stands on an account's papers as their buyer: a name, and what the tax office knows it by.

mod details;
mod form;
pub mod routes;
mod views;

pub use details::{Buyer, BuyerKind, party};
pub use form::BuyerForm;
pub use views::summary;
