//! Withdrawals: money that leaves a wallet for its customer's bank. It is held when he asks, leaves the wallet with the file
//! for the bank, and is over when the bank has paid or has not.

mod forms;
pub mod jobs;
pub mod models;
pub mod paths;
pub mod routes;
pub mod seeds;
pub mod settings;
pub mod views;
