//! The support desk, from both sides and by mail.

mod conversation;
mod desk;
mod forms;
mod lists;
mod mail_in;
mod notification;
pub mod scene;
mod senders;
