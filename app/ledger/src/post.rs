//! Opening books and accounts, posting and reversing. One statement an entry; an account that is not open yet costs two
//! more, once. Nothing here audits: the entry is its own trail, and the caller's verb has its event.

use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::pg::Pg;
use diesel::query_builder::QueryFragment;
use diesel::sql_types::{
    Array, BigInt, Bool, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid,
};
use diesel_async::RunQueryDsl;
use kernel::db::{Sql, Tx, sql};
use kernel::error::{AppError, AppResult};
use kernel::ids::TenantId;
use uuid::Uuid;

use crate::chart::{Account, Keeping};
use crate::entry::Entry;
use crate::ids::{AccountId, BookId, EntryId};
use crate::periods::{Period, unknown};
use crate::refusal::{LedgerResult, Refusal};

/// What posting came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Posted {
    /// It is written now.
    Done(EntryId),
    /// The same entry was written before, under this id.
    Again(EntryId),
}

impl Posted {
    /// The entry that stands.
    #[must_use]
    pub fn id(self) -> EntryId {
        match self {
            Self::Done(id) | Self::Again(id) => id,
        }
    }
}

/// What the database answers.
#[derive(Debug, QueryableByName)]
struct Answer {
    #[diesel(sql_type = Text)]
    outcome: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    entry: Option<Uuid>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    account: Option<Uuid>,
}

/// Opens the book of a tenant, when there is none, and names it. For the platform's scope.
pub async fn open_book(tx: &mut Tx, tenant: TenantId) -> AppResult<BookId> {
    let now = tx.now();
    sql("SELECT ledger_open_book($1, $2)")
        .bind::<SqlUuid, _>(tenant.0)
        .bind::<Timestamptz, _>(now)
        .execute(tx)
        .await?;
    Ok(BookId::of(tenant))
}

#[derive(QueryableByName)]
struct Opened {
    #[diesel(sql_type = Nullable<SqlUuid>)]
    id: Option<Uuid>,
}

/// Opens an account, when it is not open: the platform any, a tenant those of its own book. False when the scope may not.
/// Posting does so by itself; this is for accounts that somebody else will post to.
pub async fn open(tx: &mut Tx, account: &Account) -> AppResult<bool> {
    let def = account.def;
    let floor = match def.keeping {
        Keeping::Floor(floor) => Some(floor),
        Keeping::Row | Keeping::Sum => None,
    };
    let now = tx.now();
    let Opened { id } = sql("SELECT ledger_open($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) AS id")
        .bind::<SqlUuid, _>(account.book.0)
        .bind::<Text, _>(def.unit.code())
        .bind::<Text, _>(def.kind.as_str())
        .bind::<Text, _>(def.code)
        .bind::<Text, _>(account.part.as_str())
        .bind::<Nullable<SqlUuid>, _>(account.holder.map(|tenant| tenant.0))
        .bind::<Nullable<BigInt>, _>(floor)
        .bind::<Bool, _>(def.keeping != Keeping::Sum)
        .bind::<Bool, _>(def.tenant_may_pay)
        .bind::<Timestamptz, _>(now)
        .get_result(tx)
        .await?;
    match id {
        Some(id) if id == account.id().0 => Ok(true),
        Some(id) => Err(AppError::internal(format!(
            "the database calls the account {} {id}",
            account.id()
        ))),
        None => Ok(false),
    }
}

/// Posts an entry. What is refused has written nothing and leaves the transaction usable.
pub async fn post(tx: &mut Tx, entry: &Entry) -> LedgerResult<Posted> {
    let text = sql(
        "SELECT outcome, entry, account FROM ledger_post($1, $2, $3, $4, $5, $6, $7, NULL, $8, $9, $10)",
    );
    written(tx, entry, "ledger.entry", text).await
}

/// Posts many entries in one statement, in their order: whoever posts beside should take kept accounts in the
/// same one. What an entry came to stands at its place; one that is refused has written nothing, the others stand.
pub async fn post_all(tx: &mut Tx, entries: &[Entry]) -> AppResult<Vec<LedgerResult<Posted>>> {
    let by = tx.who().user.map(|user| user.0);
    let now = tx.now();
    let drafts = || entries.iter().map(|entry| &entry.draft);
    let ids: Vec<Uuid> = entries.iter().map(|entry| entry.id.0).collect();
    let books: Vec<Uuid> = drafts().map(|draft| draft.book.0).collect();
    let times: Vec<DateTime<Utc>> = drafts().map(|draft| draft.at.unwrap_or(now)).collect();
    let kinds: Vec<&str> = drafts().map(|draft| draft.kind).collect();
    let keys: Vec<&str> = drafts().map(|draft| draft.key.as_str()).collect();
    let about = || drafts().map(|draft| draft.about.as_ref());
    let about_kinds: Vec<Option<&str>> = about().map(|a| Some(a?.kind.as_str())).collect();
    let about_ids: Vec<Option<Uuid>> = about().map(|a| Some(a?.id)).collect();
    let lines = || drafts().flat_map(|draft| &draft.lines);
    let accounts: Vec<Uuid> = lines().map(|line| line.account.id().0).collect();
    let amounts: Vec<i64> = lines().map(|line| line.amount).collect();
    let lasts: Vec<i32> = drafts()
        .scan(0, |end, draft| {
            *end += i32::try_from(draft.lines.len()).ok()?;
            Some(*end)
        })
        .collect();
    let answers: Vec<Answer> = sql(ALL)
        .bind::<Array<SqlUuid>, _>(&ids)
        .bind::<Array<SqlUuid>, _>(&books)
        .bind::<Array<Timestamptz>, _>(&times)
        .bind::<Array<Text>, _>(&kinds)
        .bind::<Array<Text>, _>(&keys)
        .bind::<Array<Nullable<Text>>, _>(&about_kinds)
        .bind::<Array<Nullable<SqlUuid>>, _>(&about_ids)
        .bind::<Array<Integer>, _>(&lasts)
        .bind::<Nullable<SqlUuid>, _>(by)
        .bind::<Array<SqlUuid>, _>(&accounts)
        .bind::<Array<BigInt>, _>(&amounts)
        .load(tx)
        .await?;
    if answers.len() != entries.len() {
        return Err(unknown("an entry without an answer"));
    }
    let mut all = Vec::with_capacity(entries.len());
    for ((entry, time), answer) in entries.iter().zip(times).zip(answers) {
        all.push(match answer.outcome.as_str() {
            "unopened" => post(tx, entry).await,
            _ => answer.read(time, "ledger.entry"),
        });
    }
    Ok(all)
}

/// Each entry's lines are a slice of all lines: after the entry's before, up to its own last.
const ALL: &str = "SELECT r.outcome, r.entry, r.account FROM (
    SELECT u.*, coalesce(lag(u.last) OVER (ORDER BY u.n), 0) + 1 AS first
      FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) WITH ORDINALITY
        AS u (id, book, at, kind, key, about_kind, about_id, last, n) ORDER BY u.n OFFSET 0) e
  CROSS JOIN LATERAL ledger_post(e.id, e.book, e.at, e.kind, e.key, e.about_kind, e.about_id, NULL, $9,
    ($10::uuid[])[e.first:e.last], ($11::bigint[])[e.first:e.last]) r
  ORDER BY e.n";

/// Runs a statement that ends in the entry's values, again when an account had to be opened first. `what` is not there when
/// the database knows nothing of it.
pub(crate) async fn written<B>(
    tx: &mut Tx,
    entry: &Entry,
    what: &'static str,
    text: Sql<B>,
) -> LedgerResult<Posted>
where
    B: QueryFragment<Pg> + Copy + Send,
{
    let draft = &entry.draft;
    let by = tx.who().user.map(|user| user.0);
    let at = draft.at.unwrap_or_else(|| tx.now());
    let about = draft.about.as_ref();
    let lines = draft.lines.iter();
    let accounts: Vec<Uuid> = lines.clone().map(|line| line.account.id().0).collect();
    let amounts: Vec<i64> = lines.map(|line| line.amount).collect();
    loop {
        let answer: Answer = text
            .bind::<SqlUuid, _>(entry.id.0)
            .bind::<SqlUuid, _>(draft.book.0)
            .bind::<Timestamptz, _>(at)
            .bind::<Text, _>(draft.kind)
            .bind::<Text, _>(draft.key.as_str())
            .bind::<Nullable<Text>, _>(about.map(|thing| thing.kind.as_str()))
            .bind::<Nullable<SqlUuid>, _>(about.map(|thing| thing.id))
            .bind::<Nullable<SqlUuid>, _>(by)
            .bind::<Array<SqlUuid>, _>(&accounts)
            .bind::<Array<BigInt>, _>(&amounts)
            .get_result(tx)
            .await?;
        if !opened_what_is_missing(tx, entry, &answer).await? {
            return answer.read(at, what);
        }
    }
}

/// Opens the account that the answer misses; true when it is worth another try. One with a floor that the scope may not
/// open holds nothing, so it cannot pay.
async fn opened_what_is_missing(tx: &mut Tx, entry: &Entry, answer: &Answer) -> LedgerResult<bool> {
    let missing = match (answer.outcome.as_str(), answer.account) {
        ("unopened", Some(id)) => AccountId(id),
        _ => return Ok(false),
    };
    let lines = &entry.draft.lines;
    let Some(line) = lines.iter().find(|line| line.account.id() == missing) else {
        return Err(unknown("an account that nobody named").into());
    };
    if open(tx, &line.account).await? {
        return Ok(true);
    }
    if matches!(line.account.def.keeping, Keeping::Floor(_)) {
        return Err(Refusal::Short { account: missing }.into());
    }
    let code = line.account.def.code;
    Err(AppError::internal(format!(
        "the account {code} {missing} is not open, and not ours to open"
    ))
    .into())
}

/// Posts the reverse of an entry, line by line, now. An entry is reversed once.
pub async fn reverse(tx: &mut Tx, entry: EntryId, key: &str) -> LedgerResult<Posted> {
    let (by, now) = (tx.who().user.map(|user| user.0), tx.now());
    let answer: Answer =
        sql("SELECT outcome, entry, account FROM ledger_reverse($1, $2, $3, $4, $5)")
            .bind::<SqlUuid, _>(EntryId::fresh().0)
            .bind::<SqlUuid, _>(entry.0)
            .bind::<Timestamptz, _>(now)
            .bind::<Text, _>(key)
            .bind::<Nullable<SqlUuid>, _>(by)
            .get_result(tx)
            .await?;
    answer.read(now, "ledger.entry")
}

impl Answer {
    /// What it came to; `what` is the text key of the thing that may not be there, or not be the scope's.
    fn read(self, at: DateTime<Utc>, what: &'static str) -> LedgerResult<Posted> {
        let entry = self.entry.map(EntryId);
        let account = self.account.map(AccountId);
        match (self.outcome.as_str(), entry, account) {
            ("done", Some(id), _) => Ok(Posted::Done(id)),
            ("again", Some(id), _) => Ok(Posted::Again(id)),
            ("differs", ..) => Err(Refusal::Differs.into()),
            ("reversed", Some(by), _) => Err(Refusal::Reversed { by }.into()),
            ("closed", ..) => {
                let period = Period::at(at);
                Err(Refusal::Closed { period }.into())
            }
            ("short", _, Some(account)) => Err(Refusal::Short { account }.into()),
            ("gone", ..) => Err(Refusal::Gone.into()),
            ("unknown", ..) => Err(AppError::NotFound(what).into()),
            (other, ..) => Err(unknown(other).into()),
        }
    }
}
