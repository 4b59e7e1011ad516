//! Lists of tickets: the customer's own and the desk's queue. One statement a page, by key, on an index that fits the
//! sort; counts are exact to a thousand.

use std::borrow::Cow;

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

use super::labels::{Priority, Standing, Status};
use super::ticket::desk_topic;
use super::turn::{Order, waiting_since};
use crate::ids::{DepartmentId, TicketId};
use crate::schema::{
    people, tenants, tickets_departments, tickets_reads, tickets_search, tickets_tickets,
};

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
    /// Who looks, for [`View::Mine`] and for what is not read yet.
    pub me: Option<UserId>,
    /// One status.
    pub status: Option<Status>,
    /// One department.
    pub department: Option<DepartmentId>,
    /// Words of the subject or the first message, or a ticket's number.
    pub words: String,
    /// What comes first, where [`Filter::sorted`] allows it.
    pub order: Order,
}

impl Filter {
    /// The names and values that stand in the list's address; what is as usual stays out of it.
    #[must_use]
    pub fn pairs(&self) -> [(&'static str, Cow<'_, str>); 5] {
        let view = self.view.filter(|view| *view != View::default());
        let order = Some(self.order).filter(|order| *order != Order::default());
        let department = self.department.map(|id| id.to_string());
        [
            ("view", view.map_or("", View::as_str).into()),
            ("q", self.words.as_str().into()),
            ("status", self.status.map_or("", Status::as_str).into()),
            ("department", department.unwrap_or_default().into()),
            ("sort", order.map_or("", Order::as_str).into()),
        ]
    }

    /// Whether it leaves out some of what its view holds.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        self.status.is_some() || self.department.is_some() || !self.words.is_empty()
    }

    /// Who looks; an id that is nobody's for nobody, so that the index is walked all the same.
    fn reader(&self) -> UserId {
        self.me.unwrap_or(UserId(uuid::Uuid::nil()))
    }
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
    /// How many messages and notes it has.
    pub messages: i32,
    /// Its turn, see [`Order::Urgency`].
    pub turn_at: DateTime<Utc>,
    /// Up to when who looks has read it.
    pub read_to: Option<DateTime<Utc>>,
}

impl ListRow {
    /// Where it stands.
    #[must_use]
    pub fn standing(&self) -> Standing {
        Standing::of(self.status, self.assignee.is_some(), self.messages)
    }

    /// Whether it has news for who looks; what is closed has none.
    #[must_use]
    pub fn is_unread(&self) -> bool {
        let is_behind = |at: DateTime<Utc>| at < self.last_activity_at;
        self.status != Status::Closed && self.read_to.is_none_or(is_behind)
    }

    /// Since when somebody waits for it.
    #[must_use]
    pub fn waiting_since(&self) -> DateTime<Utc> {
        waiting_since(self.priority, self.turn_at)
    }

    /// Its place in a list.
    pub(super) fn cursor(&self, order: Order) -> Cursor {
        order.place(self.id, self.last_activity_at, self.turn_at)
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
    /// Who answers it.
    pub assignee_id: Option<UserId>,
    /// How many messages it has.
    pub messages: i32,
}

impl CustomerRow {
    /// Where it stands.
    #[must_use]
    pub fn standing(&self) -> Standing {
        Standing::of(self.status, self.assignee_id.is_some(), self.messages)
    }

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
            // An equation, which an index can walk.
            let assignee = tickets_tickets::assignee_id.assume_not_null();
            all.push(Box::new(assignee.eq(filter.reader())));
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

/// The first tickets of a walk over the index that fits the filter; the rows are joined outside of it.
fn on_page(filter: &Filter, query: &PageQuery, limit: u32) -> Among<tickets_tickets::id, Ids> {
    Among::first(limit, walk(filter, query), tickets_tickets::id)
}

/// The ids that the filter leaves, from where the page begins, in the list's order, or against it before a cursor.
pub(super) fn walk(filter: &Filter, query: &PageQuery) -> Ids {
    let (ids, id) = (ids(filter), tickets_tickets::id);
    let rising = filter.sorted().is_rising();
    let is_climbed = query.before.is_some() != rising;
    macro_rules! along {
        ($ids:expr, $at:path) => {{
            let ids = match Beyond::page_in(query, ($at, id), rising) {
                Some(beyond) => $ids.filter(beyond),
                None => $ids,
            };
            if is_climbed {
                ids.order(($at.asc(), id.asc()))
            } else {
                ids.order(($at.desc(), id.desc()))
            }
        }};
    }
    match filter.sorted() {
        Order::Newest => along!(ids, tickets_tickets::last_activity_at),
        Order::Urgency => {
            let waiting = ids.filter(tickets_tickets::closed_at.is_null());
            along!(waiting, tickets_tickets::turn_at)
        }
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
        .filter(on_page(filter, query, PageQuery::LIMIT))
        .select((
            tickets_tickets::id,
            tickets_tickets::number,
            tickets_tickets::subject,
            tickets_tickets::status,
            tickets_tickets::last_activity_at,
            tickets_departments::name_fa,
            tickets_departments::name_en,
            tickets_tickets::assignee_id,
            tickets_tickets::message_count,
        ))
        .load(tx)
        .await?;
    let rows = in_order(query, Order::Newest, rows, CustomerRow::cursor);
    Ok(Page::of(query, rows, CustomerRow::cursor))
}

/// A page of the desk's queue.
pub async fn queue_page(
    filter: &Filter,
    query: &PageQuery,
    tx: &mut ReadTx,
) -> QueryResult<Page<ListRow>> {
    let order = filter.sorted();
    let rows = queue_rows(filter, query, PageQuery::LIMIT, tx).await?;
    Ok(Page::of(query, rows, |row| row.cursor(order)))
}

/// So many rows of the queue from where the page begins, in the list's order, or against it before a cursor.
pub(super) async fn queue_rows(
    filter: &Filter,
    query: &PageQuery,
    limit: u32,
    tx: &mut ReadTx,
) -> QueryResult<Vec<ListRow>> {
    let assignee = diesel::alias!(people as assignee);
    let read = tickets_reads::ticket_id
        .eq(tickets_tickets::id)
        .and(tickets_reads::user_id.eq(filter.reader()));
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
        .left_join(tickets_reads::table.on(read))
        .filter(on_page(filter, query, limit))
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
            tickets_tickets::message_count,
            tickets_tickets::turn_at,
            tickets_reads::read_to.nullable(),
        ))
        .load(tx)
        .await?;
    let order = filter.sorted();
    let cursor = |row: &ListRow| row.cursor(order);
    Ok(in_order(query, order, rows, cursor))
}

/// Rows as their walk found them: in the list's order, or against it before a cursor.
fn in_order<T>(
    query: &PageQuery,
    order: Order,
    mut rows: Vec<T>,
    cursor: impl Fn(&T) -> Cursor,
) -> Vec<T> {
    rows.sort_unstable_by_key(|row| {
        let at = cursor(row);
        (at.at, at.id)
    });
    if order.is_rising() == query.before.is_some() {
        rows.reverse();
    }
    rows
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
