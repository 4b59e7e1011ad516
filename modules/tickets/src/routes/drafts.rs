//! What a customer types and has not sent, kept while it is typed.

use kernel::db::TenantDb;
use kernel::error::AppResult;
use kernel::module::Can;
use kernel::web::{Cx, Posted, View};
use rocket::post;

use crate::forms::DraftForm;
use crate::ids::TicketId;
use crate::models::{Draft, Kind};
use crate::permissions::OpenTickets;
use crate::views;

/// Keep it, or forget it when nothing is left. Idempotent.
#[post("/tickets/<id>/draft", data = "<form>")]
pub async fn update(
    id: TicketId,
    form: Posted<DraftForm>,
    _by: Can<OpenTickets>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let typed = form.valid()?;
    let kept =
        db.write(async |tx| Draft::keep(id, Kind::Customer, typed.body.as_deref(), tx).await);
    Ok(views::writing::kept(&cx, Kind::Customer, kept.await?))
}
