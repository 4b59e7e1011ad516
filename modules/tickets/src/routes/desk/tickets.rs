//! The desk: the queue, and one ticket with the queue beside it.

use contracts::support::DESK_TICKET;
use kernel::db::{OrNotFound, PlatformDb};
use kernel::error::{AppError, AppResult, FieldErrors};
use kernel::module::Can;
use kernel::people;
use kernel::web::{Answer, Cx, Export, ExportFormat, PageQuery, Raw, View, redirect, slot};
use rocket::get;

use crate::ids::TicketId;
use crate::models::{self, Beside, Conversation, Department, Filter, Heading, Order, Status, Way};
use crate::permissions::{ANSWER_TICKETS, AnswerTickets};
use crate::routes::tickets::all_rows;
use crate::views::conversation::conversation_id;
use crate::views::desk::{Desk, Side};
use crate::views::done::Done;
use crate::{paths, views};

fn filter(
    view: Option<&str>,
    q: Option<&str>,
    status: Option<&str>,
    department: Option<&str>,
    sort: Option<&str>,
    cx: &Cx<'_>,
) -> Filter {
    Filter {
        view: Some(view.and_then(models::View::parse).unwrap_or_default()),
        me: cx.user().map(|user| user.id),
        status: status.and_then(Status::parse),
        department: department.and_then(|d| d.parse().ok()),
        words: q.unwrap_or_default().to_owned(),
        order: sort.and_then(Order::parse).unwrap_or_default(),
    }
}

/// Show the queue.
#[get("/admin/tickets?<view>&<q>&<status>&<department>&<sort>&<after>&<before>")]
#[allow(clippy::too_many_arguments)]
pub async fn index(
    view: Option<&str>,
    q: Option<&str>,
    status: Option<&str>,
    department: Option<&str>,
    sort: Option<&str>,
    after: Option<&str>,
    before: Option<&str>,
    _by: Can<AnswerTickets>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let filter = filter(view, q, status, department, sort, &cx);
    let desk = read(&filter, &PageQuery::new(after, before), &db).await?;
    Ok(views::desk::queue::index(&cx, &desk))
}

/// What the queue's page shows.
pub async fn read(filter: &Filter, query: &PageQuery, db: &PlatformDb) -> AppResult<Desk> {
    db.read(async |tx| {
        Ok(Desk {
            filter: filter.clone(),
            page: models::queue_page(filter, query, tx).await?,
            counts: models::queue_counts(filter.me, tx).await?,
            departments: Department::list(tx).await?,
            agents: people::holders(ANSWER_TICKETS, tx).await?,
        })
    })
    .await
}

/// Download the filtered queue.
#[get("/admin/tickets/export?<format>&<view>&<q>&<status>&<department>&<sort>")]
#[allow(clippy::too_many_arguments)]
pub async fn export(
    format: &str,
    view: Option<&str>,
    q: Option<&str>,
    status: Option<&str>,
    department: Option<&str>,
    sort: Option<&str>,
    _by: Can<AnswerTickets>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Export> {
    let format = ExportFormat::parse(format).ok_or(AppError::NotFound("kernel.page"))?;
    let filter = filter(view, q, status, department, sort, &cx);
    let rows = db.read(async |tx| all_rows(&filter, tx).await).await?;
    views::list::export(&cx, format, &rows)
}

/// A ticket with what stands beside its conversation, what other modules show there included. Whoever reads it has read it:
/// the statement of [`Beside`] notes it, which a transaction of its own would do for three round trips more.
async fn load(
    id: TicketId,
    way: &Way,
    db: &PlatformDb,
    cx: &Cx<'_>,
) -> AppResult<(Side, Conversation)> {
    let read = db.write(async |tx| {
        let heading = Heading::find(id, tx).await.or_not_found("tickets.ticket")?;
        let beside = Beside::read(id, tx).await?;
        Ok((heading, beside, Conversation::of(id, tx).await?))
    });
    let (heading, beside, conversation) = read.await?;
    let boxes = slot(cx, DESK_TICKET, Some(&heading.ticket.as_resource())).await;
    let side = Side {
        way: way.past(&heading.ticket),
        heading,
        beside,
        boxes,
    };
    Ok((side, conversation))
}

/// The ticket's page.
pub async fn page(
    id: TicketId,
    way: &Way,
    db: &PlatformDb,
    cx: &Cx<'_>,
    raw: &Raw,
    errors: Option<&FieldErrors>,
) -> AppResult<View> {
    let (side, conversation) = load(id, way, db, cx).await?;
    cx.has_read(&side.heading.ticket.as_resource()).await;
    Ok(views::desk::ticket::show(
        cx,
        &side,
        &conversation,
        raw,
        errors,
    ))
}

/// Show a ticket.
#[get("/admin/tickets/<id>?<from>", rank = 2)]
pub async fn show(
    id: TicketId,
    from: Way,
    _by: Can<AnswerTickets>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    page(id, &from, &db, &cx, &Raw::default(), None).await
}

/// What an event of the ticket may have changed.
pub async fn refreshed(id: TicketId, way: &Way, db: &PlatformDb, cx: &Cx<'_>) -> AppResult<View> {
    let (side, conversation) = load(id, way, db, cx).await?;
    Ok(views::desk::ticket::refreshed(cx, &side, &conversation))
}

/// What an act leads to: the parts of the open page that it may have changed, or the page anew.
pub async fn changed(
    id: TicketId,
    way: &Way,
    done: Done,
    db: &PlatformDb,
    cx: &Cx<'_>,
) -> AppResult<Answer> {
    if !cx.asks_for(&conversation_id(id)) {
        let place = way.to(&paths::desk_ticket(id));
        let closure = way.to(&paths::desk_closure(id));
        return Ok(done.leads(place, &closure).into());
    }
    let (side, conversation) = load(id, way, db, cx).await?;
    Ok(views::desk::ticket::changed(cx, &side, &conversation, done).into())
}

/// What sending leads to: an empty box and the conversation with what was sent, or the page at that place.
pub async fn sent(
    id: TicketId,
    way: &Way,
    place: String,
    notice: &'static str,
    db: &PlatformDb,
    cx: &Cx<'_>,
) -> AppResult<Answer> {
    if !cx.asks_for(views::writing::BOX) {
        return Ok(redirect(place).notice(notice).into());
    }
    let (side, conversation) = load(id, way, db, cx).await?;
    let view = views::desk::ticket::sent(cx, &side, &conversation, notice, &place);
    Ok(view.into())
}
