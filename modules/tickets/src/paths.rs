//! Addresses of the desk, from Rocket's typed `uri!`.
//! Views never write an address by hand.

use rocket::uri;

use kernel::ids::FileId;

use crate::ids::{DepartmentId, MessageId, TicketId};
use crate::models::Way;
use crate::routes;

/// The customer's list.
pub const TICKETS: &str = "/tickets";
/// The desk's queue.
pub const DESK: &str = "/admin/tickets";
/// Departments.
pub const DEPARTMENTS: &str = "/admin/departments";

/// The form that opens a ticket; `?about=kind:id` says what it is about.
pub const NEW_TICKET: &str = "/tickets/new";

pub fn ticket(id: TicketId) -> String {
    uri!(routes::tickets::show(id)).to_string()
}
pub fn messages(id: TicketId) -> String {
    uri!(routes::messages::index(id)).to_string()
}
/// The message's own place on the ticket's page.
pub fn message(id: TicketId, message: MessageId) -> String {
    format!("{}#{}", ticket(id), ui::dom_id("message", message, "row"))
}
/// The same at the desk, by the way that the agent came.
pub fn desk_message(id: TicketId, message: MessageId, way: &Way) -> String {
    let row = ui::dom_id("message", message, "row");
    format!("{}#{row}", way.to(&desk_ticket(id)))
}
pub fn draft(id: TicketId) -> String {
    uri!(routes::drafts::update(id)).to_string()
}
pub fn closure(id: TicketId) -> String {
    uri!(routes::closure::create(id)).to_string()
}
pub fn attachment(id: FileId) -> String {
    uri!(routes::attachments::show(id)).to_string()
}
pub fn desk_ticket(id: TicketId) -> String {
    uri!(routes::desk::tickets::show(id, _)).to_string()
}
pub fn desk_messages(id: TicketId) -> String {
    uri!(routes::desk::messages::index(id, _)).to_string()
}
pub fn desk_closure(id: TicketId) -> String {
    uri!(routes::desk::closure::create(id, _)).to_string()
}
pub fn desk_assignment(id: TicketId) -> String {
    uri!(routes::desk::assignment::create(id, _)).to_string()
}
pub fn desk_tags(id: TicketId) -> String {
    uri!(routes::desk::tags::create(id, _)).to_string()
}
pub fn desk_triage(id: TicketId) -> String {
    uri!(routes::desk::triage::update(id, _)).to_string()
}
pub fn desk_draft(id: TicketId) -> String {
    uri!(routes::desk::drafts::update(id)).to_string()
}
/// The queue around a ticket.
pub fn desk_around(id: TicketId) -> String {
    uri!(routes::desk::steps::around(id, _)).to_string()
}
/// The next ticket of the queue.
pub fn desk_next(id: TicketId) -> String {
    uri!(routes::desk::steps::next(id, _)).to_string()
}
/// The one before.
pub fn desk_previous(id: TicketId) -> String {
    uri!(routes::desk::steps::previous(id, _)).to_string()
}
pub fn desk_attachment(id: FileId) -> String {
    uri!(routes::desk::attachments::show(id)).to_string()
}
pub fn department_archive(id: DepartmentId) -> String {
    uri!(routes::desk::departments::archive(id)).to_string()
}
