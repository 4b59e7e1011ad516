//! Closing and opening again, by staff.

use kernel::db::PlatformDb;
use kernel::error::AppResult;
use kernel::module::Can;
use kernel::web::{Posted, Pressed, Redirection, redirect};
use rocket::{delete, post};

use crate::ids::TicketId;
use crate::permissions::AnswerTickets;
use crate::{models, paths};

/// Close a ticket. Idempotent.
#[post("/admin/tickets/<id>/closure", data = "<_form>")]
pub async fn create(
    id: TicketId,
    _form: Posted<Pressed>,
    _by: Can<AnswerTickets>,
    db: PlatformDb,
) -> AppResult<Redirection> {
    db.write(async |tx| models::close(id, tx).await).await?;
    Ok(redirect(paths::desk_ticket(id)).notice("tickets.notice.closed"))
}

/// Open a closed ticket again. Idempotent.
#[delete("/admin/tickets/<id>/closure", data = "<_form>")]
pub async fn destroy(
    id: TicketId,
    _form: Posted<Pressed>,
    _by: Can<AnswerTickets>,
    db: PlatformDb,
) -> AppResult<Redirection> {
    db.write(async |tx| models::reopen(id, tx).await).await?;
    Ok(redirect(paths::desk_ticket(id)).notice("tickets.notice.reopened"))
}
