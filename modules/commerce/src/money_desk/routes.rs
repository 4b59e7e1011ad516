//! `/admin/customers/<tenant>/money`.

use chrono::{DateTime, TimeDelta};
use kernel::db::PlatformDb;
use kernel::error::{AppError, AppResult, FieldErrors};
use kernel::ids::TenantId;
use kernel::module::{Can, Mount};
use kernel::mounts;
use kernel::web::{Cx, Export, ExportFormat, PageQuery, Raw, View};
use rocket::get;

use super::{Money, views};
use crate::accounts;
use crate::permissions::{SEE_SALES, SeeSales};

/// All of them.
pub fn mounts() -> Vec<Mount> {
    mounts![
        Staff Platform "commerce.customer_money.show" may SEE_SALES => show,
        Staff Platform "commerce.customer_money.export" may SEE_SALES => export,
    ]
}

/// Show a customer's money.
#[get("/admin/customers/<id>/money?<after>&<before>")]
pub async fn show(
    id: TenantId,
    after: Option<&str>,
    before: Option<&str>,
    _by: Can<SeeSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let query = PageQuery::new(after, before);
    let money = db.read(async |tx| Money::of(id, cx.now(), &query, tx).await);
    Ok(views::show(&cx, &money.await?, &Raw::default(), None))
}

/// The same with a form that was sent.
pub async fn page(
    id: TenantId,
    raw: &Raw,
    errors: Option<&FieldErrors>,
    db: &PlatformDb,
    cx: &Cx<'_>,
) -> AppResult<View> {
    let query = PageQuery::default();
    let money = db.read(async |tx| Money::of(id, cx.now(), &query, tx).await);
    Ok(views::show(cx, &money.await?, raw, errors))
}

/// Download the wallet's statement.
#[get("/admin/customers/<id>/money/export?<format>")]
pub async fn export(
    id: TenantId,
    format: &str,
    _by: Can<SeeSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Export> {
    let format = ExportFormat::parse(format).ok_or(AppError::NotFound("kernel.page"))?;
    let account = accounts::wallet(id).id();
    let until = cx.now() + TimeDelta::minutes(1);
    let whole =
        db.read(async |tx| ledger::whole_statement(account, DateTime::UNIX_EPOCH..until, tx).await);
    ledger::statement_file(&cx, format, &whole.await?)
}
