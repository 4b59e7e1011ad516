//! A delivery: its row, the list that staff see, and what is done with one that did not arrive.
//! Its text is kept with it, so that every try sends the same message under the same Message-ID.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::deliver::DeliverMail;
use crate::audit::{self, Audit};
use crate::db::{OrNotFound, ReadTx, Tx};
use crate::error::{AppError, AppResult};
use crate::ids::{DeliveryId, FileId};
use crate::jobs;
use crate::schema::mail_deliveries;

crate::words! {
    /// Where a delivery stands.
    pub enum State {
        /// On its way.
        Queued = "queued",
        /// The server took it.
        Sent = "sent",
        /// The server refused it, or every try failed.
        Failed = "failed",
        /// No server: shown in the outbox.
        Kept = "kept",
    }
}

/// One delivery.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = mail_deliveries)]
pub struct Delivery {
    /// Its id.
    pub id: Uuid,
    /// Key of the mail.
    pub mail: String,
    /// Language.
    pub locale: String,
    /// To whom.
    pub recipient: String,
    /// Their name.
    pub recipient_name: String,
    /// Variables of the text.
    pub variables: Value,
    /// Where answers go.
    pub reply_to: Option<String>,
    /// The message that this one follows.
    pub in_reply_to: Option<String>,
    /// The conversation.
    pub thread: Vec<String>,
    /// Stored files that go with it.
    pub attachments: Vec<FileId>,
    /// Rendered subject.
    pub subject: Option<String>,
    /// Rendered text.
    pub body_text: Option<String>,
    /// Its HTML twin.
    pub body_html: Option<String>,
    /// `queued`, `sent`, `failed` or `kept`.
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

/// One delivery; for staff and the outbox.
pub async fn show(tx: &mut ReadTx, id: DeliveryId) -> AppResult<Delivery> {
    mail_deliveries::table
        .find(id)
        .select(Delivery::as_select())
        .get_result(tx)
        .await
        .or_not_found("kernel.mail.delivery")
}

/// The newest deliveries, `before` an id; only failed ones when asked.
pub async fn list(
    tx: &mut ReadTx,
    only_failed: bool,
    before: Option<Uuid>,
    limit: i64,
) -> AppResult<Vec<Delivery>> {
    let mut all = mail_deliveries::table
        .select(Delivery::as_select())
        .order(mail_deliveries::id.desc())
        .limit(limit)
        .into_boxed();
    if only_failed {
        all = all.filter(mail_deliveries::state.eq(State::Failed));
    }
    if let Some(before) = before {
        all = all.filter(mail_deliveries::id.lt(before));
    }
    Ok(all.load(tx).await?)
}

/// Tries a failed delivery again, under the same Message-ID.
pub async fn retry(tx: &mut Tx, id: DeliveryId) -> AppResult<()> {
    let failed = mail_deliveries::table
        .find(id)
        .filter(mail_deliveries::state.eq(State::Failed));
    let changed = diesel::update(failed)
        .set(mail_deliveries::state.eq(State::Queued))
        .execute(tx)
        .await?;
    if changed == 0 {
        return Err(AppError::Conflict("kernel.mail.not_failed"));
    }
    audit::record(
        tx,
        Audit::new("kernel.mail.retry", "kernel.mail_delivery", id.0),
    )
    .await?;
    jobs::enqueue(tx, &DeliverMail { delivery: id }).await
}

/// Another server returned these: they count as failed, with what it said. Ids that were not sent are left alone;
/// returns how many were marked.
pub async fn bounced(tx: &mut Tx, ids: &[DeliveryId], detail: &str) -> AppResult<usize> {
    let sent = mail_deliveries::table
        .filter(mail_deliveries::id.eq_any(ids))
        .filter(mail_deliveries::state.eq(State::Sent));
    let returned: Vec<Uuid> = diesel::update(sent)
        .set((
            mail_deliveries::state.eq(State::Failed),
            mail_deliveries::last_error.eq(detail),
        ))
        .returning(mail_deliveries::id)
        .get_results(tx)
        .await?;
    for one in &returned {
        let event = Audit::new("kernel.mail.bounced", "kernel.mail_delivery", *one)
            .after(serde_json::json!({ "detail": detail }));
        audit::record(tx, event).await?;
    }
    Ok(returned.len())
}
