//! The job that renders and sends one delivery, and the list that staff see. Rendering happens once and is kept in the
//! row, so that every try sends the same message under the same Message-ID.

use chrono::{DateTime, Utc};
use diesel::sql_types::{
    Array, BigInt, Bool, Integer, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid,
};
use diesel::{OptionalExtension, QueryableByName};
use diesel_async::RunQueryDsl;
use l10n::Locale;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::compose;
use super::foreign;
use super::render::render;
use super::send::Sent;
use crate::app::App;
use crate::audit::{self, Audit};
use crate::db::{OrNotFound, PlatformDb, ReadTx, Tx, sql};
use crate::error::{AppError, AppResult};
use crate::ids::DeliveryId;
use crate::jobs::{self, Job, JobCx};

/// Where a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// On its way.
    Queued,
    /// The server took it.
    Sent,
    /// The server refused it, or every try failed.
    Failed,
    /// No server: shown in the outbox.
    Kept,
}

impl State {
    /// Its name in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Kept => "kept",
        }
    }
}

/// One delivery.
#[derive(Clone, Debug, QueryableByName)]
pub struct Delivery {
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
    /// Variables of the text.
    #[diesel(sql_type = Jsonb)]
    pub variables: Value,
    /// Where answers go.
    #[diesel(sql_type = Nullable<Text>)]
    pub reply_to: Option<String>,
    /// The message that this one follows.
    #[diesel(sql_type = Nullable<Text>)]
    pub in_reply_to: Option<String>,
    /// The conversation.
    #[diesel(sql_type = Array<Text>)]
    pub thread: Vec<String>,
    /// Rendered subject.
    #[diesel(sql_type = Nullable<Text>)]
    pub subject: Option<String>,
    /// Rendered text.
    #[diesel(sql_type = Nullable<Text>)]
    pub body_text: Option<String>,
    /// Its HTML twin.
    #[diesel(sql_type = Nullable<Text>)]
    pub body_html: Option<String>,
    /// `queued`, `sent`, `failed` or `kept`.
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

const COLUMNS: &str = "id, mail, locale, recipient, recipient_name, variables, reply_to, in_reply_to, thread, subject, \
    body_text, body_html, state, attempts, last_error, created_at, sent_at";

/// One delivery; for staff and the outbox.
pub async fn show(tx: &mut ReadTx, id: DeliveryId) -> AppResult<Delivery> {
    diesel::sql_query(format!(
        "SELECT {COLUMNS} FROM mail_deliveries WHERE id = $1"
    ))
    .bind::<SqlUuid, _>(id)
    .get_result::<Delivery>(tx)
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
    Ok(diesel::sql_query(format!(
        "SELECT {COLUMNS} FROM mail_deliveries WHERE (NOT $1 OR state = 'failed') AND ($2 IS NULL OR id < $2) \
         ORDER BY id DESC LIMIT $3"
    ))
    .bind::<Bool, _>(only_failed)
    .bind::<Nullable<SqlUuid>, _>(before)
    .bind::<BigInt, _>(limit)
    .get_results(tx)
    .await?)
}

/// Tries a failed delivery again, under the same Message-ID.
pub async fn retry(tx: &mut Tx, id: DeliveryId) -> AppResult<()> {
    let changed =
        sql("UPDATE mail_deliveries SET state = 'queued' WHERE id = $1 AND state = 'failed'")
            .bind::<SqlUuid, _>(id)
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

#[derive(QueryableByName)]
struct Returned {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

/// Another server returned these: they count as failed, with what it said. Ids that were not sent are left alone;
/// returns how many were marked.
pub async fn bounced(tx: &mut Tx, ids: &[DeliveryId], detail: &str) -> AppResult<usize> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let returned: Vec<Returned> = sql(
        "UPDATE mail_deliveries SET state = 'failed', last_error = $2 WHERE id = ANY ($1) AND state = 'sent' RETURNING id",
    )
    .bind::<Array<SqlUuid>, _>(&ids)
    .bind::<Text, _>(detail)
    .get_results(tx)
    .await?;
    for one in &returned {
        let event = Audit::new("kernel.mail.bounced", "kernel.mail_delivery", one.id)
            .after(serde_json::json!({ "detail": detail }));
        audit::record(tx, event).await?;
    }
    Ok(returned.len())
}

/// Renders and sends one delivery.
#[derive(Serialize, Deserialize)]
pub struct DeliverMail {
    /// Which.
    pub delivery: DeliveryId,
}

impl Job for DeliverMail {
    const NAME: &'static str = "kernel.deliver_mail";

    async fn run(self, cx: JobCx) -> AppResult<()> {
        let db = cx.db.platform();
        let Some(delivery) = rendered(&cx.app, &db, self.delivery).await? else {
            return Ok(());
        };
        let sender_name = cx
            .app
            .registry
            .texts()
            .t(locale(&delivery), "kernel.mail.sender");
        let outcome = match compose::compose(&cx.app.config, &sender_name, &delivery) {
            Ok(message) => cx.app.mailer.send(message).await,
            Err(error) => Ok(Sent::Refused(error.to_string())),
        };
        let (state, problem) = match &outcome {
            Ok(Sent::Accepted) => (State::Sent, None),
            Ok(Sent::Kept) => (State::Kept, None),
            Ok(Sent::Refused(why)) => (State::Failed, Some(why.clone())),
            Err(error) if cx.last_attempt => (State::Failed, Some(error.to_string())),
            Err(error) => (State::Queued, Some(error.to_string())),
        };
        note(&db, self.delivery, state, problem).await?;
        match outcome {
            // The last try has been noted; the job is done, the delivery waits for a person.
            Err(error) if !cx.last_attempt => Err(error),
            _ => Ok(()),
        }
    }
}

fn locale(delivery: &Delivery) -> Locale {
    delivery.locale.parse().unwrap_or_default()
}

/// The delivery with its texts, rendered now if they are not yet; `None` when it has gone out already.
async fn rendered(app: &App, db: &PlatformDb, id: DeliveryId) -> AppResult<Option<Delivery>> {
    let found = db
        .read(async |tx| {
            Ok(diesel::sql_query(format!(
                "SELECT {COLUMNS} FROM mail_deliveries WHERE id = $1 AND state = 'queued'"
            ))
            .bind::<SqlUuid, _>(id)
            .get_result::<Delivery>(tx)
            .await
            .optional()?)
        })
        .await?;
    let Some(mut delivery) = found else {
        return Ok(None);
    };
    if delivery.subject.is_none() {
        let locale = locale(&delivery);
        let site = &app.config.base_url;
        let given = delivery.variables.as_object().cloned().unwrap_or_default();
        let variables = foreign::shown(&given, site);
        let text = |part: &str| {
            worded(
                app,
                locale,
                &format!("{}.{part}", delivery.mail),
                &variables,
            )
        };
        let subject = text("subject")?.trim().replace(['\r', '\n'], " ");
        let body = text("body")?;
        delivery.body_html = Some(compose::as_html(locale, site, &subject, &body));
        delivery.subject = Some(subject);
        delivery.body_text = Some(body);
        let ready = delivery.clone();
        db.write(async |tx| {
            sql("UPDATE mail_deliveries SET subject = $2, body_text = $3, body_html = $4 WHERE id = $1")
                .bind::<SqlUuid, _>(ready.id)
                .bind::<Nullable<Text>, _>(&ready.subject)
                .bind::<Nullable<Text>, _>(&ready.body_text)
                .bind::<Nullable<Text>, _>(&ready.body_html)
                .execute(tx)
                .await?;
            Ok(())
        })
        .await?;
    }
    Ok(Some(delivery))
}

/// The text with its variables. A rewording from before the rules of today must not keep a mail from going out.
fn worded(
    app: &App,
    locale: Locale,
    key: &str,
    variables: &Map<String, Value>,
) -> AppResult<String> {
    let texts = app.registry.texts();
    let (text, shipped) = (texts.t(locale, key), texts.shipped(locale, key));
    let reworded = render(&text, variables);
    match reworded {
        Err(error) if text != shipped => {
            tracing::warn!(%key, locale = locale.tag(), %error, "a reworded text cannot be used; the shipped one goes out");
            render(&shipped, variables)
        }
        other => other,
    }
    .map_err(|e| AppError::internal(format!("text {key}: {e}")))
}

async fn note(
    db: &PlatformDb,
    id: DeliveryId,
    state: State,
    problem: Option<String>,
) -> AppResult<()> {
    db.write(async |tx| {
        let sent_at = matches!(state, State::Sent | State::Kept).then(|| tx.now());
        sql(
            "UPDATE mail_deliveries SET state = $2, attempts = attempts + 1, last_error = $3, sent_at = $4 WHERE id = $1",
        )
        .bind::<SqlUuid, _>(id)
        .bind::<Text, _>(state.as_str())
        .bind::<Nullable<Text>, _>(&problem)
        .bind::<Nullable<Timestamptz>, _>(sent_at)
        .execute(tx)
        .await?;
        Ok(())
    })
    .await
}
