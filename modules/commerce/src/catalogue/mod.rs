//! What is sold, and for how much.
//! Everything else asks here: the store front, the cart, orders, renewals, the API.

mod cycle;
mod kinds;
mod price;
mod product;
mod quote;
mod shelf;
mod tax;

pub mod routes;
mod views;

pub use cycle::Cycle;
pub use kinds::{
    field_name, fixed_name, fixing_fields, kind, open_options, read_fixed, read_options,
    shown_options,
};
pub use price::{NewPrice, Price};
pub use product::{Category, NewProduct, Product, Visibility};
pub use quote::{Quote, QuotedLine, Wish};
pub use routes::pieces;
pub use shelf::{Offer, Shelf, TOPIC};
pub use tax::Tax;
pub use views::{preview, taxed};
