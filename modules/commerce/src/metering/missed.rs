//! What hours that were missed come to, reckoned as the meter will take them and without taking them.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{PlatformDb, ReadTx};
use kernel::error::AppResult;
use kernel::ids::TenantId;
use ledger::{AccountId, Period};

use super::hours;
use super::meter::Meter;
use super::take::Bill;
use crate::accounts;
use crate::catalogue::Tax;
use crate::schema::commerce_metered_wallets;

/// What was taken, or would be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Hours of services.
    pub hours: usize,
    /// What they cost, with tax.
    pub rial: i64,
    /// Services for which there was no money.
    pub rest: usize,
}

impl Tally {
    /// Of what one wallet has paid.
    #[must_use]
    pub fn of(bill: &Bill) -> Self {
        Self {
            hours: bill.owed.len(),
            rial: bill.total(),
            rest: 0,
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.hours += other.hours;
        self.rial = self.rial.saturating_add(other.rial);
        self.rest += other.rest;
    }
}

/// Wallets that are looked at in one statement.
const BATCH: i64 = 1000;

/// All hours that began until then and are not taken.
pub async fn until(until: DateTime<Utc>, db: &PlatformDb) -> AppResult<Tally> {
    let mut sum = Tally::default();
    let mut last = None;
    loop {
        let (some, next) = db.read(async |tx| batch(until, last, tx).await).await?;
        sum += some;
        if next.is_none() {
            return Ok(sum);
        }
        last = next;
    }
}

/// Those of some wallets, and the last of these.
async fn batch(
    until: DateTime<Utc>,
    after: Option<TenantId>,
    tx: &mut ReadTx,
) -> AppResult<(Tally, Option<TenantId>)> {
    use commerce_metered_wallets as w;
    let mut due = w::table
        .filter(w::next_hour.le(until))
        .order(w::tenant_id)
        .limit(BATCH)
        .select((w::tenant_id, w::next_hour.assume_not_null()))
        .into_boxed();
    if let Some(after) = after {
        due = due.filter(w::tenant_id.gt(after));
    }
    let wallets: Vec<(TenantId, DateTime<Utc>)> = due.load(tx).await?;
    let tenants: Vec<TenantId> = wallets.iter().map(|(tenant, _)| *tenant).collect();
    let mut meters: BTreeMap<TenantId, Vec<Meter>> = BTreeMap::new();
    for meter in Meter::running_of(&tenants, tx).await? {
        meters.entry(meter.tenant_id).or_default().push(meter);
    }
    let accounts: Vec<AccountId> = tenants
        .iter()
        .map(|tenant| accounts::wallet(*tenant).id())
        .collect();
    let available = ledger::available_of(&accounts, tx).await?;
    let mut taxes = Taxes::default();
    let mut sum = Tally::default();
    for ((tenant, first), account) in wallets.iter().zip(&accounts) {
        let running = meters.remove(tenant).unwrap_or_default();
        let left = available.get(account).copied().unwrap_or(0);
        sum += wallet(running, left, *first, until, &mut taxes, tx).await?;
    }
    Ok((sum, tenants.last().copied()))
}

/// One wallet, hour by hour: who comes first is paid first, and whom the money does not reach has nothing more.
async fn wallet(
    mut running: Vec<Meter>,
    mut left: i64,
    first: DateTime<Utc>,
    until: DateTime<Utc>,
    taxes: &mut Taxes,
    tx: &mut ReadTx,
) -> AppResult<Tally> {
    let mut sum = Tally::default();
    let mut hour = first;
    while hour <= until && !running.is_empty() {
        let (month, tax) = (Period::at(hour), taxes.at(hour, tx).await?);
        let mut goes_on = Vec::with_capacity(running.len());
        for mut meter in running {
            if meter.next_hour <= hour {
                let charge = meter.take(month, tax);
                if charge.total() > left {
                    sum.rest += 1;
                    continue;
                }
                left -= charge.total();
                sum.hours += 1;
                sum.rial = sum.rial.saturating_add(charge.total());
            }
            goes_on.push(meter);
        }
        running = goes_on;
        hour = hours::after(hour);
    }
    Ok(sum)
}

/// The rate of each hour, asked once.
#[derive(Default)]
struct Taxes(BTreeMap<DateTime<Utc>, Tax>);

impl Taxes {
    async fn at(&mut self, hour: DateTime<Utc>, tx: &mut ReadTx) -> AppResult<Tax> {
        if let Some(known) = self.0.get(&hour) {
            return Ok(*known);
        }
        let tax = Tax::at(hour, tx).await?;
        self.0.insert(hour, tax);
        Ok(tax)
    }
}
