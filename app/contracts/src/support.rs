//! Facts and changes of the support desk.
//! Others learn of tickets here, and may refuse one before it is opened.

use kernel::module::{Change, Fact, ResourceRef};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A ticket was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketOpened {
    /// The ticket.
    pub ticket: Uuid,
    /// Whose it is.
    pub tenant: Uuid,
    /// What it is about, when the customer said so.
    pub about: Option<ResourceRef>,
}
impl Fact for TicketOpened {
    const NAME: &'static str = "support.ticket_opened.v1";
}

/// Somebody wrote a message that the customer may read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketReplied {
    /// The ticket.
    pub ticket: Uuid,
    /// Whose it is.
    pub tenant: Uuid,
    /// The message.
    pub message: Uuid,
    /// Whether the platform's staff wrote it.
    pub by_staff: bool,
}
impl Fact for TicketReplied {
    const NAME: &'static str = "support.ticket_replied.v1";
}

/// A ticket was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketClosed {
    /// The ticket.
    pub ticket: Uuid,
    /// Whose it is.
    pub tenant: Uuid,
}
impl Fact for TicketClosed {
    const NAME: &'static str = "support.ticket_closed.v1";
}

/// A ticket is about to be opened; a check may refuse it with an error on a field of the form.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OpeningTicket {
    /// Whose it will be.
    pub tenant: Uuid,
    /// Its subject.
    pub subject: String,
}
impl Change for OpeningTicket {
    const NAME: &'static str = "support.opening_ticket.v1";
}
