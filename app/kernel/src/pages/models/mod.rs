//! Rows and verbs of the kernel's own pages, one file a screen.
//! `conditions` is what every filtered list shares.

pub mod admin;
pub mod audit;
pub mod conditions;
pub mod customers;
pub mod deliveries;
pub mod jobs;
pub mod notifications;
pub mod staff;
pub mod texts;
