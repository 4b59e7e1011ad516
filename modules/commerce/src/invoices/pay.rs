//! Paying an invoice from its tenant's wallet: one entry, and everything that follows from it, in one transaction. The only
//! way in which an invoice is paid: what a gateway brings goes through the wallet.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::Tx;
use kernel::error::{AppError, AppResult};
use kernel::{live, module};
use ledger::{BookId, Entry, EntryId, Refusal};
use serde_json::json;

use super::invoice::{Invoice, InvoiceState, SUBJECT};
use super::lines::Line;
use crate::accounts;
use crate::facts::InvoicePaid;
use crate::ids::{InvoiceId, ProductId, SubscriptionId};
use crate::orders::Order;
use crate::schema::commerce_invoices;
use crate::subscriptions::{self, Subscription};
use crate::{changes, topics, usage};

/// What paying came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payment {
    /// It is paid now.
    Done,
    /// It was paid before.
    Again,
    /// There is too little in the wallet; nothing was written.
    Short,
    /// What it was for is not to be had any more: it is void now, and nothing was taken.
    Lapsed,
}

/// Pays an open invoice, in the tenant's scope or the platform's. Its services are locked before it, it before the wallet.
pub async fn pay(id: InvoiceId, tx: &mut Tx) -> AppResult<Payment> {
    let (lines, users) = lock_services(id, tx).await?;
    let invoice = Invoice::find_for_update(id, tx).await?;
    match invoice.state {
        InvoiceState::Open => {}
        InvoiceState::Paid => return Ok(Payment::Again),
        InvoiceState::Void => return Err(AppError::Conflict("commerce.invoice.is_void")),
    }
    let change = lines.iter().find_map(|line| line.change_id);
    if let Some(change) = change
        && !changes::holds(change, tx).await?
    {
        changes::give_up(change, tx).await?;
        return Ok(Payment::Lapsed);
    }
    if invoice.runway > 0 && available(&invoice, tx).await? < invoice.needs() {
        return Ok(Payment::Short);
    }
    let entry = match post(&invoice, &lines, tx).await? {
        Posting::Free => None,
        Posting::Done(entry) => Some(entry.0),
        Posting::Short => return Ok(Payment::Short),
    };
    let set = (
        commerce_invoices::state.eq(InvoiceState::Paid),
        commerce_invoices::paid_at.eq(tx.now()),
        commerce_invoices::paid_entry.eq(entry),
    );
    let row = commerce_invoices::table.find(id);
    diesel::update(row).set(set).execute(tx).await?;
    if let Some(order) = invoice.order_id {
        Order::paid(order, tx).await?;
    }
    if let Some(change) = change {
        changes::apply(change, tx).await?;
    }
    subscriptions::begin_periods(&lines, tx).await?;
    usage::settled(&users, tx).await?;
    let event = Audit::new("commerce.invoice.pay", SUBJECT, id.0).of_tenant(invoice.tenant_id);
    audit::record(tx, event.after(json!({ "total": invoice.total }))).await?;
    live::announce(tx, &topics::money(invoice.tenant_id)).await?;
    let fact = InvoicePaid {
        invoice: id,
        tenant: invoice.tenant_id,
        total: invoice.total,
    };
    module::publish(tx, &fact).await?;
    Ok(Payment::Done)
}

/// Keeps the services of an invoice from others until the transaction ends; tells its lines, and the services whose usage it
/// is for.
pub async fn lock_services(
    id: InvoiceId,
    tx: &mut Tx,
) -> AppResult<(Vec<Line>, Vec<SubscriptionId>)> {
    let lines = Line::of(id, tx).await?;
    let mut services: Vec<SubscriptionId> =
        lines.iter().filter_map(|l| l.subscription_id).collect();
    // A line of usage names its service in the usage's row alone: its period is not a service's.
    let users = if services.len() < lines.len() {
        usage::services(id, tx).await?
    } else {
        Vec::new()
    };
    services.extend(&users);
    Subscription::lock(&services, tx).await?;
    Ok((lines, users))
}

async fn available(invoice: &Invoice, tx: &mut Tx) -> AppResult<i64> {
    ledger::available(accounts::wallet(invoice.tenant_id).id(), tx).await
}

enum Posting {
    Free,
    Done(EntryId),
    Short,
}

/// Dr wallet · Cr income or what is earned later, by product · Cr tax.
async fn post(invoice: &Invoice, lines: &[Line], tx: &mut Tx) -> AppResult<Posting> {
    if invoice.total == 0 {
        return Ok(Posting::Free);
    }
    let mut earned: BTreeMap<(ProductId, bool), i64> = BTreeMap::new();
    for line in lines {
        *earned.entry((line.product_id, line.deferred)).or_default() += line.net;
    }
    let key = format!("invoice:{}", invoice.id);
    let mut draft = Entry::draft(BookId::PLATFORM, "commerce.entries.sale", key)
        .about(Invoice::reference(invoice.id))
        .debit(&accounts::wallet(invoice.tenant_id), invoice.total());
    for ((product, deferred), net) in earned {
        let account = if deferred {
            accounts::deferred(product)
        } else {
            accounts::income(product)
        };
        if net > 0 {
            draft = draft.credit(&account, net);
        }
    }
    if invoice.vat > 0 {
        draft = draft.credit(&accounts::vat(), invoice.vat);
    }
    let entry = draft
        .balanced()
        .map_err(|fault| AppError::internal(format!("invoice {}: {fault}", invoice.id)))?;
    match ledger::post(tx, &entry).await {
        Ok(posted) => Ok(Posting::Done(posted.id())),
        Err(error) => match error.refusal() {
            Some(Refusal::Short { .. }) => Ok(Posting::Short),
            _ => Err(error.into()),
        },
    }
}
