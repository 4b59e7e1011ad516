//! From ticket to ticket in the queue that the agent came from, and the part of that queue which stands beside a ticket.

use kernel::db::{OrNotFound, PlatformDb};
use kernel::error::AppResult;
use kernel::module::Can;
use kernel::web::{Cx, Redirection, View, redirect};
use rocket::get;

use crate::ids::TicketId;
use crate::models::Way;
use crate::permissions::AnswerTickets;
use crate::{paths, views};

/// Show the rows of the queue around a ticket.
#[get("/admin/tickets/<id>/queue?<from>")]
pub async fn around(
    id: TicketId,
    from: Way,
    _by: Can<AnswerTickets>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let me = cx.user().map(|user| user.id);
    let read = db.read(async |tx| {
        let way = from.placed(id, tx).await.or_not_found("tickets.ticket")?;
        Ok(way.around(me, tx).await?)
    });
    Ok(views::desk::queue::around(&cx, id, &from, &read.await?))
}

/// Go to the next ticket of the queue, or to the queue when this was the last.
#[get("/admin/tickets/<id>/next?<from>")]
pub async fn next(
    id: TicketId,
    from: Way,
    _by: Can<AnswerTickets>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Redirection> {
    step(id, &from, true, &db, &cx).await
}

/// Go to the ticket before.
#[get("/admin/tickets/<id>/previous?<from>")]
pub async fn previous(
    id: TicketId,
    from: Way,
    _by: Can<AnswerTickets>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Redirection> {
    step(id, &from, false, &db, &cx).await
}

/// Where the way leads from this ticket on, or back.
pub async fn step(
    id: TicketId,
    way: &Way,
    onward: bool,
    db: &PlatformDb,
    cx: &Cx<'_>,
) -> AppResult<Redirection> {
    let me = cx.user().map(|user| user.id);
    let read = db.read(async |tx| {
        let way = way.placed(id, tx).await.or_not_found("tickets.ticket")?;
        Ok(way.step(onward, me, tx).await?)
    });
    Ok(match read.await? {
        Some(found) => redirect(way.on().to(&paths::desk_ticket(found))),
        None => redirect(way.queue(paths::DESK)).notice("tickets.notice.queue_end"),
    })
}
