//! `/admin/orders`.

use kernel::db::PlatformDb;
use kernel::error::{AppError, AppResult};
use kernel::module::Can;
use kernel::people;
use kernel::web::{Cx, Export, ExportFormat, ListOnly, PageQuery, View};
use rocket::get;

use super::super::models::Words;
use super::super::models::invoices;
use super::super::models::orders::{self, Filter};
use super::super::views;
use super::{Narrowed, rises};
use crate::ids::OrderId;
use crate::narrowing;
use crate::orders::OrderState;
use crate::permissions::SeeSales;
use crate::subscriptions::Subscription;

fn filter(narrowed: &Narrowed<'_>, words: Words, cx: &Cx<'_>) -> Filter {
    Filter {
        words,
        state: narrowed.state.and_then(OrderState::parse),
        customer: narrowed.customer(),
        from: narrowing::from(cx, narrowed.from),
        until: narrowing::until(cx, narrowed.to),
        rising: rises(narrowed),
    }
}

/// List orders.
#[get("/admin/orders?<after>&<before>&<narrowed..>")]
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
            let (page, count) = orders::list(&filter, &query, tx).await?;
            Ok((page, count, super::name(filter.customer, tx).await))
        })
        .await?;
    let name = name.as_deref();
    Ok(views::orders::index(
        &cx, list_only, &narrowed, name, &page, count,
    ))
}

/// Download the filtered list.
#[get("/admin/orders/export?<format>&<narrowed..>", rank = 1)]
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
            Ok(orders::exported(&filter(&narrowed, words, &cx), tx).await?)
        })
        .await?;
    let (head, rows) = views::orders::sheet(&cx, &rows);
    Export::new(&cx, "orders", format, &head, &rows)
}

/// Show an order with what it brought and what it cost.
#[get("/admin/orders/<id>", rank = 2)]
pub async fn show(id: OrderId, _by: Can<SeeSales>, db: PlatformDb, cx: Cx<'_>) -> AppResult<View> {
    let shown = db
        .read(async |tx| {
            let found = orders::find(id, tx).await?;
            let by = found.placed_by;
            Ok(views::orders::Shown {
                services: Subscription::of_order(id, tx).await?,
                invoices: invoices::of_order(id, tx).await?,
                people: people::contacts(by.as_slice(), tx).await?,
                found,
            })
        })
        .await?;
    Ok(views::orders::show(&cx, &shown))
}
