//! Rows of withdrawals, and the verbs that take one from state to state.

pub mod account;
pub mod ask;
pub mod batch;
pub mod decide;
pub mod outcome;
pub mod search;
pub mod tell;
pub mod withdrawal;

pub use account::{AccountState, BankAccount};
pub use batch::Batch;
pub use withdrawal::{SUBJECT, State, Withdrawal};
