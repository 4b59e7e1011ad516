//! Meters: one for each service that is billed by the hour, and one row for each wallet from which hours are taken. Whoever
//! changes a meter holds its service's row first, then its wallet's.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Integer, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use kernel::db::{ReadTx, Tx, sql};
use kernel::error::{AppError, AppResult};
use kernel::ids::TenantId;
use kernel::jobs;
use ledger::Period;

use super::charge::{HourCharge, Taken};
use super::hours;
use super::run::MeterHours;
use super::runway::Running;
use crate::catalogue::{Price, Tax};
use crate::ids::{ProductId, SubscriptionId};
use crate::schema::{commerce_metered_wallets, commerce_meters};
use crate::subscriptions::Subscription;

/// The meter of a service.
#[derive(Clone, Copy, Debug, Queryable, Selectable)]
#[diesel(table_name = commerce_meters)]
pub struct Meter {
    /// Of which service.
    pub subscription_id: SubscriptionId,
    /// Whose.
    pub tenant_id: TenantId,
    /// What it is.
    pub product_id: ProductId,
    /// What a month of hours costs, without tax.
    pub monthly: i64,
    /// Whether hours are taken.
    pub runs: bool,
    /// The first hour that is not taken.
    pub next_hour: DateTime<Utc>,
    month: Period,
    hours: i32,
    net: i64,
    vat: i64,
    /// Since when it waits for money.
    pub waits_since: Option<DateTime<Utc>>,
}

impl Meter {
    /// What was taken in the month of its last hour.
    #[must_use]
    pub fn taken(&self) -> Taken {
        Taken {
            month: self.month,
            hours: self.hours,
            net: self.net,
            vat: self.vat,
        }
    }

    /// Counts its next hour, which lies in `month`, as taken, and gives what it costs; its row stays as it is.
    pub fn take(&mut self, month: Period, tax: Tax) -> HourCharge {
        let (charge, after) = self.taken().next(self.monthly, month, tax);
        (self.month, self.hours, self.net, self.vat) =
            (after.month, after.hours, after.net, after.vat);
        self.next_hour = hours::after(self.next_hour);
        charge
    }

    /// As the future is reckoned.
    #[must_use]
    pub fn running(&self) -> Running {
        Running {
            monthly: self.monthly,
            taken: self.taken(),
            next_hour: self.next_hour,
        }
    }

    /// The meter of a service, when it has one.
    pub async fn of(service: SubscriptionId, tx: &mut ReadTx) -> QueryResult<Option<Self>> {
        let found = commerce_meters::table.find(service);
        let found = found.select(Self::as_select());
        found.get_result(tx).await.optional()
    }

    /// The meters of these accounts that run, each account's in the order in which they pay: the oldest first.
    pub async fn running_of(tenants: &[TenantId], tx: &mut ReadTx) -> QueryResult<Vec<Self>> {
        let running = commerce_meters::table
            .filter(commerce_meters::tenant_id.eq_any(tenants))
            .filter(commerce_meters::runs);
        running
            .order((
                commerce_meters::tenant_id,
                commerce_meters::began_at,
                commerce_meters::subscription_id,
            ))
            .select(Self::as_select())
            .load(tx)
            .await
    }

    /// The meters of an account that wait for money, in the order in which they come back.
    pub async fn waiting_of(tenant: TenantId, tx: &mut ReadTx) -> QueryResult<Vec<Self>> {
        let waiting = commerce_meters::table
            .filter(commerce_meters::tenant_id.eq(tenant))
            .filter(commerce_meters::waits_since.is_not_null());
        waiting
            .order((commerce_meters::began_at, commerce_meters::subscription_id))
            .select(Self::as_select())
            .load(tx)
            .await
    }
}

/// Lets the meter of a service run from this hour on, which counts whole, unless it was taken before. The service is locked.
pub async fn start(service: &Subscription, tx: &mut Tx) -> AppResult<()> {
    let price = Price::find(service.price_id, tx).await?;
    let monthly = price.monthly.ok_or_else(|| {
        AppError::internal(format!(
            "service {} has a price without a month",
            service.id
        ))
    })?;
    let now = tx.now();
    let hour = hours::start(now);
    let month = Period::at(hour);
    sql(
        "INSERT INTO commerce_metered_wallets AS w (tenant_id, next_hour, billed_month) VALUES ($1, $2, $3)
         ON CONFLICT (tenant_id) DO UPDATE SET next_hour = least(w.next_hour, $2)",
    )
    .bind::<SqlUuid, _>(service.tenant_id.0)
    .bind::<Timestamptz, _>(hour)
    .bind::<Integer, _>(month.previous())
    .execute(tx)
    .await?;
    let row = (
        commerce_meters::subscription_id.eq(service.id),
        commerce_meters::tenant_id.eq(service.tenant_id),
        commerce_meters::product_id.eq(price.product_id),
        commerce_meters::monthly.eq(monthly),
        commerce_meters::began_at.eq(now),
        commerce_meters::runs.eq(true),
        commerce_meters::next_hour.eq(hour),
        commerce_meters::month.eq(month),
    );
    let insert = diesel::insert_into(commerce_meters::table).values(row);
    if insert.on_conflict_do_nothing().execute(tx).await? == 0 {
        sql(
            "UPDATE commerce_meters SET runs = true, waits_since = NULL, next_hour = greatest(next_hour, $2)
              WHERE subscription_id = $1",
        )
        .bind::<SqlUuid, _>(service.id.0)
        .bind::<Timestamptz, _>(hour)
        .execute(tx)
        .await?;
    }
    jobs::enqueue(tx, &MeterHours {}).await
}

/// Lets no hour be taken any more; `waits` when the service rests until there is money. The service is locked.
pub async fn stop(service: &Subscription, waits: bool, tx: &mut Tx) -> AppResult<()> {
    let now = tx.now();
    let wallet = commerce_metered_wallets::table.find(service.tenant_id);
    let locked: Option<TenantId> = wallet
        .select(commerce_metered_wallets::tenant_id)
        .for_update()
        .get_result(tx)
        .await
        .optional()?;
    if locked.is_none() {
        return Ok(());
    }
    let meter = diesel::update(commerce_meters::table.find(service.id)).set((
        commerce_meters::runs.eq(false),
        commerce_meters::waits_since.eq(waits.then_some(now)),
    ));
    meter.execute(tx).await?;
    Ok(())
}
