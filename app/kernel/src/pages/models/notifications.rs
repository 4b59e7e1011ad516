//! A person's notifications: what happened, as a text key with variables, and where to go.
//! Each change pokes the person's topic, so that the bell of every open page counts anew.

use chrono::{DateTime, Utc};
use diesel::dsl::case_when;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Integer, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::audit::{self, Audit};
use crate::db::{CountOf, First, OrNotFound, ReadTx, Tx};
use crate::error::{AppError, AppResult};
use crate::ids::UserId;
use crate::live;
use crate::schema::notifications;
use crate::web::{COUNTED_TO, Cursor, Page, PageQuery};

/// One notification.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = notifications)]
pub struct Notification {
    /// Its id.
    pub id: Uuid,
    /// Key of its text.
    pub text_key: String,
    /// Variables of the text.
    pub variables: Value,
    /// Where to go.
    pub href: String,
    /// When it happened.
    pub created_at: DateTime<Utc>,
    /// When it was read.
    pub read_at: Option<DateTime<Utc>>,
}

/// Tells a person something. For staff's transactions and jobs: a customer's transaction may tell only itself.
/// `text_key` is the text, `vars` its variables, `href` a path of ours.
pub async fn notify(
    tx: &mut Tx,
    user: UserId,
    text_key: &str,
    vars: &[(&str, &str)],
    href: &str,
) -> AppResult<()> {
    notify_as(tx, Uuid::now_v7(), user, text_key, vars, href).await
}

/// [`notify`] under an id that the caller chose: a second call with the same id changes nothing, so a job may run twice.
pub async fn notify_as(
    tx: &mut Tx,
    id: Uuid,
    user: UserId,
    text_key: &str,
    vars: &[(&str, &str)],
    href: &str,
) -> AppResult<()> {
    if !href.starts_with('/') || href.starts_with("//") {
        return Err(AppError::internal(format!(
            "a notification leads elsewhere: {href}"
        )));
    }
    let variables: Map<String, Value> = vars
        .iter()
        .map(|(name, value)| ((*name).to_owned(), Value::String((*value).to_owned())))
        .collect();
    let now = tx.now();
    diesel::insert_into(notifications::table)
        .values((
            notifications::id.eq(id),
            notifications::user_id.eq(user),
            notifications::text_key.eq(text_key),
            notifications::variables.eq(Value::Object(variables)),
            notifications::href.eq(href),
            notifications::created_at.eq(now),
        ))
        .on_conflict(notifications::id)
        .do_nothing()
        .execute(tx)
        .await?;
    poke(tx, user).await
}

/// A page of a person's notifications, the newest first, and how many there are.
pub async fn list(
    user: UserId,
    unread: bool,
    page: &PageQuery,
    tx: &mut ReadTx,
) -> QueryResult<(Page<Notification>, i64)> {
    let mine = || {
        let mine = notifications::table
            .filter(notifications::user_id.eq(user))
            .into_boxed::<Pg>();
        if unread {
            mine.filter(notifications::read_at.is_null())
        } else {
            mine
        }
    };
    let count = CountOf::new(mine().select(notifications::id), COUNTED_TO)
        .get_result(tx)
        .await?;
    let rows = notifications::table
        .filter(crate::walk!(
            page,
            mine().select(notifications::id),
            notifications::id
        ))
        .select(Notification::as_select())
        .load(tx)
        .await?;
    let cursor = |row: &Notification| Cursor {
        at: row.created_at,
        id: row.id,
    };
    Ok((Page::by_id(page, rows, cursor), count))
}

/// The newest unread ones.
pub async fn newest_unread(
    user: UserId,
    limit: u32,
    tx: &mut ReadTx,
) -> QueryResult<Vec<Notification>> {
    let unread = notifications::table
        .filter(notifications::user_id.eq(user))
        .filter(notifications::read_at.is_null())
        .order(notifications::id.desc())
        .select(Notification::as_select());
    First::of(limit, unread).load(tx).await
}

/// Marks one as read.
pub async fn read_one(user: UserId, id: Uuid, tx: &mut Tx) -> AppResult<()> {
    let now = tx.now();
    let mine = notifications::table
        .find(id)
        .filter(notifications::user_id.eq(user));
    let first_read = case_when(
        notifications::read_at.is_null(),
        now.into_sql::<Nullable<Timestamptz>>(),
    )
    .otherwise(notifications::read_at);
    let read: Uuid = diesel::update(mine)
        .set(notifications::read_at.eq(first_read))
        .returning(notifications::id)
        .get_result(tx)
        .await
        .or_not_found("kernel.notifications.one")?;
    audit::record(
        tx,
        Audit::new("kernel.notifications.read", "kernel.notification", read),
    )
    .await?;
    poke(tx, user).await
}

diesel::define_sql_function! {
    /// A part of a text between marks.
    fn split_part(text: Text, mark: Text, nth: Integer) -> Text;
}

/// Marks as read what leads to one of these pages, whichever part of it; returns how many were not.
pub async fn read_at(user: UserId, places: &[String], tx: &mut Tx) -> AppResult<usize> {
    let now = tx.now();
    let page = split_part(split_part(notifications::href, "#", 1), "?", 1);
    let unread = notifications::table
        .filter(notifications::user_id.eq(user))
        .filter(notifications::read_at.is_null())
        .filter(page.eq_any(places));
    let changed = diesel::update(unread)
        .set(notifications::read_at.eq(now))
        .execute(tx)
        .await?;
    if changed > 0 {
        let event = Audit::new("kernel.notifications.read_at", "kernel.user", user.0);
        audit::record(
            tx,
            event.after(json!({ "places": places, "count": changed })),
        )
        .await?;
        poke(tx, user).await?;
    }
    Ok(changed)
}

/// Marks all as read; returns how many were not.
pub async fn read_all(user: UserId, tx: &mut Tx) -> AppResult<usize> {
    let now = tx.now();
    let unread = notifications::table
        .filter(notifications::user_id.eq(user))
        .filter(notifications::read_at.is_null());
    let changed = diesel::update(unread)
        .set(notifications::read_at.eq(now))
        .execute(tx)
        .await?;
    if changed > 0 {
        audit::record(
            tx,
            Audit::new("kernel.notifications.read_all", "kernel.user", user.0),
        )
        .await?;
        poke(tx, user).await?;
    }
    Ok(changed)
}

async fn poke(tx: &mut Tx, user: UserId) -> AppResult<()> {
    live::announce(tx, &live::topic("user", user.0)).await
}
