//! The account's invoices, one with its lines, and paying it from the wallet.

use chrono::{DateTime, Utc};
use kernel::api::{ApiPage, ApiQuery, JsonOut, Once};
use kernel::db::{ReadTx, TenantDb};
use kernel::error::{AppError, AppResult};
use kernel::module::Can;
use rocket::{get, post};
use serde::Serialize;
use utoipa::ToSchema;

use super::shapes::{CommerceMoney, CommerceText, rial};
use crate::ids::{InvoiceId, OrderId, SubscriptionId};
use crate::invoices::{self, Invoice, Line, Payment};
use crate::permissions::{Buy, SeeMoney};

/// An invoice as it stands in the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommerceInvoiceRow {
    /// Its id.
    id: InvoiceId,
    /// `open` (a pro-forma), `paid` or `void`.
    #[schema(example = "open")]
    state: &'static str,
    /// The order that it is for; null when it is for another period of a service.
    order: Option<OrderId>,
    /// Without tax.
    net: CommerceMoney,
    /// Tax.
    vat: CommerceMoney,
    /// To be paid.
    total: CommerceMoney,
    /// When it was made.
    made_at: DateTime<Utc>,
    /// By when it is to be paid.
    due_at: DateTime<Utc>,
    /// When it was paid.
    paid_at: Option<DateTime<Utc>>,
}

impl From<Invoice> for CommerceInvoiceRow {
    fn from(invoice: Invoice) -> Self {
        Self {
            id: invoice.id,
            state: invoice.state.as_str(),
            order: invoice.order_id,
            net: rial(invoice.net),
            vat: rial(invoice.vat),
            total: rial(invoice.total),
            made_at: invoice.made_at,
            due_at: invoice.due_at,
            paid_at: invoice.paid_at,
        }
    }
}

/// An invoice with its lines.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommerceInvoiceOut {
    /// The invoice itself.
    #[serde(flatten)]
    invoice: CommerceInvoiceRow,
    /// What it is for.
    lines: Vec<CommerceInvoiceLine>,
}

/// A line of an invoice.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommerceInvoiceLine {
    /// What it says.
    text: CommerceText,
    /// The service whose period it is for.
    service: Option<SubscriptionId>,
    /// How many.
    quantity: i32,
    /// A piece without tax.
    each: CommerceMoney,
    /// All without tax.
    net: CommerceMoney,
    /// The tax's rate, in hundredths of a percent.
    #[schema(example = 1000)]
    vat_rate: i32,
    /// Tax.
    vat: CommerceMoney,
}

impl From<Line> for CommerceInvoiceLine {
    fn from(line: Line) -> Self {
        Self {
            text: CommerceText::of(&line.text_fa, &line.text_en),
            service: line.subscription_id,
            quantity: line.quantity,
            each: rial(line.unit_net),
            net: rial(line.net),
            vat_rate: line.vat_rate,
            vat: rial(line.vat),
        }
    }
}

async fn read(id: InvoiceId, tx: &mut ReadTx) -> AppResult<CommerceInvoiceOut> {
    let invoice = Invoice::find(id, tx).await?;
    let lines = Line::of(id, tx).await?;
    Ok(CommerceInvoiceOut {
        invoice: invoice.into(),
        lines: lines.into_iter().map(CommerceInvoiceLine::from).collect(),
    })
}

/// List the invoices, newest first
#[utoipa::path(tag = "shop", params(ApiQuery),
    responses((status = 200, description = "A page of invoices", body = ApiPage<CommerceInvoiceRow>)))]
#[get("/api/v1/invoices")]
pub async fn index(query: ApiQuery, _by: Can<SeeMoney>, db: TenantDb) -> AppResult<JsonOut> {
    let page = db
        .read(async |tx| Ok(Invoice::page(None, &query.page(), tx).await?))
        .await?;
    JsonOut::ok(&ApiPage::<CommerceInvoiceRow>::of(
        &query,
        page,
        Invoice::stands_at,
    ))
}

/// Show an invoice
#[utoipa::path(tag = "shop", params(("id" = InvoiceId, Path, description = "The invoice's id")),
    responses((status = 200, description = "The invoice", body = CommerceInvoiceOut)))]
#[get("/api/v1/invoices/<id>")]
pub async fn show(id: InvoiceId, _by: Can<SeeMoney>, db: TenantDb) -> AppResult<JsonOut> {
    let invoice = db.read(async |tx| read(id, tx).await).await?;
    JsonOut::ok(&invoice)
}

/// Pay an invoice from the wallet
///
/// All of it or nothing; one that is paid already stays as it is. When the wallet is short: 422, and nothing was charged.
#[utoipa::path(tag = "shop", params(("id" = InvoiceId, Path, description = "The invoice's id")),
    responses((status = 200, description = "The invoice, paid", body = CommerceInvoiceOut)))]
#[post("/api/v1/invoices/<id>/payment")]
pub async fn pay(id: InvoiceId, once: Once, _by: Can<Buy>, db: TenantDb) -> AppResult<JsonOut> {
    once.run(&db, async |tx| match invoices::pay(id, tx).await? {
        Payment::Done | Payment::Again => JsonOut::ok(&read(id, tx).await?),
        Payment::Lapsed => Err(AppError::Conflict("commerce.invoice.is_void")),
        Payment::Short => Err(AppError::invalid("", "commerce.checkout.short")),
    })
    .await
}
