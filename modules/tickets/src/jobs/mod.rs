//! Background work of the desk: one job a message tells whoever should know.
//! One file a job.

mod notify_of_message;

pub use notify_of_message::{NotifyOfMessage, mails, reply_address};
