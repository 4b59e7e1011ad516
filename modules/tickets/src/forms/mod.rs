//! Forms of the desk: fields and their validation.
//! Limits are the database's own.

mod department;
mod message;
mod ticket;
mod triage;

pub use department::DepartmentForm;
pub use message::{ANSWER_LIMIT, FILE_LIMIT, MAX_FILES, MessageForm};
pub use ticket::TicketForm;
pub use triage::{AssignForm, TagForm, TriageForm};
