//! A person's notifications: what happened, as a text key with variables, and where to go.
//! Each change pokes the person's topic, so that the bell of every open page counts anew.

use chrono::{DateTime, Utc};
use diesel::sql_types::{BigInt, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel::{QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::conditions::Conditions;
use crate::audit::{self, Audit};
use crate::db::{OrNotFound, ReadTx, Tx, sql};
use crate::error::{AppError, AppResult};
use crate::ids::UserId;
use crate::live;
use crate::web::{Cursor, Page, PageQuery};

/// One notification.
#[derive(Clone, Debug, QueryableByName)]
pub struct Notification {
    /// Its id.
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    /// Key of its text.
    #[diesel(sql_type = Text)]
    pub text_key: String,
    /// Variables of the text.
    #[diesel(sql_type = Jsonb)]
    pub variables: Value,
    /// Where to go.
    #[diesel(sql_type = Text)]
    pub href: String,
    /// When it happened.
    #[diesel(sql_type = Timestamptz)]
    pub created_at: DateTime<Utc>,
    /// When it was read.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub read_at: Option<DateTime<Utc>>,
}

const SELECT: &str = "SELECT id, text_key, variables, href, created_at, read_at FROM notifications";

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
    sql(
        "INSERT INTO notifications (id, user_id, text_key, variables, href, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<SqlUuid, _>(user)
    .bind::<Text, _>(text_key)
    .bind::<Jsonb, _>(Value::Object(variables))
    .bind::<Text, _>(href)
    .bind::<Timestamptz, _>(now)
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
    let mine = Conditions::default()
        .uuid("user_id = ?", Some(user.0))
        .only("read_at IS NULL", unread);
    let cursor = |row: &Notification| Cursor {
        at: row.created_at,
        id: row.id,
    };
    mine.page("notifications", SELECT, "id", page, cursor, tx)
        .await
}

/// The newest unread ones.
pub async fn newest_unread(
    user: UserId,
    limit: i64,
    tx: &mut ReadTx,
) -> QueryResult<Vec<Notification>> {
    diesel::sql_query(format!(
        "{SELECT} WHERE user_id = $1 AND read_at IS NULL ORDER BY id DESC LIMIT $2"
    ))
    .bind::<SqlUuid, _>(user)
    .bind::<BigInt, _>(limit)
    .get_results(tx)
    .await
}

#[derive(QueryableByName)]
struct Place {
    #[diesel(sql_type = Text)]
    href: String,
}

/// Marks one as read; returns where it leads.
pub async fn read_one(user: UserId, id: Uuid, tx: &mut Tx) -> AppResult<String> {
    let now = tx.now();
    let place: Place = sql(
        "UPDATE notifications SET read_at = COALESCE(read_at, $3) WHERE id = $1 AND user_id = $2 RETURNING href",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<SqlUuid, _>(user)
    .bind::<Timestamptz, _>(now)
    .get_result(tx)
    .await
    .or_not_found("kernel.notifications.one")?;
    audit::record(
        tx,
        Audit::new("kernel.notifications.read", "kernel.notification", id),
    )
    .await?;
    poke(tx, user).await?;
    Ok(place.href)
}

/// Marks all as read; returns how many were not.
pub async fn read_all(user: UserId, tx: &mut Tx) -> AppResult<usize> {
    let now = tx.now();
    let changed =
        sql("UPDATE notifications SET read_at = $2 WHERE user_id = $1 AND read_at IS NULL")
            .bind::<SqlUuid, _>(user)
            .bind::<Timestamptz, _>(now)
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
