//! Deliveries as staff see them: to whom, in which state, what went wrong.
//! Never the text: mails carry links that sign people in or change passwords.

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use l10n::normalise;

use crate::db::{CountOf, Holds, ReadTx};
use crate::ids::DeliveryId;
use crate::schema::mail_deliveries;
use crate::web::{COUNTED_TO, Cursor, Page, PageQuery};

/// The states, for the filter.
pub const STATES: [&str; 4] = ["queued", "sent", "failed", "kept"];

/// One delivery without its text.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = mail_deliveries)]
pub struct Dispatch {
    /// Its id.
    pub id: DeliveryId,
    /// Key of the mail.
    pub mail: String,
    /// Language.
    pub locale: String,
    /// To whom.
    pub recipient: String,
    /// Their name.
    pub recipient_name: String,
    /// Rendered subject.
    pub subject: Option<String>,
    /// One of [`STATES`].
    pub state: String,
    /// Tries so far.
    pub attempts: i32,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// When it was queued.
    pub created_at: DateTime<Utc>,
    /// When the server took it.
    pub sent_at: Option<DateTime<Utc>>,
}

impl Dispatch {
    fn cursor(&self) -> Cursor {
        Cursor {
            at: self.created_at,
            id: self.id.0,
        }
    }
}

/// What the list is narrowed to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter<'a> {
    /// One of [`STATES`], or all when empty.
    pub state: &'a str,
    /// Part of the recipient's address.
    pub recipient: &'a str,
}

type Rows = mail_deliveries::BoxedQuery<'static, Pg>;

impl Filter<'_> {
    /// What the filter leaves.
    fn rows(&self) -> Rows {
        let mut rows = mail_deliveries::table.into_boxed::<Pg>();
        if let Some(state) = STATES.iter().find(|state| **state == self.state) {
            rows = rows.filter(mail_deliveries::state.eq(*state));
        }
        let words = normalise::search_text(self.recipient);
        if !words.is_empty() {
            rows = rows.filter(Holds::words(mail_deliveries::recipient, &words));
        }
        rows
    }
}

/// A page of deliveries, the newest first, and how many there are.
pub async fn list(
    filter: Filter<'_>,
    query: &PageQuery,
    tx: &mut ReadTx,
) -> QueryResult<(Page<Dispatch>, i64)> {
    let counted = filter.rows().select(mail_deliveries::id);
    let count = CountOf::new(counted, COUNTED_TO).get_result(tx).await?;
    let on_page = crate::walk!(
        query,
        filter.rows().select(mail_deliveries::id),
        mail_deliveries::id
    );
    let rows = mail_deliveries::table
        .filter(on_page)
        .select(Dispatch::as_select())
        .load(tx)
        .await?;
    Ok((Page::by_id(query, rows, Dispatch::cursor), count))
}

/// One delivery.
pub async fn find(id: DeliveryId, tx: &mut ReadTx) -> QueryResult<Dispatch> {
    mail_deliveries::table
        .find(id)
        .select(Dispatch::as_select())
        .get_result(tx)
        .await
}

/// How many did not go out; at most one more than is counted.
pub async fn failed(tx: &mut ReadTx) -> QueryResult<i64> {
    let failed = mail_deliveries::table
        .filter(mail_deliveries::state.eq("failed"))
        .select(mail_deliveries::id);
    CountOf::new(failed, COUNTED_TO).get_result(tx).await
}
