//! The staff's side: queue, conversation, and what is done with a ticket.

pub mod assignment;
pub mod attachments;
pub mod closure;
pub mod departments;
pub mod messages;
pub mod tags;
pub mod tickets;
pub mod triage;
