//! Orders: what was in a cart when somebody confirmed it, at the prices that he saw.

mod order;
mod place;
pub mod routes;
mod views;

pub use order::{Order, OrderState};
pub use place::place;
