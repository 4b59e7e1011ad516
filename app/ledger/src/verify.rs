//! Comparing all that is derived with the lines that it derives from: balances, holds, sums of days; and each entry with
//! zero. In small statements, each of which sees one moment, so that nobody waits for it.

use diesel::QueryableByName;
use diesel::sql_types::{
    Array, BigInt, Date, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid,
};
use diesel_async::RunQueryDsl;
use kernel::db::{JobDb, PlatformDb, sql};
use kernel::error::AppResult;
use kernel::health::Finding;
use uuid::Uuid;

use crate::rollups::{books, days};

/// Accounts that one statement compares.
const BATCH: i32 = 1000;
/// Faults that are kept; more would say no more.
const MOST_FAULTS: usize = 100;

/// What a comparison found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// Entries that were looked at.
    pub entries: i64,
    /// Accounts whose balance is kept.
    pub accounts: i64,
    /// What does not fit, in sentences for the log.
    pub faults: Vec<String>,
}

#[derive(QueryableByName)]
struct Day {
    #[diesel(sql_type = BigInt)]
    entries: i64,
    #[diesel(sql_type = Array<Text>)]
    faults: Vec<String>,
}

#[derive(QueryableByName)]
struct Balances {
    #[diesel(sql_type = Nullable<SqlUuid>)]
    last: Option<Uuid>,
    #[diesel(sql_type = Integer)]
    accounts: i32,
    #[diesel(sql_type = Array<Text>)]
    faults: Vec<String>,
}

/// Compares everything and keeps what was found.
pub async fn verify(db: &PlatformDb) -> AppResult<Verification> {
    let mut found = Verification::default();
    each_day(db, &mut found).await?;
    each_balance(db, &mut found).await?;
    found.faults.truncate(MOST_FAULTS);
    db.write(async |tx| {
        let now = tx.now();
        sql("SELECT ledger_note_verification($1, $2, $3, $4, $5)")
            .bind::<SqlUuid, _>(Uuid::now_v7())
            .bind::<Timestamptz, _>(now)
            .bind::<BigInt, _>(found.entries)
            .bind::<BigInt, _>(found.accounts)
            .bind::<Array<Text>, _>(&found.faults)
            .execute(tx)
            .await?;
        Ok(())
    })
    .await?;
    Ok(found)
}

async fn each_day(db: &PlatformDb, found: &mut Verification) -> AppResult<()> {
    for book in db.read(async |tx| books(tx).await).await? {
        for day in db.read(async |tx| days(book, tx).await).await?.each() {
            let looked = db.read(async |tx| {
                let looked: Day = sql("SELECT entries, faults FROM ledger_compare_day($1, $2)")
                    .bind::<SqlUuid, _>(book.0)
                    .bind::<Date, _>(day)
                    .get_result(tx)
                    .await?;
                Ok(looked)
            });
            let looked = looked.await?;
            found.entries += looked.entries;
            let faults = looked.faults.into_iter();
            let faults = faults.map(|fault| format!("book {book}: {fault}"));
            found.faults.extend(faults);
        }
    }
    Ok(())
}

async fn each_balance(db: &PlatformDb, found: &mut Verification) -> AppResult<()> {
    let mut after: Option<Uuid> = None;
    loop {
        let looked = db.read(async |tx| {
            let looked: Balances =
                sql("SELECT last, accounts, faults FROM ledger_faults_of_balances($1, $2)")
                    .bind::<Nullable<SqlUuid>, _>(after)
                    .bind::<Integer, _>(BATCH)
                    .get_result(tx)
                    .await?;
            Ok(looked)
        });
        let looked = looked.await?;
        found.accounts += i64::from(looked.accounts);
        found.faults.extend(looked.faults);
        if looked.last.is_none() {
            return Ok(());
        }
        after = looked.last;
    }
}

#[derive(QueryableByName)]
struct Last {
    #[diesel(sql_type = BigInt)]
    entries: i64,
    #[diesel(sql_type = BigInt)]
    accounts: i64,
    #[diesel(sql_type = Integer)]
    faults: i32,
}

/// What the last comparison found. Never a reason to be unready: with every node out nobody could pay, and no line would be
/// righter. A fault is told by the log, by the job that is stuck on it, and by its counter.
pub(crate) async fn health(db: JobDb) -> Result<Finding, Finding> {
    let rows: Vec<Last> = db
        .platform()
        .read(async |tx| {
            let last = sql("SELECT entries, accounts, cardinality(faults) AS faults FROM ledger_verifications ORDER BY at DESC LIMIT 1");
            Ok(last.load(tx).await?)
        })
        .await
        .map_err(|e| Finding::unread(&e, "ledger.health.unread"))?;
    Ok(match rows.into_iter().next() {
        None => Finding::new("ledger.health.never"),
        Some(last) if last.faults > 0 => {
            Finding::new("ledger.health.faults").number("count", i64::from(last.faults))
        }
        Some(last) => Finding::new("ledger.health.fits")
            .number("entries", last.entries)
            .number("accounts", last.accounts),
    })
}
