//! Tags of a ticket, for staff only.

use kernel::db::PlatformDb;
use kernel::error::AppResult;
use kernel::module::Can;
use kernel::web::{Posted, Redirection, redirect};
use rocket::{delete, post};

use crate::forms::TagForm;
use crate::ids::TicketId;
use crate::permissions::AnswerTickets;
use crate::{models, paths};

/// Put a tag on. Idempotent.
#[post("/admin/tickets/<id>/tags", data = "<form>")]
pub async fn create(
    id: TicketId,
    form: Posted<TagForm>,
    _by: Can<AnswerTickets>,
    db: PlatformDb,
) -> AppResult<Redirection> {
    let value = form.valid()?;
    db.write(async |tx| models::set_tag(id, &value.tag, true, tx).await)
        .await?;
    Ok(redirect(paths::desk_ticket(id)))
}

/// Take a tag off. Idempotent.
#[delete("/admin/tickets/<id>/tags", data = "<form>")]
pub async fn destroy(
    id: TicketId,
    form: Posted<TagForm>,
    _by: Can<AnswerTickets>,
    db: PlatformDb,
) -> AppResult<Redirection> {
    let value = form.valid()?;
    db.write(async |tx| models::set_tag(id, &value.tag, false, tx).await)
        .await?;
    Ok(redirect(paths::desk_ticket(id)))
}
