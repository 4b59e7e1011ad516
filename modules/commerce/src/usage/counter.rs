//! Counters of a service: what its kind tells of them, and what of that belongs to which month.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use contracts::commerce::CounterDef;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::app::App;
use kernel::db::{ReadTx, Tx};
use kernel::error::{AppError, AppResult};
use kernel::ids::TenantId;
use ledger::Period;

use super::notices;
use super::rate::Rate;
use crate::catalogue::kind;
use crate::ids::{InvoiceId, ProductId, RateId, SubscriptionId};
use crate::schema::{commerce_counters, commerce_usages};
use crate::subscriptions::Subscription;

/// How a counter stands.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = commerce_counters)]
pub struct Counter {
    /// Its name.
    #[diesel(column_name = counter)]
    pub name: String,
    /// What its units cost; nothing when they cost nothing.
    pub rate_id: Option<RateId>,
    /// What was told last, since the thing was provided.
    pub total: i64,
    /// When.
    pub counted_at: DateTime<Utc>,
}

/// What was used in a month.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = commerce_usages)]
pub struct Usage {
    /// Of which service.
    pub subscription_id: SubscriptionId,
    /// By which counter.
    pub counter: String,
    /// When.
    pub month: Period,
    /// What the service was then.
    pub product_id: ProductId,
    /// What its units cost.
    pub rate_id: Option<RateId>,
    /// How much, as it is counted.
    pub used: i64,
    /// Of what is included, how many percent its owner was told of.
    pub told: Option<i16>,
    /// Since when it is settled.
    pub billed_at: Option<DateTime<Utc>>,
    /// By which invoice.
    pub invoice_id: Option<InvoiceId>,
}

/// What a kind counts.
pub fn defs(app: &App, kind_name: &str) -> Vec<CounterDef> {
    kind(app, kind_name).map_or_else(|_| Vec::new(), |kind| kind.counters())
}

/// One of that, by its name.
pub fn def(app: &App, kind_name: &str, counter: &str) -> Option<CounterDef> {
    let mut all = defs(app, kind_name).into_iter();
    all.find(|def| def.name == counter)
}

/// Lets the counters of a service begin, at the rates of its order. Those that have begun stay.
pub async fn begin(service: &Subscription, tx: &mut Tx) -> AppResult<()> {
    use commerce_counters as c;
    let defs = defs(tx.app(), &service.kind);
    if defs.is_empty() {
        return Ok(());
    }
    let rates = by_counter(Rate::at(service.product_id, service.made_at, tx).await?);
    let at = tx.now();
    let rows = defs.iter().map(|def| {
        (
            c::subscription_id.eq(service.id),
            c::counter.eq(def.name),
            c::tenant_id.eq(service.tenant_id),
            c::rate_id.eq(rates.get(def.name).copied()),
            c::counted_at.eq(at),
        )
    });
    let rows: Vec<_> = rows.collect();
    let insert = diesel::insert_into(c::table).values(rows);
    insert.on_conflict_do_nothing().execute(tx).await?;
    Ok(())
}

fn by_counter(rates: Vec<Rate>) -> BTreeMap<String, RateId> {
    let each = rates.into_iter();
    each.map(|rate| (rate.counter, rate.id)).collect()
}

/// A service has become another product: from now on its counters stand at that one's rates, and so does the month that
/// runs, whole.
pub async fn become_another(service: &Subscription, tx: &mut Tx) -> AppResult<()> {
    use {commerce_counters as c, commerce_usages as u};
    let (of, product) = (service.id, service.product_id);
    let defs = defs(tx.app(), &service.kind);
    if defs.is_empty() {
        return Ok(());
    }
    let now = tx.now();
    let rates = by_counter(Rate::at(product, now, tx).await?);
    for def in defs {
        let rate = rates.get(def.name).copied();
        let counter = c::table.find((of, def.name));
        diesel::update(counter)
            .set(c::rate_id.eq(rate))
            .execute(tx)
            .await?;
        let month = u::table
            .find((of, def.name, Period::at(now)))
            .filter(u::billed_at.is_null());
        diesel::update(month)
            .set((u::rate_id.eq(rate), u::product_id.eq(product)))
            .execute(tx)
            .await?;
    }
    Ok(())
}

/// A counter stands at `total`: what was added belongs to the month of now. Told again, or lower, it changes nothing.
pub async fn count(of: SubscriptionId, counter: &str, total: i64, tx: &mut Tx) -> AppResult<()> {
    use commerce_counters as c;
    let mut stands = stand(of, counter, tx).await?;
    if stands.is_none() {
        let service = Subscription::find(of, tx).await?;
        begin(&service, tx).await?;
        stands = stand(of, counter, tx).await?;
    }
    let Some((tenant, stands)) = stands else {
        return Err(AppError::internal(format!(
            "the kind of service {of} has no counter {counter}"
        )));
    };
    let now = tx.now();
    let added = total.saturating_sub(stands.total);
    if added <= 0 {
        return Ok(());
    }
    let row = diesel::update(c::table.find((of, counter)));
    row.set((c::total.eq(total), c::counted_at.eq(now)))
        .execute(tx)
        .await?;
    let usage = add(of, tenant, &stands, added, tx).await?;
    notices::of_included(&usage, tx).await
}

async fn stand(
    of: SubscriptionId,
    counter: &str,
    tx: &mut Tx,
) -> QueryResult<Option<(TenantId, Counter)>> {
    let one = commerce_counters::table.find((of, counter));
    let one = one.select((commerce_counters::tenant_id, Counter::as_select()));
    one.for_update().get_result(tx).await.optional()
}

async fn add(
    of: SubscriptionId,
    tenant: TenantId,
    stands: &Counter,
    added: i64,
    tx: &mut Tx,
) -> AppResult<Usage> {
    use commerce_usages as u;
    let service = Subscription::find(of, tx).await?;
    let row = (
        u::subscription_id.eq(of),
        u::counter.eq(&stands.name),
        u::month.eq(Period::at(tx.now())),
        u::tenant_id.eq(tenant),
        u::product_id.eq(service.product_id),
        u::rate_id.eq(stands.rate_id),
        u::used.eq(added),
    );
    let usage = diesel::insert_into(u::table)
        .values(row)
        .on_conflict((u::subscription_id, u::counter, u::month))
        .do_update()
        .set(u::used.eq(u::used + added))
        .returning(Usage::as_returning())
        .get_result(tx)
        .await?;
    Ok(usage)
}

impl Counter {
    /// Those of a service.
    pub async fn of(service: SubscriptionId, tx: &mut ReadTx) -> QueryResult<Vec<Self>> {
        commerce_counters::table
            .filter(commerce_counters::subscription_id.eq(service))
            .order(commerce_counters::counter)
            .select(Self::as_select())
            .load(tx)
            .await
    }
}

impl Usage {
    /// The last months of a service, newest first.
    pub async fn of(
        service: SubscriptionId,
        months: i64,
        tx: &mut ReadTx,
    ) -> QueryResult<Vec<Self>> {
        let rows = commerce_usages::table
            .filter(commerce_usages::subscription_id.eq(service))
            .order((commerce_usages::month.desc(), commerce_usages::counter))
            .limit(months);
        rows.select(Self::as_select()).load(tx).await
    }
}
