//! Rows of the gateway and what can be done with them.
//! A refusal of the protocol is an answer and no error: what was noted with it is kept.

mod event;
mod fault;
mod list;
mod payer;
mod payment;
mod refund;
mod request;
mod shop;
mod terminal;

pub use event::{Event, note};
pub use fault::{Fault, NewFault};
pub use list::{Filter, list};
pub use payer::{Choice, choose};
pub use payment::{LIFE, Payment};
pub use refund::{NewRefund, Refund};
pub use request::{NewPayment, Share};
pub use shop::{reverse, settle, unverified, verify};
pub use terminal::{Draft, Terminal};
