//! Usage that was not paid for: its services rest until it is, whatever else of them is paid.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{PlatformDb, ReadTx, Tx};
use kernel::error::{AppError, AppResult};
use kernel::ids::TenantId;

use crate::ids::{InvoiceId, SubscriptionId};
use crate::invoices::{self, InvoiceState};
use crate::schema::{commerce_invoices, commerce_subscriptions, commerce_usages};
use crate::settings::GRACE_DAYS;
use crate::subscriptions::{Subscription, Wanted, enqueue_due, suspended_for, want};

/// Services that one run lets rest; the next run goes on.
const BATCH: i64 = 500;

/// Invoices that should have been paid before this moment have been waited for long enough.
async fn waited_until(tx: &mut ReadTx) -> AppResult<DateTime<Utc>> {
    Ok(tx.now() - TimeDelta::days(GRACE_DAYS.get(tx).await?))
}

/// Whether a service has used what nobody has paid, for longer than is waited.
pub async fn owes(service: SubscriptionId, tx: &mut ReadTx) -> AppResult<bool> {
    use {commerce_invoices as i, commerce_usages as u};
    let until = waited_until(tx).await?;
    let unpaid = u::table
        .inner_join(i::table)
        .filter(u::subscription_id.eq(service))
        .filter(i::state.eq(InvoiceState::Open))
        .filter(i::due_at.le(until));
    Ok(diesel::select(exists(unpaid)).get_result(tx).await?)
}

/// The services of an invoice of usage.
pub async fn services(invoice: InvoiceId, tx: &mut ReadTx) -> QueryResult<Vec<SubscriptionId>> {
    use commerce_usages as u;
    let rows: Vec<SubscriptionId> = u::table
        .filter(u::invoice_id.eq(invoice))
        .select(u::subscription_id)
        .load(tx)
        .await?;
    let all: BTreeSet<SubscriptionId> = rows.into_iter().collect();
    Ok(all.into_iter().collect())
}

/// Lets the services rest whose usage was not paid for in time. Each in a transaction of its own.
pub async fn let_rest(db: &PlatformDb) -> AppResult<()> {
    use {commerce_invoices as i, commerce_subscriptions as s, commerce_usages as u};
    let overdue: Vec<(SubscriptionId, InvoiceId)> = db
        .read(async |tx| {
            let until = waited_until(tx).await?;
            let rows = u::table
                .inner_join(i::table)
                .inner_join(s::table.on(s::id.eq(u::subscription_id)))
                .filter(i::state.eq(InvoiceState::Open))
                .filter(i::due_at.le(until))
                .filter(s::wanted.eq(Wanted::Running))
                .order((i::due_at, s::id))
                .limit(BATCH)
                .select((s::id, i::id));
            Ok(rows.load(tx).await?)
        })
        .await?;
    for (id, invoice) in overdue {
        let rests = db.write(async |tx| rest(id, invoice, tx).await);
        if let Err(error) = rests.await {
            tracing::error!(service = %id, %error, "a service that owes usage could not be suspended");
        }
    }
    Ok(())
}

async fn rest(id: SubscriptionId, invoice: InvoiceId, tx: &mut Tx) -> AppResult<()> {
    let service = Subscription::find_for_update(id, tx).await?;
    if service.wanted != Wanted::Running || !owes(id, tx).await? {
        return Ok(());
    }
    want(&service, Wanted::Suspended, tx).await?;
    suspended_for(&service, invoice, tx).await
}

/// Pays what is open of an account's usage, the oldest first, as far as the money goes.
pub async fn pay_open(tenant: TenantId, db: &PlatformDb) -> AppResult<()> {
    use {commerce_invoices as i, commerce_usages as u};
    let open: Vec<InvoiceId> = db
        .read(async |tx| {
            let of_usage = u::table.filter(u::invoice_id.eq(i::id.nullable()));
            let rows = i::table
                .filter(i::tenant_id.eq(tenant))
                .filter(i::state.eq(InvoiceState::Open))
                .filter(exists(of_usage))
                .order((i::due_at, i::id))
                .limit(BATCH)
                .select(i::id);
            Ok(rows.load(tx).await?)
        })
        .await?;
    for invoice in open {
        match db.write(async |tx| invoices::pay(invoice, tx).await).await {
            // Given up meanwhile.
            Ok(_) | Err(AppError::Conflict(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// An invoice of usage was paid or given up: what rested for it goes on. Its services are locked.
pub async fn settled(services: &[SubscriptionId], tx: &mut Tx) -> AppResult<()> {
    let now = tx.now();
    for &id in services {
        let service = Subscription::find(id, tx).await?;
        if service.wanted != Wanted::Suspended || owes(id, tx).await? {
            continue;
        }
        if service.cycle.is_metered() {
            // It needs an hour's money too.
            enqueue_due(service.tenant_id, None, tx).await?;
        } else if service.period_to.is_none_or(|ends| ends > now) {
            want(&service, Wanted::Running, tx).await?;
        }
    }
    Ok(())
}
