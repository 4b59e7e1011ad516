//! The editor of what is sold, for staff: products with their prices, categories, taxes. What somebody else has changed
//! meanwhile is shown and never overwritten unseen; a price never changes, another takes its place.

mod forms;
mod models;
pub mod paths;
pub mod routes;
mod views;

pub use models::search;
pub use routes::mounts;
