//! Lists of tickets: the customer's own and the desk's queue. One statement a page, by key, on an index that fits the
//! sort; counts are exact to a thousand.

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use kernel::db::{Among, Beyond, CountOf, Holds, ReadTx, sql};
use kernel::ids::UserId;
use kernel::live;
use kernel::web::{Cursor, Page, PageQuery};
use l10n::normalise;

use super::labels::{Priority, Status};
use super::ticket::desk_topic;
use crate::ids::{DepartmentId, TicketId};
use crate::schema::{people, tenants, tickets_departments, tickets_search, tickets_tickets};

kernel::words! {
    /// A saved view of the desk.
    #[derive(Default)]
    pub enum View {
        /// Where the customer waits.
        #[default]
        Open = "open",
        /// Mine that are not closed.
        Mine = "mine",
        /// Nobody's that are open.
        Unassigned = "unassigned",
        /// Everything.
        All = "all",
    }
}

impl View {
    /// Text key.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "tickets.view.open",
            Self::Mine => "tickets.view.mine",
            Self::Unassigned => "tickets.view.unassigned",
            Self::All => "tickets.view.all",
        }
    }
}

/// What a list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// A saved view of the desk; the customer's list has none.
    pub view: Option<View>,
    /// Who looks, for [`View::Mine`].
    pub me: Option<UserId>,
    /// One status.
    pub status: Option<Status>,
    /// One department.
    pub department: Option<DepartmentId>,
    /// Words of the subject or the first message, or a ticket's number.
    pub words: String,
}

/// One row of a list.
#[derive(Clone, Debug, Queryable)]
pub struct ListRow {
    /// Its id.
    pub id: TicketId,
    /// Its number.
    pub number: i64,
    /// What it is about.
    pub subject: String,
    /// Where it stands.
    pub status: Status,
    /// How soon.
    pub priority: Priority,
    /// When somebody last wrote.
    pub last_activity_at: DateTime<Utc>,
    /// Persian name of the department.
    pub department_fa: String,
    /// English name of the department.
    pub department_en: String,
    /// Who opened it.
    pub requester: String,
    /// Whose it is.
    pub tenant: String,
    /// Who answers it.
    pub assignee: Option<String>,
    /// Whether nothing proves that its requester wrote it.
    pub unproven_sender: bool,
}

impl ListRow {
    fn cursor(&self) -> Cursor {
        Cursor {
            at: self.last_activity_at,
            id: self.id.0,
        }
    }
}

/// One row of the customer's list: no more than the page shows.
#[derive(Clone, Debug, Queryable)]
pub struct CustomerRow {
    /// Its id.
    pub id: TicketId,
    /// Its number.
    pub number: i64,
    /// What it is about.
    pub subject: String,
    /// Where it stands.
    pub status: Status,
    /// When somebody last wrote.
    pub last_activity_at: DateTime<Utc>,
    /// Persian name of the department.
    pub department_fa: String,
    /// English name of the department.
    pub department_en: String,
}

impl CustomerRow {
    fn cursor(&self) -> Cursor {
        Cursor {
            at: self.last_activity_at,
            id: self.id.0,
        }
    }
}

type Condition = Box<dyn BoxableExpression<tickets_tickets::table, Pg, SqlType = Bool>>;

fn conditions(filter: &Filter) -> Vec<Condition> {
    let mut all: Vec<Condition> = Vec::new();
    match filter.view {
        Some(View::Open) => all.push(Box::new(tickets_tickets::status.eq(Status::Open))),
        Some(View::Unassigned) => {
            all.push(Box::new(tickets_tickets::status.eq(Status::Open)));
            all.push(Box::new(tickets_tickets::assignee_id.is_null()));
        }
        Some(View::Mine) => {
            let mine = tickets_tickets::assignee_id.is_not_distinct_from(filter.me);
            all.push(Box::new(mine));
            all.push(Box::new(tickets_tickets::status.ne(Status::Closed)));
        }
        Some(View::All) | None => {}
    }
    if let Some(status) = filter.status {
        all.push(Box::new(tickets_tickets::status.eq(status)));
    }
    if let Some(department) = filter.department {
        all.push(Box::new(tickets_tickets::department_id.eq(department)));
    }
    all.extend(word_conditions(&filter.words));
    all
}

/// Every word must be found; a number alone is a ticket's number.
fn word_conditions(words: &str) -> Vec<Condition> {
    let words = normalise::search_text(words);
    if let Ok(number) = words.trim_start_matches('#').parse::<i64>() {
        return vec![Box::new(tickets_tickets::number.eq(number))];
    }
    words
        .split_whitespace()
        .take(8)
        .map(|word| -> Condition {
            let found = tickets_search::table.filter(Holds::words(tickets_search::words, word));
            Box::new(tickets_tickets::id.eq_any(found.select(tickets_search::ticket_id)))
        })
        .collect()
}

type Ids = tickets_tickets::BoxedQuery<'static, Pg, SqlUuid>;

/// The ids that the filter leaves.
fn ids(filter: &Filter) -> Ids {
    let mut ids = tickets_tickets::table
        .select(tickets_tickets::id)
        .into_boxed::<Pg>();
    for condition in conditions(filter) {
        ids = ids.filter(condition);
    }
    ids
}

/// The tickets of one page, by a walk over the index that fits the filter; the rows are joined outside of it.
fn on_page(filter: &Filter, query: &PageQuery) -> Among<tickets_tickets::id, Ids> {
    Among::first(PageQuery::LIMIT, walk(filter, query), tickets_tickets::id)
}

fn walk(filter: &Filter, query: &PageQuery) -> Ids {
    let (at, id) = (tickets_tickets::last_activity_at, tickets_tickets::id);
    let mut ids = ids(filter);
    if let Some(beyond) = Beyond::page(query, (at, id)) {
        ids = ids.filter(beyond);
    }
    if query.before.is_some() {
        ids.order((at.asc(), id.asc()))
    } else {
        ids.order((at.desc(), id.desc()))
    }
}

/// A page of the tickets that the scope sees: the customer's own.
pub async fn customer_page(
    filter: &Filter,
    query: &PageQuery,
    tx: &mut ReadTx,
) -> QueryResult<Page<CustomerRow>> {
    let rows = tickets_tickets::table
        .inner_join(tickets_departments::table)
        .filter(on_page(filter, query))
        .select((
            tickets_tickets::id,
            tickets_tickets::number,
            tickets_tickets::subject,
            tickets_tickets::status,
            tickets_tickets::last_activity_at,
            tickets_departments::name_fa,
            tickets_departments::name_en,
        ))
        .load(tx)
        .await?;
    Ok(in_order(query, rows, CustomerRow::cursor))
}

/// A page of the desk's queue.
pub async fn queue_page(
    filter: &Filter,
    query: &PageQuery,
    tx: &mut ReadTx,
) -> QueryResult<Page<ListRow>> {
    let assignee = diesel::alias!(people as assignee);
    let rows = tickets_tickets::table
        .inner_join(tickets_departments::table)
        .inner_join(tenants::table)
        .inner_join(people::table.on(people::user_id.eq(tickets_tickets::requester_id)))
        .left_join(
            assignee.on(assignee
                .field(people::user_id)
                .nullable()
                .eq(tickets_tickets::assignee_id)),
        )
        .filter(on_page(filter, query))
        .select((
            tickets_tickets::id,
            tickets_tickets::number,
            tickets_tickets::subject,
            tickets_tickets::status,
            tickets_tickets::priority,
            tickets_tickets::last_activity_at,
            tickets_departments::name_fa,
            tickets_departments::name_en,
            people::display_name,
            tenants::name,
            assignee.field(people::display_name).nullable(),
            tickets_tickets::unproven_sender,
        ))
        .load(tx)
        .await?;
    Ok(in_order(query, rows, ListRow::cursor))
}

/// The rows of a page as they are read: newest first, or oldest first before a cursor.
fn in_order<T>(query: &PageQuery, mut rows: Vec<T>, cursor: fn(&T) -> Cursor) -> Page<T> {
    rows.sort_unstable_by_key(|row| {
        let at = cursor(row);
        (at.at, at.id)
    });
    if query.before.is_none() {
        rows.reverse();
    }
    Page::of(query, rows, cursor)
}

/// How many tickets the filter leaves, counted to 1,001.
pub async fn count(filter: &Filter, tx: &mut ReadTx) -> QueryResult<i64> {
    CountOf::new(ids(filter), 1001).get_result(tx).await
}

/// How many stand in each saved view, counted to 1,001.
#[derive(Clone, Copy, Debug, QueryableByName)]
pub struct QueueCounts {
    /// Open.
    #[diesel(sql_type = BigInt)]
    pub open: i64,
    /// Mine.
    #[diesel(sql_type = BigInt)]
    pub mine: i64,
    /// Nobody's.
    #[diesel(sql_type = BigInt)]
    pub unassigned: i64,
}

impl QueueCounts {
    /// The count of a view; everything is not counted.
    #[must_use]
    pub fn of(&self, view: View) -> Option<i64> {
        match view {
            View::Open => Some(self.open),
            View::Mine => Some(self.mine),
            View::Unassigned => Some(self.unassigned),
            View::All => None,
        }
    }
}

/// The counts beside the saved views; every change of the queue announces the desk's topic.
pub async fn queue_counts(me: Option<UserId>, tx: &mut ReadTx) -> QueryResult<QueueCounts> {
    let question = format!("counts for {me:?}");
    live::remembered(tx, &desk_topic(), &question, async |tx| {
        count_views(me, tx).await
    })
    .await
}

/// One statement for all counts.
async fn count_views(me: Option<UserId>, tx: &mut ReadTx) -> QueryResult<QueueCounts> {
    sql(
        "SELECT (SELECT count(*) FROM (SELECT 1 FROM tickets_tickets WHERE status = 'open' LIMIT 1001) a) AS open, \
         (SELECT count(*) FROM (SELECT 1 FROM tickets_tickets WHERE assignee_id = $1 \
            AND status IN ('open', 'waiting', 'on_hold') LIMIT 1001) b) AS mine, \
         (SELECT count(*) FROM (SELECT 1 FROM tickets_tickets WHERE status = 'open' AND assignee_id IS NULL LIMIT 1001) c) AS unassigned",
    )
    .bind::<Nullable<SqlUuid>, _>(me.map(|u| u.0))
    .get_result(tx)
    .await
}
