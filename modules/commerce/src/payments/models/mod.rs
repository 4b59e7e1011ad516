//! Payments: their rows, their steps, and the verbs that take one from state to state.

pub mod begin;
pub mod event;
pub mod payment;
pub mod returned;
pub mod reverse;
pub mod search;
pub mod settle;
pub mod sweep;
mod tell;

pub use event::{Event, Step};
pub use payment::{PAYMENT, Payment, State, topic};
pub use returned::Returned;
