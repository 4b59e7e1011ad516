//! Putting money into a wallet or taking it out by hand: with a reason, and above a limit with a second person.

mod adjustment;
mod decide;
mod forms;
pub mod paths;
pub mod routes;
pub mod settings;
pub mod views;

pub use adjustment::{Found, SUBJECT};
