//! The staff's pages: queue, ticket with everything beside it, departments.

pub mod departments;
pub mod queue;
pub mod ticket;

use kernel::people::Colleague;
use kernel::web::Page;
use maud::Markup;

use crate::models::{Beside, Department, Filter, Heading, ListRow, QueueCounts, Way};

/// What the queue's page shows.
pub struct Desk {
    /// What it is narrowed to.
    pub filter: Filter,
    /// The rows.
    pub page: Page<ListRow>,
    /// How many stand in each view.
    pub counts: QueueCounts,
    /// For the filter.
    pub departments: Vec<Department>,
    /// To whom tickets can be given.
    pub agents: Vec<Colleague>,
}

/// What stands beside a conversation.
pub struct Side {
    /// The queue that the agent came from, with this ticket's place in it.
    pub way: Way,
    /// The ticket.
    pub heading: Heading,
    /// Tags, departments, staff.
    pub beside: Beside,
    /// What other modules show beside the ticket.
    pub boxes: Vec<Markup>,
}
