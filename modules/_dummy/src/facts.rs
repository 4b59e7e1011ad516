//! Facts that this module tells. One that another module should hear moves to `app/contracts`;
//! one for outsiders alone stands here.

use kernel::ids::TenantId;
use kernel::module::Fact;
use serde::{Deserialize, Serialize};

use crate::ids::NoteId;

/// A note was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteWritten {
    /// The note.
    pub note: NoteId,
    /// Whose it is.
    pub tenant: TenantId,
}
impl Fact for NoteWritten {
    const NAME: &'static str = "_dummy.note_written.v1";
    fn tenant(&self) -> Option<TenantId> {
        Some(self.tenant)
    }
}
