//! The desk: the queue, and one ticket with the queue beside it.

use contracts::support::DESK_TICKET;
use kernel::db::{OrNotFound, PlatformDb};
use kernel::error::{AppError, AppResult, FieldErrors};
use kernel::module::Can;
use kernel::web::{Cx, Export, ExportFormat, PageQuery, Raw, View, slot};
use rocket::get;

use crate::ids::TicketId;
use crate::models::{self, Beside, Conversation, Department, Filter, Heading, Status};
use crate::permissions::AnswerTickets;
use crate::routes::tickets::all_rows;
use crate::views;
use crate::views::desk::{Desk, Side};

fn filter(
    view: Option<&str>,
    q: Option<&str>,
    status: Option<&str>,
    department: Option<&str>,
    cx: &Cx<'_>,
) -> Filter {
    Filter {
        view: Some(view.and_then(models::View::parse).unwrap_or_default()),
        me: cx.user().map(|user| user.id),
        status: status.and_then(Status::parse),
        department: department.and_then(|d| d.parse().ok()),
        words: q.unwrap_or_default().to_owned(),
    }
}

/// Show the queue.
#[get("/admin/tickets?<view>&<q>&<status>&<department>&<after>&<before>")]
#[allow(clippy::too_many_arguments)]
pub async fn index(
    view: Option<&str>,
    q: Option<&str>,
    status: Option<&str>,
    department: Option<&str>,
    after: Option<&str>,
    before: Option<&str>,
    _by: Can<AnswerTickets>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let (filter, query) = (
        filter(view, q, status, department, &cx),
        PageQuery::new(after, before),
    );
    let desk = db
        .read(async |tx| {
            let page = models::queue_page(&filter, &query, tx).await?;
            let counts = models::queue_counts(filter.me, tx).await?;
            Ok(Desk {
                filter: filter.clone(),
                page,
                counts,
                departments: Department::list(tx).await?,
            })
        })
        .await?;
    Ok(views::desk::queue::index(&cx, &desk))
}

/// Download the filtered queue.
#[get("/admin/tickets/export?<format>&<view>&<q>&<status>&<department>")]
#[allow(clippy::too_many_arguments)]
pub async fn export(
    format: &str,
    view: Option<&str>,
    q: Option<&str>,
    status: Option<&str>,
    department: Option<&str>,
    _by: Can<AnswerTickets>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Export> {
    let format = ExportFormat::parse(format).ok_or(AppError::NotFound("kernel.page"))?;
    let filter = filter(view, q, status, department, &cx);
    let rows = db.read(async |tx| all_rows(&filter, tx).await).await?;
    views::list::export(&cx, format, &rows)
}

/// A ticket with what stands beside its conversation, what other modules show there included.
async fn load(id: TicketId, db: &PlatformDb, cx: &Cx<'_>) -> AppResult<(Side, Conversation)> {
    let read = db.read(async |tx| {
        let heading = Heading::find(id, tx).await.or_not_found("tickets.ticket")?;
        let beside = Beside::of(id, tx).await?;
        Ok((heading, beside, Conversation::of(id, tx).await?))
    });
    let (heading, beside, conversation) = read.await?;
    let boxes = slot(cx, DESK_TICKET, Some(&heading.ticket.as_resource())).await;
    let side = Side {
        heading,
        beside,
        boxes,
    };
    Ok((side, conversation))
}

/// The ticket's page.
pub async fn page(
    id: TicketId,
    db: &PlatformDb,
    cx: &Cx<'_>,
    raw: &Raw,
    errors: Option<&FieldErrors>,
) -> AppResult<View> {
    let (side, conversation) = load(id, db, cx).await?;
    Ok(views::desk::ticket::show(
        cx,
        &side,
        &conversation,
        raw,
        errors,
    ))
}

/// Show a ticket.
#[get("/admin/tickets/<id>", rank = 2)]
pub async fn show(
    id: TicketId,
    _by: Can<AnswerTickets>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    page(id, &db, &cx, &Raw::default(), None).await
}

/// What an event of the ticket may have changed.
pub async fn refreshed(id: TicketId, db: &PlatformDb, cx: &Cx<'_>) -> AppResult<View> {
    let (side, conversation) = load(id, db, cx).await?;
    Ok(views::desk::ticket::refreshed(cx, &side, &conversation))
}
