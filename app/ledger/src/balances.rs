//! What an account has: one look-up where its balance is kept, the sums of its days and what came after them elsewhere.
//! In the account's own direction: what a wallet holds is above zero, and so is what a bank has.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Nullable, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use kernel::db::{ReadTx, sql};
use kernel::error::AppResult;
use uuid::Uuid;

use crate::ids::AccountId;

/// What an account has now. An account that is not open yet, or that the scope does not see, has nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, QueryableByName)]
pub struct Standing {
    /// All of it.
    #[diesel(sql_type = BigInt)]
    pub balance: i64,
    /// What of it is held.
    #[diesel(sql_type = BigInt)]
    pub held: i64,
    /// Below what it cannot fall; `None` when it can fall as low as it likes.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub floor: Option<i64>,
}

impl Standing {
    /// What can be spent.
    #[must_use]
    pub fn available(self) -> i64 {
        self.balance - self.held - self.floor.unwrap_or(0)
    }
}

/// What an account has now.
pub async fn standing(account: AccountId, tx: &mut ReadTx) -> AppResult<Standing> {
    let rows: Vec<Standing> = sql("SELECT balance, held, floor FROM ledger_standing($1)")
        .bind::<SqlUuid, _>(account.0)
        .load(tx)
        .await?;
    Ok(rows.into_iter().next().unwrap_or_default())
}

/// The balance of an account now.
pub async fn balance(account: AccountId, tx: &mut ReadTx) -> AppResult<i64> {
    Ok(standing(account, tx).await?.balance)
}

/// What can be spent of an account now.
pub async fn available(account: AccountId, tx: &mut ReadTx) -> AppResult<i64> {
    Ok(standing(account, tx).await?.available())
}

#[derive(QueryableByName)]
struct Available {
    #[diesel(sql_type = SqlUuid)]
    account: Uuid,
    #[diesel(embed)]
    standing: Standing,
}

/// What can be spent of each of these accounts now; of those that are open.
pub async fn available_of(
    accounts: &[AccountId],
    tx: &mut ReadTx,
) -> AppResult<BTreeMap<AccountId, i64>> {
    let ids: Vec<Uuid> = accounts.iter().map(|account| account.0).collect();
    let rows: Vec<Available> = sql(
        "SELECT a.id AS account, s.balance, s.held, s.floor FROM unnest($1) AS a (id) CROSS JOIN LATERAL ledger_standing(a.id) s",
    )
    .bind::<Array<SqlUuid>, _>(&ids)
    .load(tx)
    .await?;
    let each = rows.into_iter();
    Ok(each
        .map(|row| (AccountId(row.account), row.standing.available()))
        .collect())
}

#[derive(QueryableByName)]
struct Balance {
    #[diesel(sql_type = Nullable<BigInt>)]
    balance: Option<i64>,
}

/// The balance of an account just before a time.
pub async fn balance_before(
    account: AccountId,
    time: DateTime<Utc>,
    tx: &mut ReadTx,
) -> AppResult<i64> {
    let Balance { balance } = sql("SELECT ledger_balance_at($1, $2, $3) AS balance")
        .bind::<SqlUuid, _>(account.0)
        .bind::<Timestamptz, _>(time)
        .bind::<SqlUuid, _>(Uuid::nil())
        .get_result(tx)
        .await?;
    Ok(balance.unwrap_or_default())
}
