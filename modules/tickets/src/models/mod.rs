//! Rows of the desk and what can be done with them.
//! Finders read; verbs change, audit and announce in one transaction.

mod attachment;
mod conversation;
mod department;
mod labels;
mod list;
mod message;
mod ticket;
mod triage;

pub use attachment::{AttachmentRow, StoredAttachment, discard, store};
pub(crate) use attachment::{attach, keep_or_discard, read_incoming};
pub use conversation::{Conversation, MessageRow};
pub use department::{Department, NewDepartment};
pub use labels::{Kind, Priority, Status, Via};
pub use list::{
    CustomerRow, Filter, ListRow, QueueCounts, View, count, customer_page, queue_counts, queue_page,
};
pub use message::{NewMessage, reply};
pub(crate) use ticket::search_words;
pub use ticket::{Heading, NewTicket, Ticket, desk_topic, open, ticket_topic};
pub use triage::{Agent, Beside, agents, assign, close, reopen, set_tag, triage};
