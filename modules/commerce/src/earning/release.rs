//! Takes what is due out of what was paid ahead and into income: a batch of lines, an entry for each product and month.
//! Rows and entries stand or fall together, so that running it again finds nothing to do.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{
    Array, BigInt, Integer, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid,
};
use diesel_async::RunQueryDsl;
use kernel::db::{Tx, sql};
use kernel::error::{AppError, AppResult};
use l10n::Money;
use ledger::{BookId, Entry, Period};
use uuid::Uuid;

use super::spread::{Part, Spread};
use crate::accounts::{self, CURRENCY};
use crate::catalogue::Cycle;
use crate::ids::{InvoiceId, ProductId};

/// Lines of one transaction.
pub const BATCH: i64 = 5_000;

const DUE: &str = "SELECT d.invoice_id, d.n, d.product_id, d.amount - d.earned - d.credited AS remainder, d.paid_at, d.ends_at, \
     d.earned_to, d.period_no, s.cycle, s.began_at
   FROM commerce_deferrals d LEFT JOIN commerce_subscriptions s ON s.id = d.subscription_id
  WHERE d.next_at <= $1 ORDER BY d.next_at, d.invoice_id, d.n LIMIT $2 FOR UPDATE OF d SKIP LOCKED";

const PAID: &str = "SELECT d.invoice_id, d.n, d.product_id, d.amount - d.earned - d.credited AS remainder, d.paid_at, d.ends_at, \
     d.earned_to, d.period_no, s.cycle, s.began_at
   FROM commerce_deferrals d LEFT JOIN commerce_subscriptions s ON s.id = d.subscription_id
  WHERE d.invoice_id = $1 AND d.earned_to IS NULL ORDER BY d.n FOR UPDATE OF d";

/// A line that was paid ahead, with what its service says of its period.
#[derive(QueryableByName)]
struct Due {
    #[diesel(sql_type = SqlUuid)]
    invoice_id: Uuid,
    #[diesel(sql_type = SmallInt)]
    n: i16,
    #[diesel(sql_type = SqlUuid)]
    product_id: Uuid,
    #[diesel(sql_type = BigInt)]
    remainder: i64,
    #[diesel(sql_type = Timestamptz)]
    paid_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    ends_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    earned_to: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Integer>)]
    period_no: Option<i32>,
    #[diesel(sql_type = Nullable<Text>)]
    cycle: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    began_at: Option<DateTime<Utc>>,
}

impl Due {
    fn spread(&self) -> Spread {
        let (earned_to, ends_at) = match self.earned_to.zip(self.ends_at) {
            Some(known) => known,
            None => self.period(),
        };
        Spread {
            left: self.remainder,
            earned_to,
            ends_at,
        }
    }

    /// For which time the line was sold: from the day on which its period began, or on which it was paid, where that is
    /// later, to the period's end. What has no end is earned with the payment.
    fn period(&self) -> (DateTime<Utc>, DateTime<Utc>) {
        let ends = || {
            let cycle = Cycle::parse(self.cycle.as_deref()?)?;
            let (began, no) = (self.began_at?, self.period_no?.unsigned_abs());
            let begins = match no {
                0 | 1 => began,
                _ => cycle.end(began, no - 1)?,
            };
            Some((begins, cycle.end(began, no)?))
        };
        let (begins, ends) = ends().unwrap_or((self.paid_at, self.paid_at));
        (begins.max(self.paid_at).min(ends), ends)
    }
}

/// One batch of what is due now; how many lines it had. What another run has in hand is left to it.
pub async fn batch(tx: &mut Tx) -> AppResult<i64> {
    let now = tx.now();
    let due: Vec<Due> = sql(DUE)
        .bind::<Timestamptz, _>(now)
        .bind::<BigInt, _>(BATCH)
        .load(tx)
        .await?;
    take(&due, now, tx).await?;
    Ok(i64::try_from(due.len()).unwrap_or(BATCH))
}

/// Notes the periods of an invoice that was just paid, and takes what of them is over already.
pub async fn spread(invoice: InvoiceId, tx: &mut Tx) -> AppResult<()> {
    let now = tx.now();
    let paid: Vec<Due> = sql(PAID).bind::<SqlUuid, _>(invoice.0).load(tx).await?;
    take(&paid, now, tx).await
}

/// What came of a line.
struct Taken<'a> {
    of: &'a Due,
    now: Spread,
    parts: Vec<Part>,
}

async fn take(due: &[Due], now: DateTime<Utc>, tx: &mut Tx) -> AppResult<()> {
    let mut taken = Vec::with_capacity(due.len());
    let mut sums: BTreeMap<(ProductId, Period), i64> = BTreeMap::new();
    for of in due {
        let mut spread = of.spread();
        let parts = spread.take(now)?;
        for part in &parts {
            let sum = sums
                .entry((ProductId(of.product_id), part.month))
                .or_default();
            *sum = sum
                .checked_add(part.amount)
                .ok_or_else(|| AppError::internal("more is earned at once than can be counted"))?;
        }
        taken.push(Taken {
            of,
            now: spread,
            parts,
        });
    }
    let mut entries = BTreeMap::new();
    for ((product, month), sum) in sums {
        entries.insert((product, month), post(product, sum, tx).await?);
    }
    note_parts(&taken, &entries, now, tx).await?;
    note_lines(&taken, tx).await
}

/// Dr what is earned later · Cr income. The rows that this transaction writes keep it from being written twice.
async fn post(product: ProductId, sum: i64, tx: &mut Tx) -> AppResult<Uuid> {
    let sum = Money::new(sum, CURRENCY);
    let key = format!("earned:{}", Uuid::now_v7());
    let entry = Entry::draft(BookId::PLATFORM, "commerce.entries.earned", key)
        .debit(&accounts::deferred(product), sum)
        .credit(&accounts::income(product), sum)
        .balanced()?;
    Ok(ledger::post(tx, &entry).await?.id().0)
}

async fn note_parts(
    taken: &[Taken<'_>],
    entries: &BTreeMap<(ProductId, Period), Uuid>,
    now: DateTime<Utc>,
    tx: &mut Tx,
) -> AppResult<()> {
    let parts = || {
        taken
            .iter()
            .flat_map(|one| one.parts.iter().map(move |part| (one.of, part)))
    };
    let entry = |(of, part): (&Due, &Part)| {
        let key = (ProductId(of.product_id), part.month);
        entries.get(&key).copied()
    };
    sql(
        "INSERT INTO commerce_releases (invoice_id, n, month, amount, entry_id, at)
         SELECT u.*, $6 FROM unnest($1, $2, $3, $4, $5) AS u",
    )
    .bind::<Array<SqlUuid>, _>(parts().map(|(of, _)| of.invoice_id).collect::<Vec<_>>())
    .bind::<Array<SmallInt>, _>(parts().map(|(of, _)| of.n).collect::<Vec<_>>())
    .bind::<Array<Integer>, _>(
        parts()
            .map(|(_, part)| part.month.number())
            .collect::<Vec<_>>(),
    )
    .bind::<Array<BigInt>, _>(parts().map(|(_, part)| part.amount).collect::<Vec<_>>())
    .bind::<Array<Nullable<SqlUuid>>, _>(parts().map(entry).collect::<Vec<_>>())
    .bind::<Timestamptz, _>(now)
    .execute(tx)
    .await?;
    Ok(())
}

async fn note_lines(taken: &[Taken<'_>], tx: &mut Tx) -> AppResult<()> {
    let mut next = Vec::with_capacity(taken.len());
    for one in taken {
        let more = one.now.left > 0;
        next.push(if more { Some(one.now.next_at()?) } else { None });
    }
    let each = || taken.iter();
    sql("UPDATE commerce_deferrals d SET earned = d.amount - d.credited - u.remainder, earned_to = u.earned_to, ends_at = u.ends_at,
           next_at = u.next_at
         FROM unnest($1, $2, $3, $4, $5, $6) AS u (invoice_id, n, remainder, earned_to, ends_at, next_at)
         WHERE d.invoice_id = u.invoice_id AND d.n = u.n")
    .bind::<Array<SqlUuid>, _>(each().map(|one| one.of.invoice_id).collect::<Vec<_>>())
    .bind::<Array<SmallInt>, _>(each().map(|one| one.of.n).collect::<Vec<_>>())
    .bind::<Array<BigInt>, _>(each().map(|one| one.now.left).collect::<Vec<_>>())
    .bind::<Array<Timestamptz>, _>(each().map(|one| one.now.earned_to).collect::<Vec<_>>())
    .bind::<Array<Timestamptz>, _>(each().map(|one| one.now.ends_at).collect::<Vec<_>>())
    .bind::<Array<Nullable<Timestamptz>>, _>(next)
    .execute(tx)
    .await?;
    Ok(())
}
