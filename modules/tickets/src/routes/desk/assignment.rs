//! Who answers a ticket.

use kernel::db::{PlatformDb, ReadTx};
use kernel::error::{AppError, AppResult};
use kernel::ids::UserId;
use kernel::module::Can;
use kernel::people;
use kernel::web::{Answer, Cx, Posted};
use rocket::post;

use super::tickets::changed;
use crate::forms::AssignForm;
use crate::ids::TicketId;
use crate::models::{self, Way};
use crate::permissions::{ANSWER_TICKETS, AnswerTickets};
use crate::views::done::Done;

/// Give a ticket to somebody of the staff, or to nobody.
#[post("/admin/tickets/<id>/assignment?<from>", data = "<form>")]
pub async fn create(
    id: TicketId,
    from: Way,
    form: Posted<AssignForm>,
    _by: Can<AnswerTickets>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let value = form.valid()?;
    db.write(async |tx| {
        must_answer(value.assignee, tx).await?;
        models::assign(id, value.assignee, tx).await
    })
    .await?;
    changed(id, &from, Done::Assigned, &db, &cx).await
}

/// A ticket is given to nobody who answers none.
pub async fn must_answer(to: Option<UserId>, tx: &mut ReadTx) -> AppResult<()> {
    match to {
        Some(to) if !people::holds(to, ANSWER_TICKETS, tx).await? => {
            Err(AppError::invalid("assignee", "kernel.invalid.choice"))
        }
        _ => Ok(()),
    }
}
