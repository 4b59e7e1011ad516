//! `/admin/invoices`.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{PlatformDb, ReadTx};
use kernel::error::{AppError, AppResult, FieldErrors};
use kernel::module::Can;
use kernel::web::{
    Answer, Cx, Export, ExportFormat, ListOnly, PageQuery, Posted, Pressed, Raw, Redirection, View,
};
use rocket::{get, post};

use super::super::forms::VoidForm;
use super::super::models::invoices::{self, Filter, Sorted, Which};
use super::super::models::{Words, acts};
use super::super::{paths, views};
use super::Narrowed;
use crate::credits::Credit;
use crate::ids::{InvoiceId, SubscriptionId};
use crate::invoices::Line;
use crate::narrowing;
use crate::payments::models::Payment;
use crate::permissions::{ManageSales, SeeSales};
use crate::schema::{commerce_payments, commerce_subscriptions};
use crate::subscriptions::Subscription;

fn filter(narrowed: &Narrowed<'_>, words: Words, cx: &Cx<'_>) -> Filter {
    Filter {
        words,
        amount: narrowing::sum(cx, narrowed.q.unwrap_or_default()),
        which: narrowed.state.and_then(Which::parse),
        customer: narrowed.customer(),
        from: narrowing::from(cx, narrowed.from),
        until: narrowing::until(cx, narrowed.to),
        sorted: sorted(narrowed),
        now: cx.now(),
    }
}

/// By what the list is sorted.
#[must_use]
pub fn sorted(narrowed: &Narrowed<'_>) -> Sorted {
    let sorted = narrowed.sort.and_then(Sorted::parse);
    sorted.unwrap_or(Sorted::Newest)
}

/// List invoices.
#[get("/admin/invoices?<after>&<before>&<narrowed..>")]
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
            let words = Words::read(narrowed.q.unwrap_or_default(), true, tx).await?;
            let filter = filter(&narrowed, words, &cx);
            let (page, count) = invoices::list(&filter, &query, tx).await?;
            Ok((page, count, super::name(filter.customer, tx).await))
        })
        .await?;
    let name = name.as_deref();
    Ok(views::invoices::index(
        &cx, list_only, &narrowed, name, &page, count,
    ))
}

/// Download the filtered list.
#[get("/admin/invoices/export?<format>&<narrowed..>", rank = 1)]
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
            let words = Words::read(narrowed.q.unwrap_or_default(), true, tx).await?;
            Ok(invoices::exported(&filter(&narrowed, words, &cx), tx).await?)
        })
        .await?;
    let (head, rows) = views::invoices::sheet(&cx, &rows);
    Export::new(&cx, "invoices", format, &head, &rows)
}

/// Show an invoice with what may be done.
#[get("/admin/invoices/<id>", rank = 2)]
pub async fn show(
    id: InvoiceId,
    _by: Can<SeeSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    page(id, &Raw::default(), None, &db, &cx).await
}

async fn page(
    id: InvoiceId,
    raw: &Raw,
    errors: Option<&FieldErrors>,
    db: &PlatformDb,
    cx: &Cx<'_>,
) -> AppResult<View> {
    let shown = db.read(async |tx| read(id, tx).await).await?;
    Ok(views::invoices::show(cx, &shown, raw, errors))
}

async fn read(id: InvoiceId, tx: &mut ReadTx) -> AppResult<views::invoices::Shown> {
    let found = invoices::find(id, tx).await?;
    let lines = Line::of(id, tx).await?;
    let services: Vec<SubscriptionId> = lines.iter().filter_map(|l| l.subscription_id).collect();
    let services = commerce_subscriptions::table
        .filter(commerce_subscriptions::id.eq_any(services))
        .order(commerce_subscriptions::id)
        .select(Subscription::as_select());
    let payments = commerce_payments::table
        .filter(commerce_payments::invoice_id.eq(id))
        .order(commerce_payments::id)
        .select(Payment::as_select());
    Ok(views::invoices::Shown {
        credits: Credit::of(id, tx).await?,
        services: services.load(tx).await?,
        payments: payments.load(tx).await?,
        found,
        lines,
    })
}

/// Void it. Idempotent by the form's key.
#[post("/admin/invoices/<id>/voiding", data = "<form>")]
pub async fn void(
    id: InvoiceId,
    form: Posted<VoidForm>,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let done = form.write(
        db.clone(),
        paths::invoice(id),
        "commerce.sales_desk.notice.void",
        async |form, tx| acts::void(id, &form.reason, tx).await,
    );
    form.answer(done, async |errors| {
        page(id, &form.raw, Some(&errors), &db, &cx).await
    })
    .await
}

/// Mail its paper again. Idempotent by the button's key.
#[post("/admin/invoices/<id>/mailing", data = "<form>")]
pub async fn resend(
    id: InvoiceId,
    form: Posted<Pressed>,
    _by: Can<SeeSales>,
    db: PlatformDb,
) -> AppResult<Redirection> {
    form.write(
        db,
        paths::invoice(id),
        "commerce.sales_desk.notice.resent",
        async |_, tx| acts::resend(id, tx).await,
    )
    .await
}
