//! Forms of the payer's page and of a developer's screens.
//! Limits are those of the tables.

mod choice;
mod fault;
mod terminal;

pub use choice::{ChoiceForm, WAITS};
pub use fault::{FaultForm, fits, values};
pub use terminal::{NAME, REQUESTS, SERVERS, TOKEN, TerminalForm, domain, is_merchant_id};
