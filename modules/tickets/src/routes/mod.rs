//! Routes of the desk, each with audience, scope and permission.
//! The customer's side first, the staff's under `desk`.

pub mod attachments;
pub mod closure;
pub mod desk;
pub mod drafts;
pub mod messages;
pub mod tickets;

use kernel::module::Mount;
use kernel::mounts;

use crate::permissions::{ANSWER_TICKETS, MANAGE_DEPARTMENTS, OPEN_TICKETS};

/// All of them.
pub fn mounts() -> Vec<Mount> {
    mounts![
        Customer Tenant "tickets.tickets.index" may OPEN_TICKETS => tickets::index,
        Customer Tenant "tickets.tickets.export" may OPEN_TICKETS => tickets::export,
        Customer Tenant "tickets.tickets.new" may OPEN_TICKETS => tickets::new,
        Customer Tenant "tickets.tickets.create" may OPEN_TICKETS => tickets::create,
        Customer Tenant "tickets.tickets.show" may OPEN_TICKETS => tickets::show,
        Customer Tenant "tickets.messages.index" may OPEN_TICKETS => messages::index,
        Customer Tenant "tickets.messages.create" may OPEN_TICKETS => messages::create,
        Customer Tenant "tickets.drafts.update" may OPEN_TICKETS => drafts::update,
        Customer Tenant "tickets.closure.create" may OPEN_TICKETS => closure::create,
        Customer Tenant "tickets.closure.destroy" may OPEN_TICKETS => closure::destroy,
        Customer Tenant "tickets.attachments.show" may OPEN_TICKETS => attachments::show,
        Staff Platform "tickets.desk.index" may ANSWER_TICKETS => desk::tickets::index,
        Staff Platform "tickets.desk.update" may ANSWER_TICKETS => desk::bulk::update,
        Staff Platform "tickets.desk.export" may ANSWER_TICKETS => desk::tickets::export,
        Staff Platform "tickets.desk.show" may ANSWER_TICKETS => desk::tickets::show,
        Staff Platform "tickets.desk_steps.around" may ANSWER_TICKETS => desk::steps::around,
        Staff Platform "tickets.desk_steps.next" may ANSWER_TICKETS => desk::steps::next,
        Staff Platform "tickets.desk_steps.previous" may ANSWER_TICKETS => desk::steps::previous,
        Staff Platform "tickets.desk_drafts.update" may ANSWER_TICKETS => desk::drafts::update,
        Staff Platform "tickets.desk_messages.index" may ANSWER_TICKETS => desk::messages::index,
        Staff Platform "tickets.desk_messages.create" may ANSWER_TICKETS => desk::messages::create,
        Staff Platform "tickets.desk_closure.create" may ANSWER_TICKETS => desk::closure::create,
        Staff Platform "tickets.desk_closure.destroy" may ANSWER_TICKETS => desk::closure::destroy,
        Staff Platform "tickets.desk_assignment.create" may ANSWER_TICKETS => desk::assignment::create,
        Staff Platform "tickets.desk_tags.create" may ANSWER_TICKETS => desk::tags::create,
        Staff Platform "tickets.desk_tags.destroy" may ANSWER_TICKETS => desk::tags::destroy,
        Staff Platform "tickets.desk_triage.update" may ANSWER_TICKETS => desk::triage::update,
        Staff Platform "tickets.desk_attachments.show" may ANSWER_TICKETS => desk::attachments::show,
        Staff Platform "tickets.departments.index" may MANAGE_DEPARTMENTS => desk::departments::index,
        Staff Platform "tickets.departments.create" may MANAGE_DEPARTMENTS => desk::departments::create,
        Staff Platform "tickets.departments.archive" may MANAGE_DEPARTMENTS => desk::departments::archive,
        Staff Platform "tickets.departments.restore" may MANAGE_DEPARTMENTS => desk::departments::restore,
    ]
}
