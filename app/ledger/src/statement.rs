//! The statement of an account: its entries, newest first, each with the balance after it. By key, and counted from the
//! end that is near, so that an old account reads as a young one does.

use std::ops::Range;

use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use kernel::db::{OrNotFound, ReadTx, sql};
use kernel::error::AppResult;
use kernel::module::ResourceRef;
use kernel::web::{Cursor, Page, PageQuery};
use uuid::Uuid;

use crate::chart::AccountKind;
use crate::ids::{AccountId, EntryId};
use crate::unit::Unit;

/// What an account is, for its statement.
#[derive(Clone, Debug, PartialEq, Eq, QueryableByName)]
pub struct Head {
    /// The chart's code.
    #[diesel(sql_type = Text)]
    pub code: String,
    /// Which of them, where it is neither a tenant's nor the only one.
    #[diesel(sql_type = Text)]
    pub part: String,
    /// What it is.
    #[diesel(sql_type = Text)]
    pub kind: AccountKind,
    /// What is counted on it.
    #[diesel(embed)]
    pub unit: Unit,
}

/// A statement, or a page of it.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Of which account.
    pub head: Head,
    /// The balance when it begins.
    pub opening: i64,
    /// The balance when it ends.
    pub closing: i64,
    /// Its entries, newest first.
    pub page: Page<StatementRow>,
}

/// What one entry did to the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementRow {
    /// When.
    pub at: DateTime<Utc>,
    /// Which entry.
    pub entry: EntryId,
    /// Text key of what it is.
    pub kind: String,
    /// What it is about.
    pub about: Option<ResourceRef>,
    /// Whether it undoes another one.
    pub reverses: Option<EntryId>,
    /// Debits less credits.
    pub amount: i64,
    /// The balance after it, in the account's own direction.
    pub balance: i64,
}

/// What stands around the entries.
#[derive(QueryableByName)]
struct Frame {
    #[diesel(embed)]
    head: Head,
    #[diesel(sql_type = Nullable<BigInt>)]
    opening: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    closing: Option<i64>,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Timestamptz)]
    at: DateTime<Utc>,
    #[diesel(sql_type = SqlUuid)]
    entry: Uuid,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Nullable<Text>)]
    subject_kind: Option<String>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    subject_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    reverses: Option<Uuid>,
    #[diesel(sql_type = BigInt)]
    amount: i64,
    #[diesel(sql_type = BigInt)]
    balance: i64,
}

impl From<Row> for StatementRow {
    fn from(row: Row) -> Self {
        let about = row.subject_kind.zip(row.subject_id);
        Self {
            at: row.at,
            entry: EntryId(row.entry),
            kind: row.kind,
            about: about.map(|(kind, id)| ResourceRef { kind, id }),
            reverses: row.reverses.map(EntryId),
            amount: row.amount,
            balance: row.balance,
        }
    }
}

/// The rows beyond a place, and the balance after each, counted back from the newest of them. The balance is asked once.
macro_rules! page_sql {
    ($beyond:literal, $order:literal) => {
        concat!(
            "WITH page AS (
               SELECT l.at, l.entry_id, sum(l.amount)::bigint AS amount FROM ledger_lines l
                WHERE l.account_id = $1 AND l.at >= $2 AND l.at < $3 AND (l.at, l.entry_id) ",
            $beyond,
            " ($4, $5) GROUP BY l.at, l.entry_id ORDER BY l.at ",
            $order,
            ", l.entry_id ",
            $order,
            " LIMIT $6
             ), newest AS MATERIALIZED (
               SELECT ledger_balance_at($1, n.at, n.entry_id) AS balance
                 FROM (SELECT at, entry_id FROM page ORDER BY at DESC, entry_id DESC LIMIT 1) n
             )
             SELECT p.at, p.entry_id AS entry, e.kind, e.subject_kind, e.subject_id, e.reverses, p.amount,
                    (n.balance - a.side * coalesce(sum(p.amount) OVER (ORDER BY p.at DESC, p.entry_id DESC
                       ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0))::bigint AS balance
               FROM page p CROSS JOIN newest n JOIN ledger_accounts a ON a.id = $1
               JOIN ledger_entries e ON e.id = p.entry_id ORDER BY p.at ",
            $order,
            ", p.entry_id ",
            $order
        )
    };
}

const OLDER: &str = page_sql!("<", "DESC");
const NEWER: &str = page_sql!(">", "ASC");

async fn rows(
    account: AccountId,
    during: &Range<DateTime<Utc>>,
    query: &PageQuery,
    limit: i32,
    tx: &mut ReadTx,
) -> AppResult<Vec<StatementRow>> {
    let from_the_end = Cursor {
        at: during.end,
        id: Uuid::nil(),
    };
    let (text, place) = match (query.before, query.after) {
        (Some(before), _) => (NEWER, before),
        (None, after) => (OLDER, after.unwrap_or(from_the_end)),
    };
    let rows: Vec<Row> = sql(text)
        .bind::<SqlUuid, _>(account.0)
        .bind::<Timestamptz, _>(during.start)
        .bind::<Timestamptz, _>(during.end)
        .bind::<Timestamptz, _>(place.at)
        .bind::<SqlUuid, _>(place.id)
        .bind::<Integer, _>(limit)
        .load(tx)
        .await?;
    Ok(rows.into_iter().map(StatementRow::from).collect())
}

/// The account and its balances when the statement begins and ends, as of one moment.
async fn frame(
    account: AccountId,
    during: &Range<DateTime<Utc>>,
    tx: &mut ReadTx,
) -> AppResult<Frame> {
    sql(
        "SELECT a.code, a.part, a.kind, a.unit, u.scale, ledger_balance_at(a.id, $2, $4) AS opening, \
                ledger_balance_at(a.id, $3, $4) AS closing \
           FROM ledger_accounts a JOIN ledger_units u ON u.code = a.unit WHERE a.id = $1",
    )
    .bind::<SqlUuid, _>(account.0)
    .bind::<Timestamptz, _>(during.start)
    .bind::<Timestamptz, _>(during.end)
    .bind::<SqlUuid, _>(Uuid::nil())
    .get_result(tx)
    .await
    .or_not_found("ledger.account")
}

impl Frame {
    fn around(self, page: Page<StatementRow>) -> Statement {
        Statement {
            head: self.head,
            opening: self.opening.unwrap_or_default(),
            closing: self.closing.unwrap_or_default(),
            page,
        }
    }
}

/// What an account of the scope is.
pub async fn head(account: AccountId, tx: &mut ReadTx) -> AppResult<Head> {
    sql(
        "SELECT a.code, a.part, a.kind, a.unit, u.scale FROM ledger_accounts a \
         JOIN ledger_units u ON u.code = a.unit WHERE a.id = $1",
    )
    .bind::<SqlUuid, _>(account.0)
    .get_result(tx)
    .await
    .or_not_found("ledger.account")
}

/// A page of what happened on an account of the scope from `during.start` until before `during.end`.
pub async fn statement(
    account: AccountId,
    during: Range<DateTime<Utc>>,
    query: &PageQuery,
    tx: &mut ReadTx,
) -> AppResult<Statement> {
    let limit = i32::try_from(PageQuery::LIMIT).unwrap_or(i32::MAX);
    let frame = frame(account, &during, tx).await?;
    let rows = rows(account, &during, query, limit, tx).await?;
    let page = Page::of(query, rows, |row| Cursor {
        at: row.at,
        id: row.entry.0,
    });
    Ok(frame.around(page))
}

/// Most rows of a statement in a file.
const MOST_EXPORTED: i32 = 50_000;

/// The whole statement as one page, for a file: the newest fifty thousand entries.
pub async fn whole_statement(
    account: AccountId,
    during: Range<DateTime<Utc>>,
    tx: &mut ReadTx,
) -> AppResult<Statement> {
    let frame = frame(account, &during, tx).await?;
    let rows = rows(account, &during, &PageQuery::default(), MOST_EXPORTED, tx).await?;
    let page = Page {
        rows,
        next: None,
        previous: None,
    };
    Ok(frame.around(page))
}
