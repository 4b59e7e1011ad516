//! Orders and invoices of all customers as staff see them: found by what somebody has in hand, with their pages and what may
//! be done there.

mod forms;
mod models;
pub mod paths;
pub mod routes;
mod views;
