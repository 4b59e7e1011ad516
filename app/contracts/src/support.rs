//! Facts and changes of the support desk.
//! Others learn of tickets here, and may refuse one before it is opened.

use kernel::db::ScopeKind;
use kernel::ids::TenantId;
use kernel::module::{Change, Fact, ResourceRef, Slot};
use kernel::web::Cx;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Beside a ticket at the desk; the subject is the ticket.
pub const DESK_TICKET: Slot = Slot::of("support.desk_ticket", ScopeKind::Platform);
/// Below a ticket on its customer's page; the subject is the ticket.
pub const CUSTOMER_TICKET: Slot = Slot::of("support.customer_ticket", ScopeKind::Tenant);

/// Where people ask about a thing.
pub trait Asking: Send + Sync {
    /// The address where this reader asks about a thing; `None` when they may not.
    fn place(&self, about: &ResourceRef, cx: &Cx<'_>) -> Option<String>;
}

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
    fn tenant(&self) -> Option<TenantId> {
        Some(TenantId(self.tenant))
    }
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
    fn tenant(&self) -> Option<TenantId> {
        Some(TenantId(self.tenant))
    }
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
    fn tenant(&self) -> Option<TenantId> {
        Some(TenantId(self.tenant))
    }
}

/// A ticket is about to be opened; a check may refuse it with an error on a field of the form.
#[derive(Clone, Debug)]
pub struct OpeningTicket {
    /// Whose it will be.
    pub tenant: Uuid,
    /// Its subject.
    pub subject: String,
}
impl Change for OpeningTicket {
    const NAME: &'static str = "support.opening_ticket.v1";
}
