//! Taking hours: what each meter owes for one, the entry of a wallet, and the rows that say so.

use chrono::{DateTime, Utc};
use diesel::sql_types::{Array, BigInt, Integer, Nullable, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use kernel::db::{Tx, sql};
use kernel::error::AppResult;
use kernel::ids::TenantId;
use ledger::{BookId, Entry, Period};
use std::collections::BTreeMap;
use uuid::Uuid;

use super::charge::{HourCharge, Taken};
use super::hours;
use super::meter::Meter;
use crate::accounts;
use crate::catalogue::Tax;
use crate::ids::ProductId;

/// What a meter owes for an hour.
#[derive(Clone, Copy, Debug)]
pub struct Owed {
    /// Which meter.
    pub meter: Meter,
    /// How much.
    pub charge: HourCharge,
    after: Taken,
}

impl Owed {
    /// For the hour that begins at `hour`, in `month`.
    #[must_use]
    pub fn of(meter: Meter, month: Period, tax: Tax) -> Self {
        let (charge, after) = meter.taken().next(meter.monthly, month, tax);
        Self {
            meter,
            charge,
            after,
        }
    }
}

/// What one wallet pays for one hour.
#[derive(Clone, Debug)]
pub struct Bill {
    /// Whose wallet.
    pub tenant: TenantId,
    /// The hour.
    pub hour: DateTime<Utc>,
    /// The rate of its tax.
    pub tax: Tax,
    /// For which meters.
    pub owed: Vec<Owed>,
}

impl Bill {
    /// All of it.
    #[must_use]
    pub fn total(&self) -> i64 {
        let sums = self.owed.iter().map(|one| one.charge.total());
        sums.fold(0, i64::saturating_add)
    }

    /// Dr wallet · Cr income by product · Cr tax; nothing when every month of it is full. `at`: when it is to be in the books.
    pub fn entry(&self, at: DateTime<Utc>) -> AppResult<Option<Entry>> {
        let (total, Some(first)) = (self.total(), self.owed.as_slice().first()) else {
            return Ok(None);
        };
        if total == 0 {
            return Ok(None);
        }
        let mut earned: BTreeMap<ProductId, i64> = BTreeMap::new();
        let mut vat = 0_i64;
        for one in &self.owed {
            *earned.entry(one.meter.product_id).or_default() += one.charge.net;
            vat += one.charge.vat;
        }
        let service = first.meter.subscription_id;
        let key = format!("hours:{}:{}:{service}", self.tenant, self.hour.timestamp());
        let mut draft = Entry::draft(BookId::PLATFORM, "commerce.entries.hours", key)
            .at(at)
            .debit(&accounts::wallet(self.tenant), total);
        for (product, net) in earned {
            if net > 0 {
                draft = draft.credit(&accounts::income(product), net);
            }
        }
        if vat > 0 {
            draft = draft.credit(&accounts::vat(), vat);
        }
        Ok(Some(draft.balanced()?))
    }
}

/// Writes what was taken: a row for each service and hour, and the meters' new standing.
pub async fn write(bills: &[(Bill, Option<Uuid>)], tx: &mut Tx) -> AppResult<()> {
    let rows = || {
        let each = bills.iter();
        each.flat_map(|(bill, entry)| bill.owed.iter().map(move |owed| (bill, owed, *entry)))
    };
    if rows().next().is_none() {
        return Ok(());
    }
    let services: Vec<Uuid> = rows().map(|(_, o, _)| o.meter.subscription_id.0).collect();
    let hours: Vec<DateTime<Utc>> = rows().map(|(bill, ..)| bill.hour).collect();
    let tenants: Vec<Uuid> = rows().map(|(bill, ..)| bill.tenant.0).collect();
    let months: Vec<Period> = rows().map(|(_, o, _)| o.after.month).collect();
    let nets: Vec<i64> = rows().map(|(_, o, _)| o.charge.net).collect();
    let rates: Vec<i32> = rows().map(|(bill, ..)| bill.tax.rate).collect();
    let vats: Vec<i64> = rows().map(|(_, o, _)| o.charge.vat).collect();
    let paid = |owed: &Owed, entry: Option<Uuid>| entry.filter(|_| owed.charge.total() > 0);
    let entries: Vec<Option<Uuid>> = rows().map(|(_, o, entry)| paid(o, entry)).collect();
    sql(
        "INSERT INTO commerce_charges (subscription_id, hour, tenant_id, month, net, vat_rate, vat, entry_id)
         SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind::<Array<SqlUuid>, _>(&services)
    .bind::<Array<Timestamptz>, _>(&hours)
    .bind::<Array<SqlUuid>, _>(&tenants)
    .bind::<Array<Integer>, _>(&months)
    .bind::<Array<BigInt>, _>(&nets)
    .bind::<Array<Integer>, _>(&rates)
    .bind::<Array<BigInt>, _>(&vats)
    .bind::<Array<Nullable<SqlUuid>>, _>(&entries)
    .execute(tx)
    .await?;
    let nexts: Vec<DateTime<Utc>> = hours.iter().map(|hour| hours::after(*hour)).collect();
    let counts: Vec<i32> = rows().map(|(_, o, _)| o.after.hours).collect();
    let taken: Vec<i64> = rows().map(|(_, o, _)| o.after.net).collect();
    let taxes: Vec<i64> = rows().map(|(_, o, _)| o.after.vat).collect();
    sql(
        "UPDATE commerce_meters m SET next_hour = u.next_hour, month = u.month, hours = u.hours, net = u.net, vat = u.vat
           FROM unnest($1, $2, $3, $4, $5, $6) AS u (id, next_hour, month, hours, net, vat) WHERE m.subscription_id = u.id",
    )
    .bind::<Array<SqlUuid>, _>(&services)
    .bind::<Array<Timestamptz>, _>(&nexts)
    .bind::<Array<Integer>, _>(&months)
    .bind::<Array<Integer>, _>(&counts)
    .bind::<Array<BigInt>, _>(&taken)
    .bind::<Array<BigInt>, _>(&taxes)
    .execute(tx)
    .await?;
    Ok(())
}
