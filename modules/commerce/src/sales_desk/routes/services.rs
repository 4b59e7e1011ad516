//! `/admin/services`.

use kernel::db::PlatformDb;
use kernel::error::{AppError, AppResult};
use kernel::module::Can;
use kernel::web::{Cx, Export, ExportFormat, ListOnly, PageQuery, View};
use rocket::get;

use super::super::models::Words;
use super::super::models::services::{self, Filter, Which};
use super::super::views;
use super::{Narrowed, rises};
use crate::narrowing;
use crate::permissions::SeeSales;

fn filter(narrowed: &Narrowed<'_>, words: Words, cx: &Cx<'_>) -> Filter {
    Filter {
        words,
        which: narrowed.state.and_then(Which::parse),
        customer: narrowed.customer(),
        from: narrowing::from(cx, narrowed.from),
        until: narrowing::until(cx, narrowed.to),
        rising: rises(narrowed),
    }
}

/// List services.
#[get("/admin/services?<after>&<before>&<narrowed..>")]
pub async fn index(
    narrowed: Narrowed<'_>,
    after: Option<&str>,
    before: Option<&str>,
    list_only: ListOnly,
    _by: Can<SeeSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let query = PageQuery::new(after, before);
    let (page, count, name) = db
        .read(async |tx| {
            let words = Words::read(narrowed.q.unwrap_or_default(), false, tx).await?;
            let filter = filter(&narrowed, words, &cx);
            let (page, count) = services::list(&filter, &query, tx).await?;
            Ok((page, count, super::name(filter.customer, tx).await))
        })
        .await?;
    let name = name.as_deref();
    Ok(views::services::index(
        &cx, list_only, &narrowed, name, &page, count,
    ))
}

/// Download the filtered list.
#[get("/admin/services/export?<format>&<narrowed..>", rank = 1)]
pub async fn export(
    format: &str,
    narrowed: Narrowed<'_>,
    _by: Can<SeeSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Export> {
    let format = ExportFormat::parse(format).ok_or(AppError::NotFound("kernel.page"))?;
    let rows = db
        .read(async |tx| {
            let words = Words::read(narrowed.q.unwrap_or_default(), false, tx).await?;
            Ok(services::exported(&filter(&narrowed, words, &cx), tx).await?)
        })
        .await?;
    let (head, rows) = views::services::sheet(&cx, &rows);
    Export::new(&cx, "services", format, &head, &rows)
}
