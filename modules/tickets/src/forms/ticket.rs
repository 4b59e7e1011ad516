//! The form that opens a ticket.

use kernel::module::ResourceRef;
use kernel::web::{Form, Reader};

use super::message::{FILE_LIMIT, MAX_FILES};
use crate::ids::DepartmentId;
use crate::models::Priority;

/// What a customer says.
#[derive(Clone, Debug)]
pub struct TicketForm {
    /// What it is about.
    pub subject: String,
    /// For whom.
    pub department: Option<DepartmentId>,
    /// How soon.
    pub priority: Priority,
    /// The thing it is about.
    pub about: Option<ResourceRef>,
    /// The first message.
    pub body: String,
}

impl Form for TicketForm {
    const FILE_LIMIT: u64 = FILE_LIMIT;
    const MAX_FILES: usize = MAX_FILES;

    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            subject: reader.line("subject", 200),
            department: reader.parsed("department", "kernel.invalid.choice", |s| s.parse().ok()),
            priority: reader
                .parsed("priority", "kernel.invalid.choice", Priority::parse)
                .unwrap_or(Priority::Normal),
            about: about(reader),
            body: reader.text("body", 20_000),
        }
    }
}

fn about(reader: &mut Reader<'_>) -> Option<ResourceRef> {
    if reader.typed("about").is_empty() {
        return None;
    }
    reader.parsed("about", "tickets.problem.about_gone", |typed| {
        typed.parse().ok()
    })
}
