//! The staff's screens.

mod audit;
mod customers;
mod home;
mod jobs;
mod mail;
mod names;
pub mod scene;
mod settings;
mod statements;
mod texts;
