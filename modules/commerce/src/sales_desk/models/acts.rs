//! What staff may do with an invoice: void one that is open, and have the paper of a paid one mailed again.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use documents::DocumentId;
use kernel::audit::{self, Audit};
use kernel::db::Tx;
use kernel::error::{AppError, AppResult};
use kernel::{jobs, live, pages};
use l10n::Format;
use serde_json::json;

use crate::ids::InvoiceId;
use crate::invoices::{self, Invoice, InvoiceState, MailInvoice, SUBJECT};
use crate::orders::Order;
use crate::schema::commerce_invoices;
use crate::{paths, reader, topics, usage};

/// Voids an open invoice, and gives up the order that waits for it. Services are locked before it, as when it is paid.
pub async fn void(id: InvoiceId, reason: &str, tx: &mut Tx) -> AppResult<()> {
    let (_, users) = invoices::lock_services(id, tx).await?;
    let invoice = Invoice::find_for_update(id, tx).await?;
    if invoice.state != InvoiceState::Open {
        return Err(AppError::Conflict("commerce.sales_desk.problem.not_open"));
    }
    // Before it is void: afterwards nothing of it can be changed.
    let set = commerce_invoices::void_reason.eq(reason);
    let row = commerce_invoices::table.find(id);
    diesel::update(row).set(set).execute(tx).await?;
    match invoice.order_id {
        Some(order) => Order::cancel(order, tx).await?,
        None => Invoice::void_one(id, tx).await?,
    }
    usage::settled(&users, tx).await?;
    let event = Audit::new("commerce.invoice.void_by_staff", SUBJECT, id.0)
        .of_tenant(invoice.tenant_id)
        .after(json!({ "total": invoice.total, "reason": reason }));
    audit::record(tx, event).await?;
    live::announce(tx, &topics::money(invoice.tenant_id)).await?;
    tell(&invoice, reason, tx).await
}

async fn tell(invoice: &Invoice, reason: &str, tx: &mut Tx) -> AppResult<()> {
    let buyer = match invoice.order_id {
        Some(order) => Order::placed_by(order, tx).await?,
        None => None,
    };
    let Some(reader) = reader::of(buyer, invoice.tenant_id, tx).await? else {
        return Ok(());
    };
    let total = Format::for_locale(reader.locale).money(invoice.total());
    let vars = [("total", total.as_str()), ("reason", reason)];
    let (bell, href) = ("commerce.sales_desk.told.void", paths::invoice(invoice.id));
    pages::notify(tx, reader.user, bell, &vars, &href).await
}

/// Mails the paper again to whoever ordered.
pub async fn resend(id: InvoiceId, tx: &mut Tx) -> AppResult<()> {
    let invoice = Invoice::find(id, tx).await?;
    let no_paper = AppError::Conflict("commerce.sales_desk.problem.no_paper");
    let Some(document) = invoice.document_id.map(DocumentId) else {
        return Err(no_paper);
    };
    if documents::find(document, tx).await?.file.is_none() {
        return Err(no_paper);
    }
    let event = Audit::new("commerce.invoice.resend", SUBJECT, id.0).of_tenant(invoice.tenant_id);
    audit::record(tx, event).await?;
    jobs::enqueue(tx, &MailInvoice::again(id, document)).await
}
