//! Background work of this module, one file a job.
//! A job may run twice: each is idempotent.

mod count_notes;
mod note_closed_ticket;

pub use count_notes::CountNotes;
pub use note_closed_ticket::NoteClosedTicket;
