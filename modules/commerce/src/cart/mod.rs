//! What somebody is about to buy. It lives in their browser's cookie, guest or not: nothing is stored for strangers, it
//! survives signing in and days away, and whatever stands in it is looked up and checked anew each time.

mod content;
mod filled;
pub mod routes;
mod views;

pub use content::{Cart, CartLine, MOST_PIECES};
pub use filled::{Filled, FilledLine};
pub use views::bill;
