//! A quote is confirmed: paid from the wallet, invoiced, or left to wait for its period. One that does not hold any more is
//! quoted anew, and nothing happens.

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::Tx;
use kernel::error::{AppError, AppResult};
use kernel::ids::UserId;
use kernel::live;
use serde_json::json;

use super::apply::{apply, give_up_scheduled, supersede};
use super::change::{Change, ChangeState};
use super::quote::{check, quote};
use super::targets;
use crate::catalogue::Price;
use crate::ids::{ChangeId, InvoiceId, SubscriptionId};
use crate::invoices::{self, Charge, Invoice, NewInvoice, NewLine, Payment};
use crate::schema::commerce_changes;
use crate::subscriptions::{SUBJECT, Subscription, void_next};
use crate::topics;

/// How long a confirmed change waits for its money: as long as a gateway waits for a payer.
const WAITS: TimeDelta = TimeDelta::minutes(30);

/// What confirming came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// It is so, or was before.
    Done,
    /// It will be so.
    Scheduled,
    /// When this is paid.
    ToPay(InvoiceId),
    /// The quote did not hold; this one does.
    Anew(ChangeId),
    /// Into that it cannot be changed any more.
    Gone,
}

/// Confirms a quote. Doing it again leads where it led.
pub async fn confirm(
    id: ChangeId,
    of: SubscriptionId,
    from_wallet: bool,
    by: UserId,
    tx: &mut Tx,
) -> AppResult<Confirmed> {
    let service = Subscription::find_for_update(of, tx).await?;
    Change::find(id, of, tx).await?;
    let change = Change::find_for_update(id, tx).await?;
    match (change.state, change.invoice_id) {
        (ChangeState::Quoted | ChangeState::Void, _) => {}
        (ChangeState::Invoiced, Some(invoice)) => return Ok(Confirmed::ToPay(invoice)),
        (ChangeState::Scheduled, _) => return Ok(Confirmed::Scheduled),
        (ChangeState::Done | ChangeState::Invoiced, _) => return Ok(Confirmed::Done),
    }
    check(&service, tx)?;
    let is_fresh = change.state == ChangeState::Quoted && change.valid_until > tx.now();
    if !is_fresh || change.version != service.version {
        return anew(&change, &service, by, tx).await;
    }
    if change.from_period.is_some() {
        return schedule(&change, &service, tx).await;
    }
    if change.total().is_zero() {
        apply(id, tx).await?;
        return Ok(Confirmed::Done);
    }
    let invoice = bill(&change, &service, tx).await?;
    if !from_wallet {
        return Ok(Confirmed::ToPay(invoice));
    }
    match invoices::pay(invoice, tx).await? {
        Payment::Done | Payment::Again => Ok(Confirmed::Done),
        Payment::Short => Err(AppError::invalid("method", "commerce.checkout.short")),
        Payment::Lapsed => Err(AppError::Conflict("commerce.invoice.is_void")),
    }
}

async fn anew(
    change: &Change,
    service: &Subscription,
    by: UserId,
    tx: &mut Tx,
) -> AppResult<Confirmed> {
    let product = Price::find(change.price_id, tx).await?.product_id;
    let (targets, _) = targets::of(service, tx).await?;
    match targets.iter().find(|one| one.product.id == product) {
        Some(target) => Ok(Confirmed::Anew(quote(service, target, by, tx).await?)),
        None => Ok(Confirmed::Gone),
    }
}

/// Leaves it until the period ends, in place of any other.
async fn schedule(change: &Change, service: &Subscription, tx: &mut Tx) -> AppResult<Confirmed> {
    use commerce_changes as c;
    if !service.auto_renew {
        return Err(AppError::Conflict("commerce.change.refused.ending"));
    }
    give_up_scheduled(service.id, tx).await?;
    supersede(service.id, tx).await?;
    void_next(service, tx).await?;
    let row = c::table.find(change.id);
    diesel::update(row)
        .set(c::state.eq(ChangeState::Scheduled))
        .execute(tx)
        .await?;
    let event = Audit::new("commerce.change.schedule", SUBJECT, service.id.0)
        .of_tenant(service.tenant_id)
        .before(json!({ "price": service.price_id }))
        .after(json!({ "price": change.price_id, "from_period": change.from_period }));
    audit::record(tx, event).await?;
    live::announce(tx, &topics::money(service.tenant_id)).await?;
    Ok(Confirmed::Scheduled)
}

/// Makes the invoice of it, in place of any other that waits.
async fn bill(change: &Change, service: &Subscription, tx: &mut Tx) -> AppResult<InvoiceId> {
    use commerce_changes as c;
    if let Some(other) = Change::waiting(service.id, ChangeState::Invoiced, tx).await? {
        super::apply::give_up(other.id, tx).await?;
    }
    let price = Price::find(change.price_id, tx).await?;
    let product = targets::product(price.product_id, tx).await?;
    let charge = Charge {
        net: change.net,
        vat_rate: change.vat_rate,
        vat: change.vat,
        deferred: true,
    };
    let period = (service.id, service.period_no);
    let named = (product.name_fa.as_str(), product.name_en.as_str());
    let line = NewLine::of_period(
        period,
        product.id,
        named,
        "commerce.change.line",
        charge,
        tx,
    );
    let until = change.valid_until.max(tx.now() + WAITS);
    let new = NewInvoice {
        tenant: service.tenant_id,
        order: None,
        due_at: Some(until),
        runway: 0,
        lines: vec![line.of_change(change.id)],
    };
    let invoice = Invoice::make(&new, tx).await?;
    let set = (
        c::state.eq(ChangeState::Invoiced),
        c::invoice_id.eq(invoice),
        c::valid_until.eq(until),
    );
    diesel::update(c::table.find(change.id))
        .set(set)
        .execute(tx)
        .await?;
    Ok(invoice)
}
