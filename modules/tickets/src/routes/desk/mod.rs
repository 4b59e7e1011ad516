//! The staff's side: queue, conversation, and what is done with a ticket.

pub mod assignment;
pub mod attachments;
pub mod bulk;
pub mod closure;
pub mod departments;
pub mod drafts;
pub mod messages;
pub mod steps;
pub mod tags;
pub mod tickets;
pub mod triage;
