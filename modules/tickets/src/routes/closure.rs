//! Closing is a resource: the customer makes it when the matter is settled, and takes it back.

use kernel::db::TenantDb;
use kernel::error::AppResult;
use kernel::module::Can;
use kernel::web::{Posted, Pressed, Redirection, redirect};
use rocket::{delete, post};

use crate::ids::TicketId;
use crate::permissions::OpenTickets;
use crate::{models, paths};

/// Close a ticket. Idempotent.
#[post("/tickets/<id>/closure", data = "<_form>")]
pub async fn create(
    id: TicketId,
    _form: Posted<Pressed>,
    _by: Can<OpenTickets>,
    db: TenantDb,
) -> AppResult<Redirection> {
    db.write(async |tx| models::close(id, tx).await).await?;
    Ok(redirect(paths::ticket(id)).notice("tickets.notice.closed"))
}

/// Open a closed ticket again. Idempotent.
#[delete("/tickets/<id>/closure", data = "<_form>")]
pub async fn destroy(
    id: TicketId,
    _form: Posted<Pressed>,
    _by: Can<OpenTickets>,
    db: TenantDb,
) -> AppResult<Redirection> {
    db.write(async |tx| models::reopen(id, tx).await).await?;
    Ok(redirect(paths::ticket(id)).notice("tickets.notice.reopened"))
}
