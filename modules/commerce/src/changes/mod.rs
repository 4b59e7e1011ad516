//! From one product into another of its kind: quoted exactly, confirmed against that quote, paid or waited for, told to the
//! kind. How it is counted: docs/adr/0036.

mod apply;
mod change;
mod clock;
mod confirm;
mod law;
mod quote;
pub mod routes;
mod targets;
pub mod views;

pub use apply::{apply, begin_scheduled, give_up, give_up_scheduled, holds, supersede};
pub use change::{Change, ChangeState, Next, next};
pub use clock::by_the_clock;
