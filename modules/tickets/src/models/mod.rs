//! Rows of the desk and what can be done with them.
//! Finders read; verbs change, audit and announce in one transaction.

mod about;
mod attachment;
mod beside;
mod conversation;
mod department;
mod draft;
mod labels;
mod list;
mod message;
mod ticket;
mod triage;
mod turn;
mod way;

pub use about::About;
pub use attachment::AttachmentRow;
pub(crate) use attachment::attach;
pub use beside::Beside;
pub use conversation::{Conversation, MessageRow};
pub use department::Department;
pub use draft::Draft;
pub use labels::{Kind, Priority, Standing, Status, Via};
pub use list::{
    CustomerRow, Filter, ListRow, QueueCounts, View, count, customer_page, queue_counts, queue_page,
};
pub use message::{NewMessage, reply};
pub(crate) use ticket::search_words;
pub use ticket::{Heading, NewTicket, Ticket, desk_topic, open, ticket_topic};
pub use triage::{assign, close, rank, reopen, set_tag, triage};
pub use turn::Order;
pub(crate) use turn::turn;
pub use way::Way;
