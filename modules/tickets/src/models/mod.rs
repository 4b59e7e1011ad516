//! Rows of the desk and what can be done with them.
//! Finders read; verbs change, audit and announce in one transaction.

mod about;
mod attachment;
mod conversation;
mod department;
mod labels;
mod list;
mod message;
mod ticket;
mod triage;

pub use about::About;
pub use attachment::AttachmentRow;
pub(crate) use attachment::attach;
pub use conversation::{Conversation, MessageRow};
pub use department::Department;
pub use labels::{Kind, Priority, Status, Via};
pub use list::{
    CustomerRow, Filter, ListRow, QueueCounts, View, count, customer_page, queue_counts, queue_page,
};
pub use message::{NewMessage, reply};
pub(crate) use ticket::search_words;
pub use ticket::{Heading, NewTicket, Ticket, desk_topic, open, ticket_topic};
pub use triage::{Beside, assign, close, reopen, set_tag, triage};
