//! The hours of this moment, for all wallets: some hundred in a transaction, one entry a wallet and hour, hours that were
//! missed one by one. A wallet that cannot pay is left to [`short`]. Two nodes take turns by the wallets' rows.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, Nullable, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use kernel::db::{PlatformDb, ReadTx, Tx, sql};
use kernel::error::AppResult;
use kernel::ids::TenantId;
use kernel::jobs::{Job, JobCx};
use ledger::{Period, Refusal};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::hours;
use super::meter::Meter;
use super::missed::Tally;
use super::take::{self, Bill, Owed};
use super::{foresight, short};
use crate::accounts;
use crate::catalogue::Tax;
use crate::schema::commerce_metered_wallets;

/// Wallets of one transaction: purchases wait for those of their wallet alone, and not long.
const BATCH: i64 = 250;

/// The job of the clock: takes each hour that has begun.
#[derive(Serialize, Deserialize)]
pub struct MeterHours {}

impl Job for MeterHours {
    const NAME: &'static str = "commerce.meter_hours";

    async fn run(self, cx: JobCx) -> AppResult<()> {
        let db = cx.db.platform();
        meter(&db).await?;
        short::end_what_waited_too_long(&db).await
    }
}

/// Takes each hour that has begun and is not taken, of all wallets.
pub async fn meter(db: &PlatformDb) -> AppResult<()> {
    let now = db.read(async |tx| Ok(tx.now())).await?;
    meter_until(now, db).await.map(|_| ())
}

/// Takes each hour that began until then, which is not later than now, and is not taken, of all wallets.
pub async fn meter_until(until: DateTime<Utc>, db: &PlatformDb) -> AppResult<Tally> {
    let mut left_out = Vec::new();
    let mut taken = Tally::default();
    loop {
        let done = db
            .write(async |tx| batch(until, &left_out, tx).await)
            .await?;
        if done.wallets == 0 {
            return Ok(taken);
        }
        taken += done.taken;
        for tenant in done.short {
            match short::settle(tenant, until, db).await {
                Ok(settled) => taken += settled,
                Err(error) => {
                    tracing::error!(%tenant, %error, "the hours of a wallet could not be taken");
                    left_out.push(tenant);
                }
            }
        }
    }
}

struct Batch {
    wallets: usize,
    taken: Tally,
    short: Vec<TenantId>,
}

#[derive(Clone, Copy, Queryable)]
struct Wallet {
    tenant: TenantId,
    hour: DateTime<Utc>,
    warned: Option<i16>,
}

async fn batch(until: DateTime<Utc>, left_out: &[TenantId], tx: &mut Tx) -> AppResult<Batch> {
    let wallets = due(until, left_out, tx).await?;
    let tenants: Vec<TenantId> = wallets.iter().map(|one| one.tenant).collect();
    let mut meters: BTreeMap<TenantId, Vec<Meter>> = BTreeMap::new();
    for meter in Meter::running_of(&tenants, tx).await? {
        meters.entry(meter.tenant_id).or_default().push(meter);
    }
    let taxes = taxes(&wallets, tx).await?;
    let mut bills = Vec::with_capacity(wallets.len());
    for wallet in &wallets {
        let month = Period::at(wallet.hour);
        let tax = taxes.get(&wallet.hour).copied().unwrap_or(Tax { rate: 0 });
        let running = meters.get(&wallet.tenant).map_or(&[][..], Vec::as_slice);
        let owing = running.iter().filter(|one| one.next_hour <= wallet.hour);
        bills.push(Bill {
            tenant: wallet.tenant,
            hour: wallet.hour,
            tax,
            owed: owing.map(|meter| Owed::of(*meter, month, tax)).collect(),
        });
    }
    // Everybody takes balances in the order of their accounts.
    bills.sort_by_cached_key(|bill| accounts::wallet(bill.tenant).id());
    let (paid, short) = post(bills, tx).await?;
    take::write(&paid, tx).await?;
    go_on(&paid, &meters, tx).await?;
    foresight::warn(&paid, &warned(&wallets), &meters, tx).await?;
    let mut taken = Tally::default();
    for (bill, _) in &paid {
        taken += Tally::of(bill);
    }
    Ok(Batch {
        wallets: wallets.len(),
        taken,
        short,
    })
}

fn warned(wallets: &[Wallet]) -> BTreeMap<TenantId, Option<i16>> {
    wallets.iter().map(|one| (one.tenant, one.warned)).collect()
}

/// Wallets with an hour that began until then, which nobody else has taken up.
async fn due(until: DateTime<Utc>, left_out: &[TenantId], tx: &mut Tx) -> QueryResult<Vec<Wallet>> {
    use commerce_metered_wallets as w;
    w::table
        .filter(w::next_hour.le(until))
        .filter(w::tenant_id.ne_all(left_out))
        .order((w::next_hour, w::tenant_id))
        .limit(BATCH)
        .select((w::tenant_id, w::next_hour.assume_not_null(), w::warned))
        .for_update()
        .skip_locked()
        .load(tx)
        .await
}

async fn taxes(wallets: &[Wallet], tx: &mut ReadTx) -> QueryResult<BTreeMap<DateTime<Utc>, Tax>> {
    let mut taxes = BTreeMap::new();
    for wallet in wallets {
        if let Entry::Vacant(place) = taxes.entry(wallet.hour) {
            place.insert(Tax::at(wallet.hour, tx).await?);
        }
    }
    Ok(taxes)
}

type Paid = Vec<(Bill, Option<Uuid>)>;

/// Posts what is owed; whose money is short, or whose month is closed, comes back for itself.
async fn post(bills: Vec<Bill>, tx: &mut Tx) -> AppResult<(Paid, Vec<TenantId>)> {
    let (mut paid, mut short, mut owing, mut entries) = (vec![], vec![], vec![], vec![]);
    for bill in bills {
        match bill.entry(bill.hour)? {
            Some(entry) => {
                entries.push(entry);
                owing.push(bill);
            }
            None => paid.push((bill, None)),
        }
    }
    if entries.is_empty() {
        return Ok((paid, short));
    }
    let posted = ledger::post_all(tx, &entries).await?;
    for (bill, posted) in owing.into_iter().zip(posted) {
        match posted {
            Ok(entry) => paid.push((bill, Some(entry.id().0))),
            Err(error) => match error.refusal() {
                Some(Refusal::Short { .. } | Refusal::Closed { .. }) => short.push(bill.tenant),
                _ => return Err(error.into()),
            },
        }
    }
    Ok((paid, short))
}

/// The next hour of each wallet whose hour was taken: that after it, or an earlier one that a meter has not had; none where
/// nothing runs.
async fn go_on(paid: &Paid, meters: &BTreeMap<TenantId, Vec<Meter>>, tx: &mut Tx) -> AppResult<()> {
    let tenants: Vec<Uuid> = paid.iter().map(|(bill, _)| bill.tenant.0).collect();
    let next = |bill: &Bill| {
        let running = meters.get(&bill.tenant)?.iter();
        let taken = hours::after(bill.hour);
        running.map(|one| one.next_hour.max(taken)).min()
    };
    let nexts: Vec<Option<DateTime<Utc>>> = paid.iter().map(|(bill, _)| next(bill)).collect();
    sql(
        "UPDATE commerce_metered_wallets w SET next_hour = u.next_hour FROM unnest($1, $2) AS u (id, next_hour)
          WHERE w.tenant_id = u.id",
    )
    .bind::<Array<SqlUuid>, _>(&tenants)
    .bind::<Array<Nullable<Timestamptz>>, _>(&nexts)
    .execute(tx)
    .await?;
    Ok(())
}
