//! Holds: a part of a balance that is promised and cannot be spent meanwhile, until it is captured, given back, or over.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use kernel::db::{PlatformDb, ReadTx, Tx, sql};
use kernel::error::{AppError, AppResult};
use kernel::module::ResourceRef;
use uuid::Uuid;

use crate::chart::Account;
use crate::entry::{Entry, amount_on};
use crate::ids::{AccountId, HoldId};
use crate::periods::unknown;
use crate::post::{Posted, written};
use crate::refusal::{LedgerResult, Refusal};
use crate::schema::ledger_holds;
use crate::unit::Quantity;

kernel::words! {
    /// Where a hold stands.
    pub enum HoldState {
        /// It holds what was not captured yet.
        Open = "open",
        /// All of it was captured.
        Captured = "captured",
        /// The rest was given back.
        Released = "released",
        /// It was over before somebody closed it.
        Expired = "expired",
    }
}

/// A hold's row.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = ledger_holds)]
pub struct Hold {
    /// Its id.
    pub id: HoldId,
    /// Of which account.
    pub account_id: AccountId,
    /// How much was held at first.
    pub amount: i64,
    /// How much of it entries have taken.
    pub captured: i64,
    /// Where it stands.
    pub state: HoldState,
    /// Until when it holds.
    pub expires_at: DateTime<Utc>,
}

impl Hold {
    /// Finds one in the scope.
    pub async fn find(id: HoldId, tx: &mut ReadTx) -> QueryResult<Self> {
        ledger_holds::table
            .find(id)
            .select(Self::as_select())
            .get_result(tx)
            .await
    }
}

/// What is to be held.
#[derive(Clone, Debug)]
pub struct NewHold<'a, Q> {
    /// Of which account; it has a floor.
    pub account: &'a Account,
    /// How much.
    pub amount: Q,
    /// Holds it once: a second hold of this key and account is the first.
    pub key: &'a str,
    /// What it is for.
    pub about: Option<ResourceRef>,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

#[derive(QueryableByName)]
struct Held {
    #[diesel(sql_type = Text)]
    outcome: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    hold: Option<Uuid>,
}

/// Holds a part of an account's balance. Whoever holds the account may, and whoever keeps its book.
pub async fn hold(tx: &mut Tx, new: NewHold<'_, impl Quantity>) -> LedgerResult<HoldId> {
    let account = new.account;
    let amount = amount_on(account, new.amount).map_err(AppError::from)?;
    let (by, now) = (tx.who().user.map(|user| user.0), tx.now());
    let held: Held =
        sql("SELECT outcome, hold FROM ledger_hold($1, $2, $3, $4, $5, $6, $7, $8, $9)")
            .bind::<SqlUuid, _>(HoldId::fresh().0)
            .bind::<SqlUuid, _>(account.id().0)
            .bind::<BigInt, _>(amount)
            .bind::<Text, _>(new.key)
            .bind::<Nullable<Text>, _>(new.about.as_ref().map(|thing| thing.kind.as_str()))
            .bind::<Nullable<SqlUuid>, _>(new.about.as_ref().map(|thing| thing.id))
            .bind::<Nullable<SqlUuid>, _>(by)
            .bind::<Timestamptz, _>(now)
            .bind::<Timestamptz, _>(new.expires_at)
            .get_result(tx)
            .await?;
    match (held.outcome.as_str(), held.hold) {
        ("done" | "again", Some(id)) => Ok(HoldId(id)),
        ("differs", _) => Err(Refusal::Differs.into()),
        // What is not open holds nothing.
        ("short" | "unopened", _) => {
            let account = account.id();
            Err(Refusal::Short { account }.into())
        }
        (other, _) => Err(unknown(other).into()),
    }
}

/// Posts an entry that takes from the hold what it takes from the hold's account, in parts when it is less than is held.
pub async fn capture(tx: &mut Tx, hold: HoldId, entry: &Entry) -> LedgerResult<Posted> {
    let now = tx.now();
    let text = sql(
        "SELECT outcome, entry, account FROM ledger_capture($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    );
    let text = text.bind::<SqlUuid, _>(hold.0).bind::<Timestamptz, _>(now);
    written(tx, entry, "ledger.hold", text).await
}

#[derive(QueryableByName)]
struct Released {
    #[diesel(sql_type = Text)]
    outcome: String,
}

/// Gives back what is still held. Idempotent. A hold that the book's keeper has made is not the holder's to end.
pub async fn release(tx: &mut Tx, hold: HoldId) -> AppResult<()> {
    let now = tx.now();
    let Released { outcome } = sql("SELECT ledger_release($1, $2) AS outcome")
        .bind::<SqlUuid, _>(hold.0)
        .bind::<Timestamptz, _>(now)
        .get_result(tx)
        .await?;
    match outcome.as_str() {
        "done" | "again" => Ok(()),
        "unknown" => Err(AppError::NotFound("ledger.hold")),
        other => Err(unknown(other)),
    }
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = Integer)]
    count: i32,
}

/// Holds that one transaction closes.
const BATCH: i32 = 500;

/// Closes the holds that are over. Returns how many.
pub(crate) async fn expire(db: &PlatformDb) -> AppResult<i32> {
    let mut all = 0;
    loop {
        let count = db.write(async |tx| {
            let now = tx.now();
            let expire = sql("SELECT ledger_expire_holds($1, $2) AS count")
                .bind::<Timestamptz, _>(now)
                .bind::<Integer, _>(BATCH);
            let Count { count } = expire.get_result(tx).await?;
            Ok(count)
        });
        let count = count.await?;
        all += count;
        if count < BATCH {
            return Ok(all);
        }
    }
}
