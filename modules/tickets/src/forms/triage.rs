//! Small forms of the desk: assigning, tagging, ranking, closing.

use kernel::ids::UserId;
use kernel::web::{Form, Reader};

use crate::ids::DepartmentId;
use crate::models::Priority;

/// To whom; empty for nobody.
pub struct AssignForm {
    /// The person.
    pub assignee: Option<UserId>,
}
impl Form for AssignForm {
    const TEXT_LIMIT: u64 = 4 * 1024;
    fn read(reader: &mut Reader<'_>) -> Self {
        let typed = reader.typed("assignee");
        let assignee = typed.parse().ok();
        if !typed.is_empty() && assignee.is_none() {
            reader.error("assignee", "kernel.invalid.choice");
        }
        Self { assignee }
    }
}

/// A tag.
pub struct TagForm {
    /// Its word, without spaces at the ends.
    pub tag: String,
}
impl Form for TagForm {
    const TEXT_LIMIT: u64 = 4 * 1024;
    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            tag: reader.line("tag", 40),
        }
    }
}

/// Department, priority, put aside.
pub struct TriageForm {
    /// For whom.
    pub department: Option<DepartmentId>,
    /// How soon.
    pub priority: Priority,
    /// Put aside.
    pub on_hold: bool,
}
impl Form for TriageForm {
    const TEXT_LIMIT: u64 = 4 * 1024;
    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            department: reader.parsed("department", "kernel.invalid.choice", |s| s.parse().ok()),
            priority: reader
                .parsed("priority", "kernel.invalid.choice", Priority::parse)
                .unwrap_or(Priority::Normal),
            on_hold: reader.ticked("on_hold"),
        }
    }
}

/// Closing, and where to go then.
pub struct CloseForm {
    /// To the next ticket of the queue.
    pub onward: bool,
}
impl Form for CloseForm {
    const TEXT_LIMIT: u64 = 4 * 1024;
    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            onward: reader.ticked("onward"),
        }
    }
}
