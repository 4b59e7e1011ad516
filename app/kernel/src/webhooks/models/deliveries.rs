//! Deliveries: one fact for one endpoint. The list, one with its request and answer, a sample, a replay.
//! A replay keeps the id, so that a receiver can tell a second telling from a second fact.

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::{COUNTED, Owner, endpoints, newest_page, of_owner};
use crate::audit::{self, Audit};
use crate::db::{CountOf, OrNotFound, ReadTx, Tx};
use crate::error::{AppError, AppResult};
use crate::ids::TenantId;
use crate::jobs::{self, NewJob};
use crate::schema::webhook_deliveries;
use crate::web::{Cursor, Page, PageQuery};
use crate::webhooks::PING;
use crate::webhooks::envelope::Envelope;
use crate::webhooks::ids::{EndpointId, TellingId};
use crate::webhooks::jobs::SendWebhook;

/// The states, for the filter.
pub const STATES: [&str; 3] = ["waiting", "delivered", "failed"];

/// One delivery.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = webhook_deliveries)]
pub struct Delivery {
    /// Its id.
    pub id: TellingId,
    /// To which endpoint.
    pub endpoint_id: EndpointId,
    /// Name of the fact.
    pub fact: String,
    /// What is sent.
    pub payload: String,
    /// One of [`STATES`].
    pub state: String,
    /// Tries in this round.
    pub attempts: i32,
    /// When it was told.
    pub created_at: DateTime<Utc>,
    /// When the next try is.
    pub next_try_at: Option<DateTime<Utc>>,
    /// When the last try was.
    pub last_try_at: Option<DateTime<Utc>>,
    /// Name of what went wrong with it.
    pub last_problem: Option<String>,
    /// The same for developers.
    pub last_detail: Option<String>,
    /// The status of its answer.
    pub last_status: Option<i32>,
    /// Headers of its request.
    pub request_headers: Option<Value>,
    /// Headers of its answer.
    pub response_headers: Option<Value>,
    /// The beginning of its answer.
    pub response_body: Option<String>,
    /// How long it took.
    pub duration_ms: Option<i32>,
}

/// A page of an endpoint's deliveries, the newest first, and how many there are.
pub async fn list(
    endpoint: EndpointId,
    state: &str,
    page: &PageQuery,
    tx: &mut ReadTx,
) -> QueryResult<(Page<Delivery>, i64)> {
    let state = STATES.iter().find(|s| **s == state).copied();
    let wanted = || {
        let told = webhook_deliveries::table
            .filter(webhook_deliveries::endpoint_id.eq(endpoint))
            .into_boxed::<Pg>();
        match state {
            Some(state) => told.filter(webhook_deliveries::state.eq(state)),
            None => told,
        }
    };
    let ids = wanted().select(webhook_deliveries::id);
    let count = CountOf::new(ids, COUNTED).get_result(tx).await?;
    let rows = wanted().select(Delivery::as_select());
    let cursor = |row: &Delivery| Cursor {
        at: row.created_at,
        id: row.id.0,
    };
    let page = newest_page!(tx, page, rows, webhook_deliveries::id, cursor)?;
    Ok((page, count))
}

/// One delivery of this owner.
pub async fn find(owner: Owner, id: TellingId, tx: &mut ReadTx) -> AppResult<Delivery> {
    of_owner!(owner, webhook_deliveries)
        .filter(webhook_deliveries::id.eq(id))
        .select(Delivery::as_select())
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
    let written = diesel::insert_into(webhook_deliveries::table)
        .values((
            webhook_deliveries::id.eq(id),
            webhook_deliveries::endpoint_id.eq(new.endpoint),
            webhook_deliveries::tenant_id.eq(new.tenant),
            webhook_deliveries::event_id.eq(new.event),
            webhook_deliveries::fact.eq(new.fact),
            webhook_deliveries::payload.eq(serde_json::to_string(&payload)?),
            webhook_deliveries::created_at.eq(now),
            webhook_deliveries::next_try_at.eq(now),
        ))
        .on_conflict((
            webhook_deliveries::endpoint_id,
            webhook_deliveries::event_id,
        ))
        .do_nothing()
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

/// Sends a delivery again, now, under the same id. A try that was planned for later falls away.
pub async fn replay(owner: Owner, id: TellingId, tx: &mut Tx) -> AppResult<()> {
    let delivery = find(owner, id, tx).await?;
    let endpoint = endpoints::find(owner, delivery.endpoint_id, tx).await?;
    if endpoint.switched_off_at.is_some() {
        return Err(AppError::Conflict("kernel.webhooks.is_off"));
    }
    let now = tx.now();
    let round: i32 = diesel::update(webhook_deliveries::table.find(id))
        .set((
            webhook_deliveries::state.eq("waiting"),
            webhook_deliveries::round.eq(webhook_deliveries::round + 1),
            webhook_deliveries::attempts.eq(0),
            webhook_deliveries::next_try_at.eq(now),
        ))
        .returning(webhook_deliveries::round)
        .get_result(tx)
        .await?;
    audit::record(
        tx,
        Audit::new("kernel.webhook.replay", "kernel.webhook_delivery", id.0),
    )
    .await?;
    let job = SendWebhook {
        delivery: id,
        round,
        attempt: 0,
    };
    jobs::enqueue_raw(tx, NewJob::of(&job)?.queue(lane(delivery.endpoint_id))).await
}
