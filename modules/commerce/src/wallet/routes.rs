//! The wallet's page and its statement.

use std::ops::Range;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::db::TenantDb;
use kernel::error::{AppError, AppResult};
use kernel::module::Can;
use kernel::web::{Cx, Export, ExportFormat, PageQuery, View};
use rocket::get;

use super::{standing, views};
use crate::accounts;
use crate::metering;
use crate::permissions::SeeMoney;

/// Show what is in the wallet and how it came to be.
#[get("/wallet?<after>&<before>")]
pub async fn show(
    after: Option<&str>,
    before: Option<&str>,
    _by: Can<SeeMoney>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let (tenant, query) = (db.tenant()?, PageQuery::new(after, before));
    let account = accounts::wallet(tenant).id();
    let shown = db
        .read(async |tx| {
            let statement = match ledger::statement(account, ever(&cx), &query, tx).await {
                Ok(statement) => Some(statement),
                // Nobody has paid anything in yet.
                Err(AppError::NotFound(_)) => None,
                Err(error) => return Err(error),
            };
            let ahead = metering::foresee(tenant, tx).await?;
            Ok((standing(tenant, tx).await?, statement, ahead))
        })
        .await?;
    Ok(views::show(
        &cx,
        tenant,
        shown.0,
        shown.1.as_ref(),
        &shown.2,
    ))
}

/// Download the statement.
#[get("/wallet/export?<format>")]
pub async fn export(
    format: &str,
    _by: Can<SeeMoney>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<Export> {
    let format = ExportFormat::parse(format).ok_or(AppError::NotFound("kernel.page"))?;
    let account = accounts::wallet(db.tenant()?).id();
    let whole = db.read(async |tx| ledger::whole_statement(account, ever(&cx), tx).await);
    ledger::statement_file(&cx, format, &whole.await?)
}

/// From the first entry to the one of this moment.
fn ever(cx: &Cx<'_>) -> Range<DateTime<Utc>> {
    DateTime::UNIX_EPOCH..cx.now() + TimeDelta::minutes(1)
}
