//! Tags of a ticket, for staff only.

use kernel::db::PlatformDb;
use kernel::error::AppResult;
use kernel::module::Can;
use kernel::web::{Answer, Cx, Posted};
use rocket::{delete, post};

use super::tickets::changed;
use crate::forms::TagForm;
use crate::ids::TicketId;
use crate::models::{self, Way};
use crate::permissions::AnswerTickets;
use crate::views::done::Done;

/// Put a tag on. Idempotent.
#[post("/admin/tickets/<id>/tags?<from>", data = "<form>")]
pub async fn create(
    id: TicketId,
    from: Way,
    form: Posted<TagForm>,
    _by: Can<AnswerTickets>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let value = form.valid()?;
    db.write(async |tx| models::set_tag(id, &value.tag, true, tx).await)
        .await?;
    changed(id, &from, Done::Tagged, &db, &cx).await
}

/// Take a tag off. Idempotent.
#[delete("/admin/tickets/<id>/tags?<from>", data = "<form>")]
pub async fn destroy(
    id: TicketId,
    from: Way,
    form: Posted<TagForm>,
    _by: Can<AnswerTickets>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let value = form.valid()?;
    db.write(async |tx| models::set_tag(id, &value.tag, false, tx).await)
        .await?;
    changed(id, &from, Done::Untagged, &db, &cx).await
}
