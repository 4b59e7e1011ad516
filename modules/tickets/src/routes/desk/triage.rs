//! Department, priority, and putting a ticket aside.

use kernel::db::PlatformDb;
use kernel::error::{AppError, AppResult};
use kernel::module::Can;
use kernel::web::{Posted, Redirection, redirect};
use rocket::post;

use crate::forms::TriageForm;
use crate::ids::TicketId;
use crate::permissions::AnswerTickets;
use crate::{models, paths};

/// Set department, priority and whether it is put aside.
#[post("/admin/tickets/<id>/triage", data = "<form>")]
pub async fn update(
    id: TicketId,
    form: Posted<TriageForm>,
    _by: Can<AnswerTickets>,
    db: PlatformDb,
) -> AppResult<Redirection> {
    let value = form.valid()?;
    let department = value
        .department
        .ok_or_else(|| AppError::invalid("department", "kernel.invalid.choice"))?;
    db.write(async |tx| models::triage(id, department, value.priority, value.on_hold, tx).await)
        .await?;
    Ok(redirect(paths::desk_ticket(id)).notice("tickets.notice.saved"))
}
