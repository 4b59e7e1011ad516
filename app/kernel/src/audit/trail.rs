//! The audit trail as a list: one event a row with the person's name, narrowed by action, person and subject.
//! Reading only; what is written here is written by `audit::record`.

use chrono::{DateTime, Utc};
use diesel::declare_sql_function;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use l10n::normalise;
use serde_json::Value;
use uuid::Uuid;

use crate::db::{CountOf, Holds, ReadTx, folded};
use crate::schema::{audit_events, people, tenants, users};
use crate::web::{COUNTED_TO, Cursor, Page, PageQuery};

/// An export has at most so many rows.
pub const EXPORTED: u32 = 50_000;

/// Kind of a person, as the subject of an event.
const PERSON: &str = "kernel.user";

#[declare_sql_function]
extern "SQL" {
    /// Whether a text begins with another.
    fn starts_with(text: Text, beginning: Text) -> Bool;
}

/// One event.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = audit_events)]
pub struct Event {
    /// Its id.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Whose thing.
    pub tenant_id: Option<Uuid>,
    /// The tenant's name, while it is there.
    #[diesel(select_expression = tenants::name.nullable())]
    pub tenant_name: Option<String>,
    /// Who did it; `None` for the program itself.
    pub user_id: Option<Uuid>,
    /// Their name, while they are there.
    #[diesel(select_expression = people::display_name.nullable())]
    pub person: Option<String>,
    /// Their address.
    #[diesel(select_expression = users::email.nullable())]
    pub email: Option<String>,
    /// What was done.
    pub action: String,
    /// On what.
    pub subject_kind: String,
    /// On which.
    pub subject_id: Option<Uuid>,
    /// How it was.
    pub before: Option<Value>,
    /// How it is now.
    pub after: Option<Value>,
    /// In which request.
    pub request_id: Option<Uuid>,
    /// From where.
    pub address: Option<String>,
    /// Its number in the chain; `None` until it is sealed.
    pub seq: Option<i64>,
}

impl Event {
    fn cursor(&self) -> Cursor {
        Cursor {
            at: self.at,
            id: self.id,
        }
    }
}

/// What the trail is narrowed to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter<'a> {
    /// Beginning of the action.
    pub action: &'a str,
    /// The actions that words mean, when none was chosen; nothing is found when they mean none.
    pub meant: Option<&'a [&'a str]>,
    /// Part of a person's name or address; finds what they did and what was done to them.
    pub person: &'a str,
    /// A kind of thing, or the id of one.
    pub subject: &'a str,
}

type Ids = audit_events::BoxedQuery<'static, Pg, SqlUuid>;

impl Filter<'_> {
    /// The ids that the filter leaves.
    fn ids(&self) -> Ids {
        let mut ids = audit_events::table
            .select(audit_events::id)
            .into_boxed::<Pg>();
        let action = self.action.trim().to_owned();
        if !action.is_empty() {
            ids = ids.filter(starts_with(audit_events::action, action));
        } else if let Some(meant) = self.meant {
            let meant: Vec<String> = meant.iter().map(|name| (*name).to_owned()).collect();
            ids = ids.filter(audit_events::action.eq_any(meant));
        }
        let words = normalise::search_text(self.person);
        if !words.is_empty() {
            ids = ids.filter(by_or_on(&words));
        }
        let subject = self.subject.trim();
        if let Ok(id) = subject.parse::<Uuid>() {
            let (on, of) = (audit_events::subject_id, audit_events::tenant_id);
            ids = ids.filter(on.eq(id).or(of.eq(id)));
        } else if !subject.is_empty() {
            ids = ids.filter(starts_with(audit_events::subject_kind, subject.to_owned()));
        }
        ids
    }
}

type Condition = Box<dyn BoxableExpression<audit_events::table, Pg, SqlType = Bool>>;

/// What people whose name or address holds these words did, and what was done to them.
fn by_or_on(words: &str) -> Condition {
    let found = || {
        let named = Holds::words(folded(people::display_name), words);
        users::table
            .inner_join(people::table)
            .filter(Holds::words(users::email, words).or(named))
            .select(users::id)
    };
    let by = audit_events::user_id.assume_not_null().eq_any(found());
    let on = audit_events::subject_id.assume_not_null().eq_any(found());
    Box::new(by.or(audit_events::subject_kind.eq(PERSON).and(on)))
}

/// Events with the names of who and whose.
macro_rules! named {
    () => {
        audit_events::table
            .left_join(people::table.on(people::user_id.nullable().eq(audit_events::user_id)))
            .left_join(users::table.on(users::id.nullable().eq(audit_events::user_id)))
            .left_join(tenants::table.on(tenants::id.nullable().eq(audit_events::tenant_id)))
            .select(Event::as_select())
    };
}

/// A page of events, the newest first, and how many there are.
pub async fn list(
    filter: Filter<'_>,
    query: &PageQuery,
    tx: &mut ReadTx,
) -> QueryResult<(Page<Event>, i64)> {
    let count = CountOf::new(filter.ids(), COUNTED_TO)
        .get_result(tx)
        .await?;
    let on_page = crate::walk!(query, filter.ids(), audit_events::id);
    let rows = named!().filter(on_page).load(tx).await?;
    Ok((Page::by_id(query, rows, Event::cursor), count))
}

/// The events of an export, the newest first.
pub async fn exported(filter: Filter<'_>, tx: &mut ReadTx) -> QueryResult<Vec<Event>> {
    let newest = filter.ids().order(audit_events::id.desc());
    let newest = crate::db::Among::first(EXPORTED, newest, audit_events::id);
    let events = named!().filter(newest).order(audit_events::id.desc());
    events.load(tx).await
}

/// One event.
pub async fn find(id: Uuid, tx: &mut ReadTx) -> QueryResult<Event> {
    let event = named!().filter(audit_events::id.eq(id));
    event.get_result(tx).await
}
