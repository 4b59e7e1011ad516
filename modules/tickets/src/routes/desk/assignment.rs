//! Who answers a ticket.

use kernel::db::PlatformDb;
use kernel::error::{AppError, AppResult};
use kernel::module::Can;
use kernel::people;
use kernel::web::{Posted, Redirection, redirect};
use rocket::post;

use crate::forms::AssignForm;
use crate::ids::TicketId;
use crate::permissions::{ANSWER_TICKETS, AnswerTickets};
use crate::{models, paths};

/// Give a ticket to somebody of the staff, or to nobody.
#[post("/admin/tickets/<id>/assignment", data = "<form>")]
pub async fn create(
    id: TicketId,
    form: Posted<AssignForm>,
    _by: Can<AnswerTickets>,
    db: PlatformDb,
) -> AppResult<Redirection> {
    let value = form.valid()?;
    db.write(async |tx| {
        if let Some(to) = value.assignee
            && !people::holds(to, ANSWER_TICKETS, tx).await?
        {
            return Err(AppError::invalid("assignee", "kernel.invalid.choice"));
        }
        models::assign(id, value.assignee, tx).await
    })
    .await?;
    Ok(redirect(paths::desk_ticket(id)).notice("tickets.notice.assigned"))
}
