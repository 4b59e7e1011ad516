//! What was paid ahead becomes income as its time passes.

mod health;
pub mod jobs;
mod release;
mod spread;

pub use health::health;
pub use jobs::{EarnIncome, SpreadInvoice};
