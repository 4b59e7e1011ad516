//! `/admin/audit`: the trail, narrowed, as a file, and a look at the whole chain.

use kernel::audit;
use kernel::audit::trail::{self, Filter};
use kernel::db::{OrNotFound, PlatformDb};
use kernel::error::{AppError, AppResult};
use kernel::module::Can;
use kernel::web::{Cx, Export, ExportFormat, ListOnly, PageQuery, Posted, Pressed, View};
use rocket::{get, post};

use crate::permissions::SeeAudit;
use crate::views;

fn filter<'a>(
    action: Option<&'a str>,
    person: Option<&'a str>,
    subject: Option<&'a str>,
) -> Filter<'a> {
    let text = |value: Option<&'a str>| value.unwrap_or_default();
    Filter {
        action: text(action),
        person: text(person),
        subject: text(subject),
    }
}

/// List events.
#[get("/admin/audit?<action>&<person>&<subject>&<after>&<before>")]
pub async fn index(
    action: Option<&str>,
    person: Option<&str>,
    subject: Option<&str>,
    after: Option<&str>,
    before: Option<&str>,
    list_only: ListOnly,
    _may: Can<SeeAudit>,
    cx: Cx<'_>,
    db: PlatformDb,
) -> AppResult<View> {
    let filter = filter(action, person, subject);
    let page = PageQuery::new(after, before);
    let (rows, count) = db
        .read(async |tx| Ok(trail::list(filter, &page, tx).await?))
        .await?;
    Ok(views::audit::index(&cx, list_only, filter, &rows, count))
}

/// Show one event with how it was before and after.
#[get("/admin/audit/<id>", rank = 2)]
pub async fn show(id: &str, _may: Can<SeeAudit>, cx: Cx<'_>, db: PlatformDb) -> AppResult<View> {
    let id = id
        .parse()
        .map_err(|_| AppError::NotFound("admin.audit.one"))?;
    let event = db
        .read(async |tx| trail::find(id, tx).await.or_not_found("admin.audit.one"))
        .await?;
    Ok(views::audit::show(&cx, &event))
}

/// The filtered trail as CSV or Excel.
#[get("/admin/audit/export?<format>&<action>&<person>&<subject>")]
pub async fn export(
    format: &str,
    action: Option<&str>,
    person: Option<&str>,
    subject: Option<&str>,
    _may: Can<SeeAudit>,
    cx: Cx<'_>,
    db: PlatformDb,
) -> AppResult<Export> {
    let format = ExportFormat::parse(format).ok_or(AppError::NotFound("kernel.page"))?;
    let filter = filter(action, person, subject);
    let events = db
        .read(async |tx| Ok(trail::exported(filter, tx).await?))
        .await?;
    let (head, rows) = views::audit::sheet(&cx, &events);
    Export::new("audit", format, cx.locale().dir() == "rtl", &head, &rows)
}

/// Recompute the whole chain and say what was found.
#[post("/admin/audit/verification", data = "<_form>")]
pub async fn verify(
    _form: Posted<Pressed>,
    _may: Can<SeeAudit>,
    cx: Cx<'_>,
    db: PlatformDb,
) -> AppResult<View> {
    let verdict = db.read(async |tx| audit::verify(tx).await).await?;
    if let Some(at) = verdict.broken_at {
        tracing::error!(at, "the audit chain is broken");
    }
    Ok(views::audit::verdict(&cx, verdict))
}
