//! Notes that a ticket was closed, in its tenant's notebook; told by the fact of the support desk.
//! The note takes the ticket's id, so a second telling writes nothing.

use contracts::support::TicketClosed;
use kernel::error::{AppError, AppResult};
use kernel::ids::TenantId;
use kernel::jobs::{Job, JobCx};
use l10n::Locale;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ids::NoteId;
use crate::models::{NewNote, Note};

/// The job: a ticket was closed.
#[derive(Serialize, Deserialize)]
pub struct NoteClosedTicket {
    ticket: Uuid,
    tenant: TenantId,
}

impl From<TicketClosed> for NoteClosedTicket {
    fn from(fact: TicketClosed) -> Self {
        Self {
            ticket: fact.ticket,
            tenant: TenantId(fact.tenant),
        }
    }
}

impl Job for NoteClosedTicket {
    const NAME: &'static str = "_dummy.note_closed_ticket";

    async fn run(self, cx: JobCx) -> AppResult<()> {
        let tenant = self.tenant;
        let body = cx
            .app
            .registry
            .texts()
            .t(Locale::default(), "_dummy.ticket_closed");
        let new = NewNote {
            id: NoteId(self.ticket),
            tenant,
            by: None,
            body: &body,
        };
        let db = cx.db.tenant(tenant);
        match db.write(async |tx| Note::write(&new, tx).await).await {
            // A full notebook stays as it is; trying again would not empty it.
            Err(AppError::Conflict(_)) => Ok(()),
            done => done,
        }
    }
}
