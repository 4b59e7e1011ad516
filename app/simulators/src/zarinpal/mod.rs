//! Zarinpal REST v4 and its refunds, from the other side: terminals, calls, the payer's page, a developer's screens.
//! Built from the description of the protocol, never from a client of ours; the README says what was decided where it is silent.

mod answer;
mod asks;
pub mod cards;
mod codes;
mod desk;
pub mod fees;
mod fields;
mod forms;
mod graphql;
mod ids;
mod models;
mod paths;
mod routes;
pub mod seeds;
mod views;
pub mod words;

pub use paths::PLACE;
pub use routes::mounts;
