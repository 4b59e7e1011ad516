//! The support desk, from both sides and by mail.

mod conversation;
mod desk;
mod drafts;
mod flow;
mod forms;
mod lists;
mod mail_in;
mod notification;
mod parts;
mod reading;
pub mod scene;
mod senders;
mod talking;
mod unread;
