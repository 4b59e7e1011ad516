//! Closing and opening again, by staff.

use kernel::db::PlatformDb;
use kernel::error::AppResult;
use kernel::module::Can;
use kernel::web::{Answer, Cx, Posted, Pressed};
use rocket::{delete, post};

use super::steps::step;
use super::tickets::changed;
use crate::forms::CloseForm;
use crate::ids::TicketId;
use crate::models::{self, Way};
use crate::paths;
use crate::permissions::AnswerTickets;
use crate::views::done::Done;

/// Close a ticket, and go on to the next one when that is wished. Idempotent.
#[post("/admin/tickets/<id>/closure?<from>", data = "<form>")]
pub async fn create(
    id: TicketId,
    from: Way,
    form: Posted<CloseForm>,
    _by: Can<AnswerTickets>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let onward = form.valid()?.onward;
    // The next one is found from where this one stood before it left the queue.
    let next = if onward {
        Some(step(id, &from, true, &db, &cx).await?)
    } else {
        None
    };
    db.write(async |tx| models::close(id, tx).await).await?;
    match next {
        Some(next) => {
            let undo = from.to(&paths::desk_closure(id));
            Ok(next.notice(Done::Closed.notice()).undo(undo).into())
        }
        None => changed(id, &from, Done::Closed, &db, &cx).await,
    }
}

/// Open a closed ticket again. Idempotent.
#[delete("/admin/tickets/<id>/closure?<from>", data = "<_form>")]
pub async fn destroy(
    id: TicketId,
    from: Way,
    _form: Posted<Pressed>,
    _by: Can<AnswerTickets>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    db.write(async |tx| models::reopen(id, tx).await).await?;
    changed(id, &from, Done::Reopened, &db, &cx).await
}
