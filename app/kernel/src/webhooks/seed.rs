//! Demo data: an endpoint of every demo company and shop, and one of the platform, with a past of a few days.
//! Nothing of it is sent: what has happened is written as having happened. Idempotent.

use chrono::Duration;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::json;
use uuid::Uuid;

use super::PING;
use super::envelope::Envelope;
use super::ids::{EndpointId, TellingId};
use super::models::Owner;
use super::models::upkeep::{self, Draft};
use crate::db::{JobDb, Tx};
use crate::error::AppResult;
use crate::ids::TenantId;
use crate::module::TenantKind;
use crate::schema::{tenants, webhook_deliveries, webhook_endpoints};

const DELIVERIES: i64 = 60;

/// Writes it.
pub async fn run(db: JobDb) -> AppResult<()> {
    db.platform().write(async |tx| write(tx).await).await
}

async fn write(tx: &mut Tx) -> AppResult<()> {
    let seeded: bool = diesel::select(exists(
        webhook_endpoints::table.select(webhook_endpoints::id),
    ))
    .get_result(tx)
    .await?;
    if seeded {
        return Ok(());
    }
    let tenants: Vec<TenantId> = tenants::table
        .filter(tenants::kind.ne(TenantKind::Person))
        .order(tenants::id)
        .select(tenants::id)
        .load(tx)
        .await?;
    let owners = tenants.into_iter().map(Owner::Tenant);
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
    upkeep::create(owner, id, &draft, tx).await?;
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
    diesel::insert_into(webhook_deliveries::table)
        .values((
            webhook_deliveries::id.eq(id),
            webhook_deliveries::endpoint_id.eq(endpoint),
            webhook_deliveries::tenant_id.eq(owner.tenant()),
            webhook_deliveries::event_id.eq(Uuid::now_v7()),
            webhook_deliveries::fact.eq(fact),
            webhook_deliveries::payload.eq(serde_json::to_string(&payload)?),
            webhook_deliveries::state.eq(state),
            webhook_deliveries::attempts.eq(if is_fine { 1 } else { 9 }),
            webhook_deliveries::created_at.eq(at),
            webhook_deliveries::last_try_at.eq(at),
            webhook_deliveries::last_problem.eq(problem),
            webhook_deliveries::last_status.eq(status),
            webhook_deliveries::request_headers.eq(json!([["content-type", "application/json"]])),
            webhook_deliveries::response_headers.eq(json!([["content-type", "text/plain"]])),
            webhook_deliveries::response_body.eq(answer),
            webhook_deliveries::duration_ms.eq(84),
            webhook_deliveries::delivered_at.eq(is_fine.then_some(at)),
        ))
        .execute(tx)
        .await?;
    Ok(())
}
