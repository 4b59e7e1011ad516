//! The staff's screens.

mod audit;
mod customers;
mod jobs;
mod mail;
pub mod scene;
mod settings;
mod statements;
mod texts;
