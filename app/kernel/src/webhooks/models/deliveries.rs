//! Deliveries: one fact for one endpoint. The list, one with its request and answer, a sample, a replay.
//! A replay keeps the id, so that a receiver can tell a second telling from a second fact.

use chrono::{DateTime, Utc};
use diesel::sql_types::{Integer, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel::{QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::{Owner, endpoints};
use crate::audit::{self, Audit};
use crate::db::{OrNotFound, ReadTx, Tx, sql};
use crate::error::{AppError, AppResult};
use crate::ids::TenantId;
use crate::jobs::{self, NewJob};
use crate::pages::models::conditions::Conditions;
use crate::web::{Cursor, Page, PageQuery};
use crate::webhooks::PING;
use crate::webhooks::envelope::Envelope;
use crate::webhooks::ids::{EndpointId, TellingId};
use crate::webhooks::jobs::SendWebhook;

/// The states, for the filter.
pub const STATES: [&str; 3] = ["waiting", "delivered", "failed"];

/// One delivery.
#[derive(Clone, Debug, QueryableByName)]
pub struct Delivery {
    /// Its id.
    #[diesel(sql_type = SqlUuid)]
    pub id: TellingId,
    /// To which endpoint.
    #[diesel(sql_type = SqlUuid)]
    pub endpoint_id: EndpointId,
    /// Name of the fact.
    #[diesel(sql_type = Text)]
    pub fact: String,
    /// What is sent.
    #[diesel(sql_type = Text)]
    pub payload: String,
    /// One of [`STATES`].
    #[diesel(sql_type = Text)]
    pub state: String,
    /// Tries in this round.
    #[diesel(sql_type = Integer)]
    pub attempts: i32,
    /// When it was told.
    #[diesel(sql_type = Timestamptz)]
    pub created_at: DateTime<Utc>,
    /// When the next try is.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub next_try_at: Option<DateTime<Utc>>,
    /// When the last try was.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub last_try_at: Option<DateTime<Utc>>,
    /// Name of what went wrong with it.
    #[diesel(sql_type = Nullable<Text>)]
    pub last_problem: Option<String>,
    /// The same for developers.
    #[diesel(sql_type = Nullable<Text>)]
    pub last_detail: Option<String>,
    /// The status of its answer.
    #[diesel(sql_type = Nullable<Integer>)]
    pub last_status: Option<i32>,
    /// Headers of its request.
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub request_headers: Option<Value>,
    /// Headers of its answer.
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub response_headers: Option<Value>,
    /// The beginning of its answer.
    #[diesel(sql_type = Nullable<Text>)]
    pub response_body: Option<String>,
    /// How long it took.
    #[diesel(sql_type = Nullable<Integer>)]
    pub duration_ms: Option<i32>,
}

const SELECT: &str = "SELECT id, endpoint_id, fact, payload, state, attempts, created_at, next_try_at, last_try_at, \
    last_problem, last_detail, last_status, request_headers, response_headers, response_body, duration_ms \
    FROM webhook_deliveries";

/// A page of an endpoint's deliveries, the newest first, and how many there are.
pub async fn list(
    endpoint: EndpointId,
    state: &str,
    page: &PageQuery,
    tx: &mut ReadTx,
) -> QueryResult<(Page<Delivery>, i64)> {
    let state = STATES.iter().find(|s| **s == state).copied();
    let wanted = Conditions::default()
        .uuid("endpoint_id = ?", Some(endpoint.0))
        .text("state = ?", state.unwrap_or_default());
    let cursor = |row: &Delivery| Cursor {
        at: row.created_at,
        id: row.id.0,
    };
    wanted
        .page("webhook_deliveries", SELECT, "id", page, cursor, tx)
        .await
}

/// One delivery of this owner.
pub async fn find(owner: Owner, id: TellingId, tx: &mut ReadTx) -> AppResult<Delivery> {
    owner
        .conditions()
        .uuid("id = ?", Some(id.0))
        .statement(SELECT, "")
        .get_result(tx)
        .await
        .or_not_found("kernel.webhooks.delivery")
}

/// Something to tell to one endpoint.
pub struct NewDelivery<'a> {
    /// To which.
    pub endpoint: EndpointId,
    /// Whose it is.
    pub tenant: Option<TenantId>,
    /// What happened: the same for every endpoint that hears of it.
    pub event: Uuid,
    /// Name of the fact.
    pub fact: &'a str,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Of whom the fact tells.
    pub about: Option<TenantId>,
    /// The fact's fields.
    pub data: &'a Value,
}

/// Writes a delivery and has it sent; a second one of the same event does nothing. Returns its id, if it is new.
pub async fn enqueue(new: &NewDelivery<'_>, tx: &mut Tx) -> AppResult<Option<TellingId>> {
    let id = TellingId::fresh();
    let payload = Envelope {
        id,
        kind: new.fact,
        at: new.at,
        tenant: new.about,
        data: new.data,
    };
    let now = tx.now();
    let written = sql(
        "INSERT INTO webhook_deliveries (id, endpoint_id, tenant_id, event_id, fact, payload, created_at, next_try_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7) ON CONFLICT (endpoint_id, event_id) DO NOTHING",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<SqlUuid, _>(new.endpoint)
    .bind::<Nullable<SqlUuid>, _>(new.tenant)
    .bind::<SqlUuid, _>(new.event)
    .bind::<Text, _>(new.fact)
    .bind::<Text, _>(serde_json::to_string(&payload)?)
    .bind::<Timestamptz, _>(now)
    .execute(tx)
    .await?;
    if written == 0 {
        return Ok(None);
    }
    let job = SendWebhook {
        delivery: id,
        round: 1,
        attempt: 0,
    };
    jobs::enqueue_raw(tx, NewJob::of(&job)?.queue(lane(new.endpoint))).await?;
    Ok(Some(id))
}

/// One endpoint's deliveries go one after another: a slow one holds up itself.
#[must_use]
pub fn lane(endpoint: EndpointId) -> String {
    format!("webhook {endpoint}")
}

/// Sends a sample to an endpoint.
pub async fn ping(owner: Owner, id: EndpointId, tx: &mut Tx) -> AppResult<TellingId> {
    let endpoint = endpoints::find(owner, id, tx).await?;
    if endpoint.switched_off_at.is_some() {
        return Err(AppError::Conflict("kernel.webhooks.is_off"));
    }
    let new = NewDelivery {
        endpoint: id,
        tenant: endpoint.tenant_id,
        event: Uuid::now_v7(),
        fact: PING,
        at: tx.now(),
        about: endpoint.tenant_id,
        data: &serde_json::json!({ "endpoint": id }),
    };
    let told = enqueue(&new, tx).await?;
    audit::record(
        tx,
        Audit::new("kernel.webhook.ping", "kernel.webhook", id.0),
    )
    .await?;
    told.ok_or_else(AppError::lost_race)
}

#[derive(QueryableByName)]
struct Round {
    #[diesel(sql_type = Integer)]
    round: i32,
}

/// Sends a delivery again, now, under the same id. A try that was planned for later falls away.
pub async fn replay(owner: Owner, id: TellingId, tx: &mut Tx) -> AppResult<()> {
    let delivery = find(owner, id, tx).await?;
    let endpoint = endpoints::find(owner, delivery.endpoint_id, tx).await?;
    if endpoint.switched_off_at.is_some() {
        return Err(AppError::Conflict("kernel.webhooks.is_off"));
    }
    let now = tx.now();
    let next: Round = sql(
        "UPDATE webhook_deliveries SET state = 'waiting', round = round + 1, attempts = 0, next_try_at = $2 WHERE id = $1 \
         RETURNING round",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<Timestamptz, _>(now)
    .get_result(tx)
    .await?;
    audit::record(
        tx,
        Audit::new("kernel.webhook.replay", "kernel.webhook_delivery", id.0),
    )
    .await?;
    let job = SendWebhook {
        delivery: id,
        round: next.round,
        attempt: 0,
    };
    jobs::enqueue_raw(tx, NewJob::of(&job)?.queue(lane(delivery.endpoint_id))).await
}
