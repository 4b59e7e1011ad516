//! When an account's money runs out, for pages, the API and warnings.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, Nullable, SmallInt, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use kernel::db::{ReadTx, Tx, sql};
use kernel::error::AppResult;
use kernel::ids::TenantId;
use kernel::jobs;
use ledger::AccountId;
use uuid::Uuid;

use super::charge::hourly;
use super::meter::Meter;
use super::notices::WarnOfEnd;
use super::runway::{Due, Running, runs_out_at};
use super::take::Bill;
use crate::accounts;
use crate::catalogue::Tax;
use crate::schema::{commerce_prices, commerce_subscriptions};
use crate::subscriptions::Wanted;

/// What an account's hours come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Foresight {
    /// Services that run by the hour.
    pub services: usize,
    /// What they cost each hour, with tax.
    pub hourly: i64,
    /// The first hour that cannot be paid; nothing within three months.
    pub runs_out_at: Option<DateTime<Utc>>,
}

/// Looks ahead for an account, in its scope or the platform's.
pub async fn foresee(tenant: TenantId, tx: &mut ReadTx) -> AppResult<Foresight> {
    let meters = Meter::running_of(&[tenant], tx).await?;
    if meters.is_empty() {
        return Ok(Foresight::default());
    }
    let available = ledger::available(accounts::wallet(tenant).id(), tx).await?;
    let tax = Tax::at(tx.now(), tx).await?;
    let due = renewals(tenant, tax, tx).await?;
    let running: Vec<Running> = meters.iter().map(Meter::running).collect();
    Ok(Foresight {
        services: meters.len(),
        hourly: rate(&meters, tax),
        runs_out_at: runs_out_at(available, &running, &due, tax),
    })
}

fn rate(meters: &[Meter], tax: Tax) -> i64 {
    let each = meters.iter().map(|one| with_tax(one.monthly, tax));
    each.fold(0, i64::saturating_add)
}

/// What an hour of a month's price costs with tax, to be shown.
pub fn with_tax(monthly: i64, tax: Tax) -> i64 {
    tax.with(hourly(monthly))
}

/// What will be paid from the wallet for other services, in the order of time.
async fn renewals(tenant: TenantId, tax: Tax, tx: &mut ReadTx) -> QueryResult<Vec<Due>> {
    use {commerce_prices as p, commerce_subscriptions as s};
    let rows: Vec<(DateTime<Utc>, i64)> = s::table
        .inner_join(p::table)
        .filter(s::tenant_id.eq(tenant))
        .filter(s::wanted.eq(Wanted::Running))
        .filter(s::auto_renew)
        .filter(s::period_to.is_not_null())
        .order(s::period_to)
        .select((s::period_to.assume_not_null(), p::amount))
        .load(tx)
        .await?;
    let due = rows.into_iter().map(|(at, net)| Due {
        at,
        total: tax.with(net),
    });
    Ok(due.collect())
}

/// How many hours before the end somebody is told.
const LEVELS: [i16; 3] = [3, 24, 72];

/// Which warning a time before the end calls for.
fn level(ends: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Option<i16> {
    let left = ends? - now;
    let within = |level: &&i16| left <= TimeDelta::hours(i64::from(**level));
    LEVELS.iter().find(within).copied()
}

/// Warns those whose money ends soon, each once at each level. Who has plenty costs one look-up for all of them.
pub async fn warn(
    paid: &[(Bill, Option<Uuid>)],
    warned: &BTreeMap<TenantId, Option<i16>>,
    meters: &BTreeMap<TenantId, Vec<Meter>>,
    tx: &mut Tx,
) -> AppResult<()> {
    let tenants = || paid.iter().map(|(bill, _)| bill.tenant);
    let wallets: Vec<AccountId> = tenants().map(|of| accounts::wallet(of).id()).collect();
    let available = ledger::available_of(&wallets, tx).await?;
    let now = tx.now();
    let mut levels = Vec::new();
    for ((bill, _), wallet) in paid.iter().zip(&wallets) {
        let before = warned.get(&bill.tenant).copied().flatten();
        let left = available.get(wallet).copied().unwrap_or(0);
        let rate = meters
            .get(&bill.tenant)
            .map_or(0, |all| rate(all, bill.tax));
        let level = if left / 100 >= rate {
            None
        } else {
            level(foresee(bill.tenant, tx).await?.runs_out_at, now)
        };
        if level != before {
            levels.push((bill.tenant, level));
        }
        if level.is_some_and(|level| before.is_none_or(|before| level < before)) {
            jobs::enqueue(
                tx,
                &WarnOfEnd {
                    tenant: bill.tenant,
                },
            )
            .await?;
        }
    }
    remember(&levels, tx).await
}

async fn remember(levels: &[(TenantId, Option<i16>)], tx: &mut Tx) -> AppResult<()> {
    if levels.is_empty() {
        return Ok(());
    }
    let tenants: Vec<Uuid> = levels.iter().map(|(tenant, _)| tenant.0).collect();
    let levels: Vec<Option<i16>> = levels.iter().map(|(_, level)| *level).collect();
    sql(
        "UPDATE commerce_metered_wallets w SET warned = u.level FROM unnest($1, $2) AS u (id, level) WHERE w.tenant_id = u.id",
    )
    .bind::<Array<SqlUuid>, _>(&tenants)
    .bind::<Array<Nullable<SmallInt>>, _>(&levels)
    .execute(tx)
    .await?;
    Ok(())
}

/// After money came: what was said of its end is out of date.
pub async fn forget_warning(tenant: TenantId, tx: &mut Tx) -> AppResult<()> {
    let ends = foresee(tenant, tx).await?.runs_out_at;
    remember(&[(tenant, level(ends, tx.now()))], tx).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_come_at_three_days_one_day_and_three_hours() {
        let now = DateTime::UNIX_EPOCH;
        let after = |hours| level(Some(now + TimeDelta::hours(hours)), now);
        assert_eq!(
            [73, 72, 25, 24, 4, 3, 0].map(after),
            [
                None,
                Some(72),
                Some(72),
                Some(24),
                Some(24),
                Some(3),
                Some(3)
            ]
        );
        assert_eq!(level(None, now), None);
    }
}
