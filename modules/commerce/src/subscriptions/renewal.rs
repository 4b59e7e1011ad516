//! What happens by the clock: the next period's invoice some days ahead, its payment from the wallet when it is due,
//! suspension after the days of grace, the end after the days of keeping. Each service in a transaction of its own, so that
//! one that cannot go on holds up no other; running it again does what is left.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{PlatformDb, ReadTx, Tx};
use kernel::error::{AppError, AppResult};
use kernel::ids::TenantId;
use kernel::jobs::{self, Job, JobCx, NewJob};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::ending::{self, Told};
use super::notices;
use super::reconcile::{self, SUBJECT};
use super::service::{Subscription, Wanted};
use crate::catalogue::{Price, Tax};
use crate::changes;
use crate::ids::{InvoiceId, SubscriptionId};
use crate::invoices::{self, Charge, Invoice, InvoiceState, NewInvoice, NewLine, Payment};
use crate::schema::{commerce_invoice_lines, commerce_invoices, commerce_subscriptions};
use crate::settings::{GRACE_DAYS, KEEP_DAYS, RENEW_DAYS};
use crate::{metering, usage};

/// Services that one run looks at; the next run goes on.
pub const BATCH: i64 = 500;

/// The job of the clock: what is due now.
#[derive(Serialize, Deserialize)]
pub struct RenewServices {}

impl Job for RenewServices {
    const NAME: &'static str = "commerce.renew_services";

    async fn run(self, cx: JobCx) -> AppResult<()> {
        let db = cx.db.platform();
        changes::by_the_clock(&db).await?;
        for id in db.read(async |tx| due(tx).await).await? {
            look_at(id, &db).await;
        }
        Ok(())
    }
}

/// The job after money came in: what of this tenant waits for it.
#[derive(Serialize, Deserialize)]
pub struct PayDue {
    tenant: TenantId,
    invoice: Option<InvoiceId>,
}

/// Has the invoice paid that the money was meant for, and whatever else waits for this tenant's money looked at, when this
/// transaction commits.
pub async fn enqueue_due(
    tenant: TenantId,
    invoice: Option<InvoiceId>,
    tx: &mut Tx,
) -> AppResult<()> {
    let job = NewJob::of(&PayDue { tenant, invoice })?;
    jobs::enqueue_raw(tx, job.queue(format!("commerce.due.{tenant}"))).await
}

impl Job for PayDue {
    const NAME: &'static str = "commerce.pay_due";

    async fn run(self, cx: JobCx) -> AppResult<()> {
        use commerce_subscriptions as s;
        let (db, tenant) = (cx.db.platform(), self.tenant);
        if let Some(invoice) = self.invoice {
            match db.write(async |tx| invoices::pay(invoice, tx).await).await {
                // Given up meanwhile, or too little for it: the money stays in the wallet.
                Ok(_) | Err(AppError::Conflict(_)) => {}
                Err(error) => return Err(error),
            }
        }
        usage::pay_open(tenant, &db).await?;
        let waiting = db
            .read(async |tx| {
                let now = tx.now();
                let rows = s::table
                    .filter(s::tenant_id.eq(tenant))
                    .filter(s::wanted.eq_any([Wanted::Running, Wanted::Suspended]))
                    .filter(s::period_to.le(now))
                    .order((s::period_to, s::id))
                    .limit(BATCH)
                    .select(s::id);
                Ok(rows.load::<SubscriptionId>(tx).await?)
            })
            .await?;
        for id in waiting {
            look_at(id, &db).await;
        }
        db.write(async |tx| metering::resume(tenant, tx).await)
            .await
    }
}

/// Services whose period is over, or ends within the days of renewal and has no invoice of the next one yet.
async fn due(tx: &mut ReadTx) -> AppResult<Vec<SubscriptionId>> {
    use {commerce_invoice_lines as l, commerce_subscriptions as s};
    let now = tx.now();
    let ahead = now + days(RENEW_DAYS.get(tx).await?);
    let billed = l::table
        .filter(l::subscription_id.eq(s::id.nullable()))
        .filter(l::period_no.eq((s::period_no + 1).nullable()))
        .filter(l::void.eq(false));
    let unbilled = s::auto_renew.and(diesel::dsl::not(diesel::dsl::exists(billed)));
    let over = s::period_to.le(now).assume_not_null();
    let rows = s::table
        .filter(s::wanted.eq_any([Wanted::Running, Wanted::Suspended]))
        .filter(s::period_to.le(ahead))
        .filter(over.or(unbilled))
        .order((s::looked_at, s::period_to, s::id))
        .limit(BATCH)
        .select(s::id);
    Ok(rows.load(tx).await?)
}

fn days(count: i64) -> TimeDelta {
    TimeDelta::days(count)
}

/// One service; what goes wrong with it is told in the log and tried again by the next run.
async fn look_at(id: SubscriptionId, db: &PlatformDb) {
    if let Err(error) = db.write(async |tx| renew(id, tx).await).await {
        tracing::error!(service = %id, %error, "a service could not be renewed");
    }
}

async fn renew(id: SubscriptionId, tx: &mut Tx) -> AppResult<()> {
    let service = Subscription::find_for_update(id, tx).await?;
    looked_at(id, tx).await?;
    let Some(ends) = service.period_to else {
        return Ok(());
    };
    let now = tx.now();
    if !service.auto_renew {
        return if ends <= now {
            end(&service, tx).await
        } else {
            Ok(())
        };
    }
    // What it has used was not paid: nothing further of it is.
    if usage::owes(id, tx).await? {
        return if ends <= now {
            overdue(&service, ends, now, tx).await
        } else {
            Ok(())
        };
    }
    let invoice = match open_invoice(&service, tx).await? {
        Some(invoice) => invoice,
        None => bill(&service, ends, tx).await?,
    };
    if ends > now || invoices::pay(invoice, tx).await? != Payment::Short {
        return Ok(());
    }
    overdue(&service, ends, now, tx).await
}

/// Not paid, and its period is over.
async fn overdue(
    service: &Subscription,
    ends: DateTime<Utc>,
    now: DateTime<Utc>,
    tx: &mut Tx,
) -> AppResult<()> {
    let grace = ends + days(GRACE_DAYS.get(tx).await?);
    match service.wanted {
        Wanted::Running if grace <= now => {
            want(service, Wanted::Suspended, tx).await?;
            notices::suspended(service, tx).await
        }
        Wanted::Suspended if grace + days(KEEP_DAYS.get(tx).await?) <= now => {
            end(service, tx).await
        }
        _ => Ok(()),
    }
}

/// Ends a service for good; what was not paid of it is void.
pub async fn end(service: &Subscription, tx: &mut Tx) -> AppResult<()> {
    void_next(service, tx).await?;
    changes::give_up_scheduled(service.id, tx).await?;
    want(service, Wanted::Ended, tx).await?;
    ending::tell(service.id, Told::Ended, tx).await
}

/// Voids the open invoice of the next period, where there is one: its period may be invoiced again.
pub async fn void_next(service: &Subscription, tx: &mut Tx) -> AppResult<()> {
    match open_invoice(service, tx).await? {
        Some(invoice) => Invoice::void_one(invoice, tx).await,
        None => Ok(()),
    }
}

/// Changes what is wanted of a service, and has it brought there.
pub async fn want(service: &Subscription, wanted: Wanted, tx: &mut Tx) -> AppResult<()> {
    use commerce_subscriptions as s;
    let row = s::table.find(service.id);
    diesel::update(row)
        .set(s::wanted.eq(wanted))
        .execute(tx)
        .await?;
    let event = Audit::new("commerce.service.want", SUBJECT, service.id.0)
        .of_tenant(service.tenant_id)
        .before(json!({ "wanted": service.wanted }))
        .after(json!({ "wanted": wanted }));
    audit::record(tx, event).await?;
    if service.cycle.is_metered() && wanted != Wanted::Running {
        metering::stop(service, wanted == Wanted::Suspended, tx).await?;
    }
    changes::supersede(service.id, tx).await?;
    reconcile::enqueue(service.id, tx).await
}

/// So that a run which does not reach all begins with the others next time.
async fn looked_at(id: SubscriptionId, tx: &mut Tx) -> QueryResult<usize> {
    use commerce_subscriptions as s;
    let now = tx.now();
    let row = diesel::update(s::table.find(id));
    row.set(s::looked_at.eq(now)).execute(tx).await
}

/// The open invoice of a service's next period.
pub async fn open_invoice(
    service: &Subscription,
    tx: &mut ReadTx,
) -> QueryResult<Option<InvoiceId>> {
    use commerce_invoice_lines as l;
    l::table
        .inner_join(commerce_invoices::table)
        .filter(l::subscription_id.eq(service.id))
        .filter(l::period_no.eq(service.period_no + 1))
        .filter(commerce_invoices::state.eq(InvoiceState::Open))
        .select(l::invoice_id)
        .first(tx)
        .await
        .optional()
}

/// Makes the invoice of a service's next period, at the price it was bought at, or will have from there on, and the tax of
/// the day on which it begins.
pub async fn bill(
    service: &Subscription,
    begins: DateTime<Utc>,
    tx: &mut Tx,
) -> AppResult<InvoiceId> {
    let next = changes::next(service, tx).await?;
    let price = match &next {
        Some(next) => next.price,
        None => Price::find(service.price_id, tx).await?,
    };
    let tax = Tax::at(begins.max(tx.now()), tx).await?;
    let vat = tax.on(price.amount).ok_or_else(|| {
        AppError::internal(format!(
            "the tax on {id} is too large to count",
            id = price.id
        ))
    })?;
    let period = (service.id, service.period_no + 1);
    let named = match &next {
        Some(next) => (next.product.name_fa.as_str(), next.product.name_en.as_str()),
        None => (service.name_fa.as_str(), service.name_en.as_str()),
    };
    let charge = Charge {
        net: price.amount,
        vat_rate: tax.rate,
        vat,
        deferred: true,
    };
    let cycle = service.cycle.label();
    let line = NewLine::of_period(period, price.product_id, named, cycle, charge, tx);
    let new = NewInvoice {
        tenant: service.tenant_id,
        order: None,
        due_at: Some(begins),
        runway: 0,
        lines: vec![line],
    };
    let invoice = Invoice::make(&new, tx).await?;
    notices::due(service, invoice, tx).await?;
    Ok(invoice)
}
