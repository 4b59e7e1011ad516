//! What an agent types and has not sent, answer and note apart, kept while it is typed.

use kernel::db::PlatformDb;
use kernel::error::AppResult;
use kernel::module::Can;
use kernel::web::{Cx, Posted, View};
use rocket::post;

use crate::forms::DraftForm;
use crate::ids::TicketId;
use crate::models::{Draft, Kind};
use crate::permissions::AnswerTickets;
use crate::views;

/// Keep it, or forget it when nothing is left. Idempotent.
#[post("/admin/tickets/<id>/draft", data = "<form>")]
pub async fn update(
    id: TicketId,
    form: Posted<DraftForm>,
    _by: Can<AnswerTickets>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let typed = form.valid()?;
    let kind = Kind::of_staff(typed.is_note);
    let kept = db.write(async |tx| Draft::keep(id, kind, typed.body.as_deref(), tx).await);
    Ok(views::writing::kept(&cx, kind, kept.await?))
}
