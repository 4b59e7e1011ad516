//! Closing is a resource: the customer makes it when the matter is settled, and takes it back.

use kernel::db::TenantDb;
use kernel::error::AppResult;
use kernel::module::Can;
use kernel::web::{Answer, Cx, Posted, Pressed};
use rocket::{delete, post};

use super::messages::changed;
use crate::ids::TicketId;
use crate::models;
use crate::permissions::OpenTickets;
use crate::views::done::Done;

/// Close a ticket. Idempotent.
#[post("/tickets/<id>/closure", data = "<_form>")]
pub async fn create(
    id: TicketId,
    _form: Posted<Pressed>,
    _by: Can<OpenTickets>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    db.write(async |tx| models::close(id, tx).await).await?;
    changed(id, Done::Closed, &db, &cx).await
}

/// Open a closed ticket again. Idempotent.
#[delete("/tickets/<id>/closure", data = "<_form>")]
pub async fn destroy(
    id: TicketId,
    _form: Posted<Pressed>,
    _by: Can<OpenTickets>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    db.write(async |tx| models::reopen(id, tx).await).await?;
    changed(id, Done::Reopened, &db, &cx).await
}
