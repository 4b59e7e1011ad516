//! Taking back what was paid: a credit of an invoice's line into the wallet, its credit note, and what is given back by the
//! clock because it did not come.

mod credit;
mod forms;
pub mod jobs;
mod line;
mod notes;
pub mod paths;
pub mod routes;
pub mod settings;
mod unprovided;
pub mod views;

pub use credit::{Credit, of_period};
pub use jobs::{MailCredit, ReturnUnprovided};
pub use notes::mails;
