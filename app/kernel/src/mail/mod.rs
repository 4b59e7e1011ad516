//! Mail: a delivery row in the caller's transaction, rendered and sent by a job, kept for `/dev/outbox` when there is
//! no SMTP server. The Message-ID comes from the row, so a mail that went twice after a crash can be told from two mails.

pub mod compose;
mod deliver;
pub mod deliveries;
mod delivery;
mod foreign;
mod render;
mod rules;
mod send;
pub mod shown;

use diesel::sql_types::{Array, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use l10n::Locale;
use serde_json::{Map, Value};

pub use deliver::DeliverMail;
pub use delivery::{Delivery, State, bounced, list, retry, show};
pub use render::{RenderError, check_text, render};
pub use send::Mailer;

use crate::db::{Tx, sql};
use crate::error::AppResult;
use crate::ids::{DeliveryId, FileId, UserId};
use crate::jobs;

/// A mail about to be queued.
pub struct NewMail {
    mail: &'static str,
    locale: Locale,
    recipient: String,
    recipient_name: String,
    user: Option<UserId>,
    variables: Map<String, Value>,
    reply_to: Option<String>,
    thread: Vec<String>,
    attachments: Vec<FileId>,
}

impl NewMail {
    /// `mail` is the key of a declared mail.
    #[must_use]
    pub fn new(mail: &'static str, locale: Locale, recipient: &str, recipient_name: &str) -> Self {
        Self {
            mail,
            locale,
            recipient: recipient.to_owned(),
            recipient_name: recipient_name.to_owned(),
            user: None,
            variables: Map::new(),
            reply_to: None,
            thread: Vec::new(),
            attachments: Vec::new(),
        }
    }
    /// The person it goes to.
    #[must_use]
    pub fn user(mut self, user: UserId) -> Self {
        self.user = Some(user);
        self
    }
    /// A variable of the text, in somebody's words: what looks like an address in it will not become a link, unless it
    /// is one address of this site and nothing else.
    #[must_use]
    pub fn var(mut self, name: &str, value: impl Into<String>) -> Self {
        self.variables
            .insert(name.to_owned(), Value::String(value.into()));
        self
    }
    /// A variable in the house's own words, which keep their links: an answer of staff, never a customer's.
    #[must_use]
    pub fn own(mut self, name: &str, value: impl Into<String>) -> Self {
        let names = self
            .variables
            .entry(foreign::OWN)
            .or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(names) = names {
            names.push(Value::String(name.to_owned()));
        }
        self.var(name, value)
    }
    /// A variable that the text may loop over, its fields by name.
    #[must_use]
    pub fn list(mut self, name: &str, rows: Vec<Map<String, Value>>) -> Self {
        let rows = rows.into_iter().map(Value::Object).collect();
        self.variables.insert(name.to_owned(), Value::Array(rows));
        self
    }
    /// Where answers go.
    #[must_use]
    pub fn reply_to(mut self, address: String) -> Self {
        self.reply_to = Some(address);
        self
    }
    /// Message-IDs of the conversation so far, oldest first, without angle brackets.
    #[must_use]
    pub fn thread(mut self, ids: Vec<String>) -> Self {
        self.thread = ids;
        self
    }
    /// A stored file that goes with it; from a tenant's scope one of that tenant's.
    #[must_use]
    pub fn attach(mut self, file: FileId) -> Self {
        self.attachments.push(file);
        self
    }
}

/// Queues a mail; it goes out only if this transaction commits.
pub async fn queue(tx: &mut Tx, mail: NewMail) -> AppResult<DeliveryId> {
    let id = DeliveryId::fresh();
    queue_as(tx, id, mail).await?;
    Ok(id)
}

/// Queues a mail under an id that the caller chose; a second call with the same id changes nothing.
pub async fn queue_as(tx: &mut Tx, id: DeliveryId, mail: NewMail) -> AppResult<()> {
    let now = tx.now();
    let tenant = tx.who().tenant;
    let queued = sql("SELECT mail_queue($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)")
        .bind::<SqlUuid, _>(id)
        .bind::<Nullable<SqlUuid>, _>(tenant.map(|t| t.0))
        .bind::<Nullable<SqlUuid>, _>(mail.user.map(|u| u.0))
        .bind::<Text, _>(mail.mail)
        .bind::<Text, _>(mail.locale.tag())
        .bind::<Text, _>(&mail.recipient)
        .bind::<Text, _>(&mail.recipient_name)
        .bind::<Jsonb, _>(Value::Object(mail.variables))
        .bind::<Nullable<Text>, _>(mail.reply_to)
        .bind::<Nullable<Text>, _>(mail.thread.last())
        .bind::<Array<Text>, _>(&mail.thread)
        .bind::<Timestamptz, _>(now)
        .bind::<Array<SqlUuid>, _>(&mail.attachments)
        .execute(tx)
        .await?;
    debug_assert!(queued <= 1);
    jobs::enqueue(tx, &DeliverMail { delivery: id }).await
}
