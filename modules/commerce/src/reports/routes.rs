//! `/admin/revenue` and `/admin/books`. Each page is of one moment.

use kernel::db::PlatformDb;
use kernel::error::{AppError, AppResult};
use kernel::module::Can;
use kernel::web::{Cx, Export, ExportFormat, View};
use ledger::{BookId, trial_balance, trial_file};
use rocket::get;

use super::recurring::Recurring;
use super::revenue::{Revenue, product_names};
use super::sheet::{self, Table};
use super::span::Asked;
use super::views;
use crate::permissions::ManageSales;

fn format(word: &str) -> AppResult<ExportFormat> {
    ExportFormat::parse(word).ok_or(AppError::NotFound("kernel.page"))
}

/// Show what was sold and earned.
#[get("/admin/revenue?<asked..>")]
pub async fn revenue(
    asked: Asked<'_>,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let span = asked.span(&cx);
    let (revenue, recurring) = db
        .snapshot(async |tx| {
            Ok((
                Revenue::read(&span, tx).await?,
                Recurring::read(&span.days, tx).await?,
            ))
        })
        .await?;
    Ok(views::revenue::show(
        &cx, &asked, &span, &revenue, &recurring,
    ))
}

/// Download one table of it.
#[get("/admin/revenue/export?<format>&<table>&<asked..>")]
pub async fn export(
    format: &str,
    table: &str,
    asked: Asked<'_>,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Export> {
    let format = self::format(format)?;
    let table = Table::parse(table).ok_or(AppError::NotFound("kernel.page"))?;
    let span = asked.span(&cx);
    let revenue = db
        .snapshot(async |tx| Revenue::read(&span, tx).await)
        .await?;
    sheet::file(&cx, table, format, &revenue, &span)
}

/// Show the platform's trial balance.
#[get("/admin/books?<asked..>")]
pub async fn books(
    asked: Asked<'_>,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let span = asked.month(&cx);
    let books = db.snapshot(async |tx| {
        let lines = trial_balance(BookId::PLATFORM, span.days.clone(), tx).await?;
        let parts = lines.iter().map(|line| line.part.as_str());
        let names = product_names(parts, tx).await?;
        Ok(views::books::Books { lines, names })
    });
    Ok(views::books::show(&cx, &asked, &span, &books.await?))
}

/// Download it.
#[get("/admin/books/export?<format>&<asked..>")]
pub async fn books_export(
    format: &str,
    asked: Asked<'_>,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Export> {
    let (format, span) = (self::format(format)?, asked.month(&cx));
    let lines =
        db.snapshot(async |tx| trial_balance(BookId::PLATFORM, span.days.clone(), tx).await);
    trial_file(&cx, format, &lines.await?)
}
