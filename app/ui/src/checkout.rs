//! Paying: the order beside the form, its code, the ways to pay, and how it ended.
//! Here so that the sum is in sight at every step and no result leaves one without a way on.
mod coupon;
mod order;
mod outcome;
mod pick;

pub use coupon::{Coupon, coupon};
pub use order::{Order, checkout, order};
pub use outcome::{Outcome, OutcomeKind, countdown, outcome};
pub use pick::{Pick, Picks, picks};
