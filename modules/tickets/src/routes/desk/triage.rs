//! Department, priority, and putting a ticket aside.

use kernel::db::PlatformDb;
use kernel::error::{AppError, AppResult};
use kernel::module::Can;
use kernel::web::{Answer, Cx, Posted};
use rocket::post;

use super::tickets::changed;
use crate::forms::TriageForm;
use crate::ids::TicketId;
use crate::models::{self, Way};
use crate::permissions::AnswerTickets;
use crate::views::done::Done;

/// Set department, priority and whether it is put aside.
#[post("/admin/tickets/<id>/triage?<from>", data = "<form>")]
pub async fn update(
    id: TicketId,
    from: Way,
    form: Posted<TriageForm>,
    _by: Can<AnswerTickets>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let value = form.valid()?;
    let department = value
        .department
        .ok_or_else(|| AppError::invalid("department", "kernel.invalid.choice"))?;
    db.write(async |tx| models::triage(id, department, value.priority, value.on_hold, tx).await)
        .await?;
    changed(id, &from, Done::Saved, &db, &cx).await
}
