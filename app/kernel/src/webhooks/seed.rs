//! Demo data: an endpoint of every demo company and shop, and one of the platform, with a past of a few days.
//! Nothing of it is sent: what has happened is written as having happened. Idempotent.

use chrono::Duration;
use diesel::QueryableByName;
use diesel::sql_types::{Bool, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use serde_json::json;
use uuid::Uuid;

use super::PING;
use super::envelope::Envelope;
use super::ids::{EndpointId, TellingId};
use super::models::Owner;
use super::models::endpoints::{self, Draft};
use crate::db::{JobDb, Tx, sql};
use crate::error::AppResult;
use crate::ids::TenantId;

const DELIVERIES: i64 = 60;

#[derive(QueryableByName)]
struct Tenant {
    #[diesel(sql_type = SqlUuid)]
    id: TenantId,
}

#[derive(QueryableByName)]
struct There {
    #[diesel(sql_type = Bool)]
    there: bool,
}

/// Writes it.
pub async fn run(db: JobDb) -> AppResult<()> {
    db.platform().write(async |tx| write(tx).await).await
}

async fn write(tx: &mut Tx) -> AppResult<()> {
    let seeded: There = sql("SELECT EXISTS (SELECT 1 FROM webhook_endpoints) AS there")
        .get_result(tx)
        .await?;
    if seeded.there {
        return Ok(());
    }
    let tenants: Vec<Tenant> = sql("SELECT id FROM tenants WHERE kind <> 'person' ORDER BY id")
        .get_results(tx)
        .await?;
    let owners = tenants.iter().map(|tenant| Owner::Tenant(tenant.id));
    for owner in owners.chain([Owner::Platform]) {
        endpoint(owner, tx).await?;
    }
    Ok(())
}

async fn endpoint(owner: Owner, tx: &mut Tx) -> AppResult<()> {
    let mut facts: Vec<String> = tx
        .app
        .registry
        .webhooks()
        .iter()
        .map(|def| def.fact.to_owned())
        .collect();
    // The kernel alone tells nothing to outsiders yet.
    if facts.is_empty() {
        facts.push(PING.to_owned());
    }
    let draft = Draft {
        url: "https://hooks.sarai.test/in".to_owned(),
        description: "سامانهٔ حسابداری شرکت".to_owned(),
        facts,
    };
    let id = EndpointId::fresh();
    endpoints::create(owner, id, &draft, tx).await?;
    for n in 0..DELIVERIES {
        let fact = draft
            .facts
            .get(usize::try_from(n).unwrap_or(0) % draft.facts.len())
            .map_or(PING, String::as_str);
        delivery(owner, id, fact, DELIVERIES - n, tx).await?;
    }
    Ok(())
}

async fn delivery(
    owner: Owner,
    endpoint: EndpointId,
    fact: &str,
    hours_ago: i64,
    tx: &mut Tx,
) -> AppResult<()> {
    let (id, at) = (TellingId::fresh(), tx.now() - Duration::hours(hours_ago));
    let is_fine = hours_ago % 9 != 0;
    let data = json!({});
    let payload = Envelope {
        id,
        kind: fact,
        at,
        tenant: owner.tenant(),
        data: &data,
    };
    let (state, problem, status, answer) = if is_fine {
        ("delivered", None, 200, "ok")
    } else {
        ("failed", Some("status"), 500, "internal error")
    };
    sql(
        "INSERT INTO webhook_deliveries (id, endpoint_id, tenant_id, event_id, fact, payload, state, attempts, created_at, \
         last_try_at, last_problem, last_status, request_headers, response_headers, response_body, duration_ms, delivered_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $11, '[[\"content-type\", \"application/json\"]]', \
         '[[\"content-type\", \"text/plain\"]]', $12, 84, CASE WHEN $7 = 'delivered' THEN $9 END)",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<SqlUuid, _>(endpoint)
    .bind::<Nullable<SqlUuid>, _>(owner.tenant())
    .bind::<SqlUuid, _>(Uuid::now_v7())
    .bind::<Text, _>(fact)
    .bind::<Text, _>(serde_json::to_string(&payload)?)
    .bind::<Text, _>(state)
    .bind::<Integer, _>(if is_fine { 1 } else { 9 })
    .bind::<Timestamptz, _>(at)
    .bind::<Nullable<Text>, _>(problem)
    .bind::<Integer, _>(status)
    .bind::<Text, _>(answer)
    .execute(tx)
    .await?;
    Ok(())
}
