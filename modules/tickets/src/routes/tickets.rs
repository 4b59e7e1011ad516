//! The customer's tickets: list, new, one with its conversation.

use kernel::db::TenantDb;
use kernel::error::{AppError, AppResult, FieldErrors};
use kernel::files;
use kernel::module::{Can, ResourceRef};
use kernel::web::{Answer, Cx, Export, ExportFormat, PageQuery, Posted, Raw, View, redirect};
use rocket::{get, post};

use crate::forms::TicketForm;
use crate::ids::TicketId;
use crate::models::{self, About, Department, Filter, NewTicket, Status, Via};
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
    Ok(kernel::every_row!(EXPORT_ROWS, |query| {
        models::queue_page(filter, query, tx).await?
    }))
}

/// Show the form that opens a ticket, about a thing when the address names one.
#[get("/tickets/new?<about>", rank = 1)]
pub async fn new(
    about: Option<&str>,
    _by: Can<OpenTickets>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let raw = Raw::prefilled(&[("about", about.unwrap_or_default())]);
    form_page(&db, &cx, &raw, None).await
}

async fn form_page(
    db: &TenantDb,
    cx: &Cx<'_>,
    raw: &Raw,
    errors: Option<&FieldErrors>,
) -> AppResult<View> {
    let about: Option<ResourceRef> = raw.get("about").parse().ok();
    let (departments, about) = db
        .read(async |tx| {
            let about = match &about {
                Some(about) => About::find(about, tx).await?,
                None => None,
            };
            Ok((Department::list_offered(tx).await?, about))
        })
        .await?;
    Ok(views::tickets::new(
        cx,
        &departments,
        about.as_ref(),
        raw,
        errors,
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
    let opened = async {
        let location = open(&form, by, &db).await?;
        Ok(redirect(location).notice("tickets.notice.opened"))
    };
    form.answer(opened, async |errors| {
        form_page(&db, &cx, &form.raw, Some(&errors)).await
    })
    .await
}

async fn open(form: &Posted<TicketForm>, by: Can<OpenTickets>, db: &TenantDb) -> AppResult<String> {
    let (value, tenant) = (form.valid()?, db.tenant()?);
    let department = value
        .department
        .ok_or_else(|| AppError::invalid("department", "kernel.invalid.choice"))?;
    let files = files::store_uploads(db.app(), tenant, &form.files).await?;
    let opened = db
        .write(async |tx| {
            form.receipt
                .once(tx, async |tx| {
                    let new = NewTicket {
                        tenant,
                        requester: by.user_id(),
                        subject: value.subject.clone(),
                        department,
                        priority: value.priority,
                        about: value.about.clone(),
                        body: value.body.clone(),
                        via: Via::Web,
                        mail_message_id: None,
                    };
                    let (id, message) = models::open(new, tx).await?;
                    models::attach(&files, message, false, tx).await?;
                    Ok(paths::ticket(id))
                })
                .await
        })
        .await;
    files::keep_or_discard(db.app(), &files, opened).await
}

/// Show a ticket with its conversation.
#[get("/tickets/<id>", rank = 2)]
pub async fn show(
    id: TicketId,
    _by: Can<OpenTickets>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    super::messages::page(id, &db, &cx, &Raw::default(), None).await
}
