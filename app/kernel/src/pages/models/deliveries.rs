//! Deliveries as staff see them: to whom, in which state, what went wrong.
//! Never the text: mails carry links that sign people in or change passwords.

use chrono::{DateTime, Utc};
use diesel::sql_types::{Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel::{QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::conditions::Conditions;
use crate::db::{OrNotFound, ReadTx};
use crate::error::AppResult;
use crate::ids::DeliveryId;
use crate::web::{Cursor, Page, PageQuery};

/// The states, for the filter.
pub const STATES: [&str; 4] = ["queued", "sent", "failed", "kept"];

/// One delivery without its text.
#[derive(Clone, Debug, QueryableByName)]
pub struct DeliveryRow {
    /// Its id.
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    /// Key of the mail.
    #[diesel(sql_type = Text)]
    pub mail: String,
    /// Language.
    #[diesel(sql_type = Text)]
    pub locale: String,
    /// To whom.
    #[diesel(sql_type = Text)]
    pub recipient: String,
    /// Their name.
    #[diesel(sql_type = Text)]
    pub recipient_name: String,
    /// Rendered subject.
    #[diesel(sql_type = Nullable<Text>)]
    pub subject: Option<String>,
    /// One of [`STATES`].
    #[diesel(sql_type = Text)]
    pub state: String,
    /// Tries so far.
    #[diesel(sql_type = Integer)]
    pub attempts: i32,
    /// What went wrong last.
    #[diesel(sql_type = Nullable<Text>)]
    pub last_error: Option<String>,
    /// When it was queued.
    #[diesel(sql_type = Timestamptz)]
    pub created_at: DateTime<Utc>,
    /// When the server took it.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub sent_at: Option<DateTime<Utc>>,
}

const SELECT: &str = "SELECT id, mail, locale, recipient, recipient_name, subject, state, attempts, last_error, created_at, \
    sent_at FROM mail_deliveries";

/// What the list is narrowed to.
#[derive(Clone, Copy, Debug, Default)]
pub struct DeliveryFilter<'a> {
    /// One of [`STATES`], or all when empty.
    pub state: &'a str,
    /// Part of the recipient's address.
    pub recipient: &'a str,
}

/// A page of deliveries, the newest first, and how many there are.
pub async fn list(
    filter: DeliveryFilter<'_>,
    page: &PageQuery,
    tx: &mut ReadTx,
) -> QueryResult<(Page<DeliveryRow>, i64)> {
    let state = STATES
        .iter()
        .find(|s| **s == filter.state)
        .copied()
        .unwrap_or_default();
    let wanted = Conditions::default()
        .text("state = ?", state)
        .words("recipient LIKE ?", filter.recipient);
    let cursor = |row: &DeliveryRow| Cursor {
        at: row.created_at,
        id: row.id,
    };
    wanted
        .page("mail_deliveries", SELECT, "id", page, cursor, tx)
        .await
}

/// One delivery.
pub async fn find(id: DeliveryId, tx: &mut ReadTx) -> AppResult<DeliveryRow> {
    diesel::sql_query(format!("{SELECT} WHERE id = $1"))
        .bind::<SqlUuid, _>(id)
        .get_result(tx)
        .await
        .or_not_found("kernel.deliveries.one")
}
