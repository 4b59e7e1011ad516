//! The customer's tickets: list, new, one with its conversation.

use kernel::db::{OrNotFound, TenantDb};
use kernel::error::{AppError, AppResult};
use kernel::module::Can;
use kernel::web::{Answer, Cx, Export, ExportFormat, PageQuery, Posted, Raw, View, redirect};
use rocket::{get, post};

use crate::forms::TicketForm;
use crate::ids::TicketId;
use crate::models::{self, Conversation, Department, Filter, Heading, NewTicket, Status, Via};
use crate::permissions::OpenTickets;
use crate::{paths, views};

const EXPORT_ROWS: usize = 5_000;

fn filter(q: Option<&str>, status: Option<&str>) -> Filter {
    Filter {
        status: status.and_then(Status::parse),
        words: q.unwrap_or_default().to_owned(),
        ..Filter::default()
    }
}

/// List the tenant's tickets.
#[get("/tickets?<q>&<status>&<after>&<before>")]
pub async fn index(
    q: Option<&str>,
    status: Option<&str>,
    after: Option<&str>,
    before: Option<&str>,
    _by: Can<OpenTickets>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let (filter, query) = (filter(q, status), PageQuery::new(after, before));
    let (page, count) = db
        .read(async |tx| {
            Ok((
                models::customer_page(&filter, &query, tx).await?,
                models::count(&filter, tx).await?,
            ))
        })
        .await?;
    Ok(views::tickets::index(&cx, &filter, &page, count))
}

/// Download the filtered list.
#[get("/tickets/export?<format>&<q>&<status>")]
pub async fn export(
    format: &str,
    q: Option<&str>,
    status: Option<&str>,
    _by: Can<OpenTickets>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<Export> {
    let format = ExportFormat::parse(format).ok_or(AppError::NotFound("kernel.page"))?;
    let filter = filter(q, status);
    let rows = db.read(async |tx| all_rows(&filter, tx).await).await?;
    views::list::export(&cx, format, &rows)
}

/// Every row that the filter leaves, page by page, up to a bound.
pub async fn all_rows(
    filter: &Filter,
    tx: &mut kernel::db::ReadTx,
) -> AppResult<Vec<models::ListRow>> {
    let (mut rows, mut query) = (Vec::new(), PageQuery::default());
    loop {
        let page = models::queue_page(filter, &query, tx).await?;
        rows.extend(page.rows);
        match page.next {
            Some(cursor) if rows.len() < EXPORT_ROWS => {
                query = PageQuery {
                    after: Some(cursor),
                    before: None,
                }
            }
            _ => return Ok(rows),
        }
    }
}

/// Show the form that opens a ticket.
#[get("/tickets/new", rank = 1)]
pub async fn new(_by: Can<OpenTickets>, db: TenantDb, cx: Cx<'_>) -> AppResult<View> {
    let departments = db
        .read(async |tx| Ok(Department::list_offered(tx).await?))
        .await?;
    Ok(views::tickets::new(
        &cx,
        &departments,
        &Raw::default(),
        None,
    ))
}

/// Open a ticket. Idempotent by the form's key.
#[post("/tickets", data = "<form>")]
pub async fn create(
    form: Posted<TicketForm>,
    by: Can<OpenTickets>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let result = match form.value() {
        Ok(value) => open(&form, value, by, &db).await,
        Err(errors) => Err(AppError::Invalid(errors.clone())),
    };
    match result {
        Ok(location) => Ok(redirect(location).notice("tickets.notice.opened").into()),
        Err(AppError::Invalid(errors)) => {
            let departments = db
                .read(async |tx| Ok(Department::list_offered(tx).await?))
                .await?;
            let view = views::tickets::new(&cx, &departments, &form.raw, Some(&errors));
            Ok(view.status(form.refusal_status()).into())
        }
        Err(error) => Err(error),
    }
}

async fn open(
    form: &Posted<TicketForm>,
    value: &TicketForm,
    by: Can<OpenTickets>,
    db: &TenantDb,
) -> AppResult<String> {
    let tenant = db
        .who()
        .tenant
        .ok_or(AppError::Forbidden("kernel.problem.no_tenant"))?;
    let department = value
        .department
        .ok_or_else(|| AppError::invalid("department", "kernel.invalid.choice"))?;
    let files = models::store(db.app(), tenant, models::read_incoming(&form.files).await?).await?;
    let opened = db
        .write(async |tx| {
            if let Some(earlier) = form.receipt.earlier(tx).await? {
                return Ok((earlier, false));
            }
            let new = NewTicket {
                tenant,
                requester: by.user_id(),
                subject: value.subject.clone(),
                department,
                priority: value.priority,
                about: None,
                body: value.body.clone(),
                via: Via::Web,
                mail_message_id: None,
            };
            let (id, message) = models::open(new, tx).await?;
            models::attach(&files, message, false, tx).await?;
            let location = paths::ticket(id);
            form.receipt.keep(tx, &location).await?;
            Ok((location, true))
        })
        .await;
    models::keep_or_discard(db.app(), &files, opened).await
}

/// Show a ticket with its conversation.
#[get("/tickets/<id>", rank = 2)]
pub async fn show(
    id: TicketId,
    _by: Can<OpenTickets>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let (heading, conversation) = db
        .read(async |tx| {
            let heading = Heading::find(id, tx).await.or_not_found("tickets.ticket")?;
            Ok((heading, Conversation::of(id, tx).await?))
        })
        .await?;
    Ok(views::tickets::show(
        &cx,
        &heading,
        &conversation,
        &Raw::default(),
        None,
    ))
}
