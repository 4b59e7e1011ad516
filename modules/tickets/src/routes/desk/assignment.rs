//! Who answers a ticket.

use kernel::db::PlatformDb;
use kernel::error::{AppError, AppResult};
use kernel::module::Can;
use kernel::web::{Posted, Redirection, redirect};
use rocket::post;

use crate::forms::AssignForm;
use crate::ids::TicketId;
use crate::permissions::AnswerTickets;
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
        let agents = models::agents(tx).await?;
        if value
            .assignee
            .is_some_and(|to| !agents.iter().any(|agent| agent.user_id == to))
        {
            return Err(AppError::invalid("assignee", "kernel.invalid.choice"));
        }
        models::assign(id, value.assignee, tx).await
    })
    .await?;
    Ok(redirect(paths::desk_ticket(id)).notice("tickets.notice.assigned"))
}
