//! Background work of the desk: one job a message tells whoever should know, one forgets old drafts.
//! One file a job.

mod notify_of_message;
mod sweep_drafts;

pub use notify_of_message::{NotifyOfMessage, mails, reply_address};
pub use sweep_drafts::SweepDrafts;
