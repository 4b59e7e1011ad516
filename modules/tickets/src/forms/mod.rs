//! Forms of the desk: fields and their validation.
//! Limits are the database's own.

mod bulk;
mod department;
mod draft;
mod message;
mod ticket;
mod triage;

pub use bulk::{Act, BulkForm};
pub use department::DepartmentForm;
pub use draft::DraftForm;
pub use message::{ANSWER_LIMIT, FILE_LIMIT, MAX_FILES, MessageForm};
pub use ticket::TicketForm;
pub use triage::{AssignForm, CloseForm, TagForm, TriageForm};
