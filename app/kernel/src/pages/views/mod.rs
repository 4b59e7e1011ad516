//! Views of the kernel's own pages: pure functions, same file names as the routes.
//! `listing` and `errors` are what every list and every form shares.

pub mod admin;
pub mod audit;
pub mod customers;
pub mod deliveries;
pub mod developer;
pub mod front;
pub mod home;
pub mod jobs;
pub mod notifications;
pub mod outbox;
pub mod search;
pub mod settings;
pub mod staff;
pub mod texts;
