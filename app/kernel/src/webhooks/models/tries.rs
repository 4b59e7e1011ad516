//! One try of a delivery: what it needs, and what is kept of it. In the platform's scope, by the job that sends.
//! A try belongs to a round and has a number; whoever comes second with the same number keeps nothing.

use chrono::{DateTime, Duration, Utc};
use diesel::sql_types::{Bool, Integer, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel::{OptionalExtension, QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;
use serde_json::{Value, json};

use crate::audit::{self, Audit};
use crate::db::{ReadTx, Tx, sql};
use crate::error::AppResult;
use crate::ids::{TenantId, UserId};
use crate::webhooks::client::{Answer, Problem};
use crate::webhooks::ids::EndpointId;
use crate::webhooks::jobs::SendWebhook;

/// Pauses between the tries, in seconds: together a little more than a day.
pub const PAUSES: [i64; 8] = [5, 60, 300, 1_800, 7_200, 18_000, 28_800, 32_400];
/// An endpoint is reported when so many tries in a row failed …
pub const ALARM_FAILURES: i32 = 5;
/// … over at least this time; a restart of their server is no news.
pub const ALARM_AFTER: Duration = Duration::minutes(10);
/// After so long without one success it is switched off.
pub const OFF_AFTER: Duration = Duration::days(5);

/// What a try needs.
#[derive(Clone, Debug, QueryableByName)]
pub struct Due {
    /// What is sent.
    #[diesel(sql_type = Text)]
    pub payload: String,
    /// To which endpoint.
    #[diesel(sql_type = SqlUuid)]
    pub endpoint_id: EndpointId,
    /// Where.
    #[diesel(sql_type = Text)]
    pub url: String,
    /// Sealed.
    #[diesel(sql_type = Text)]
    pub secret: String,
    /// The one before, sealed, while it is valid.
    #[diesel(sql_type = Nullable<Text>)]
    pub previous: Option<String>,
    /// Whether it is switched off.
    #[diesel(sql_type = Bool)]
    pub is_off: bool,
}

/// What this try needs; nothing when it was made already, or a replay made it void.
pub async fn due(job: &SendWebhook, tx: &mut ReadTx) -> QueryResult<Option<Due>> {
    let now = tx.now();
    sql(
        "SELECT d.payload, e.id AS endpoint_id, e.url, e.secret, \
         CASE WHEN e.previous_until > $4 THEN e.previous_secret END AS previous, e.switched_off_at IS NOT NULL AS is_off \
         FROM webhook_deliveries d JOIN webhook_endpoints e ON e.id = d.endpoint_id \
         WHERE d.id = $1 AND d.state = 'waiting' AND d.round = $2 AND d.attempts = $3",
    )
    .bind::<SqlUuid, _>(job.delivery)
    .bind::<Integer, _>(job.round)
    .bind::<Integer, _>(job.attempt)
    .bind::<Timestamptz, _>(now)
    .get_result(tx)
    .await
    .optional()
}

/// When the try after this one is; nothing after the last, or when no further one can help.
#[must_use]
pub fn next_try(attempt: i32, answer: &Answer, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if matches!(answer.problem, None | Some(Problem::Gone | Problem::Off)) {
        return None;
    }
    let pause = PAUSES.get(usize::try_from(attempt).ok()?)?;
    // Many deliveries that failed together do not come back together.
    let jitter = rand::random_range(850..=1_150);
    Some(now + Duration::milliseconds(pause * jitter))
}

/// Keeps what came of a try. False when another worker was quicker.
pub async fn keep(
    job: &SendWebhook,
    request: &[(&str, String)],
    answer: &Answer,
    next: Option<DateTime<Utc>>,
    tx: &mut Tx,
) -> AppResult<bool> {
    let now = tx.now();
    let state = match (answer.problem, next) {
        (None, _) => "delivered",
        (Some(_), Some(_)) => "waiting",
        (Some(_), None) => "failed",
    };
    let pairs = |list: Vec<(&str, &str)>| -> Value {
        list.into_iter()
            .map(|(name, value)| json!([name, value]))
            .collect()
    };
    let request = pairs(request.iter().map(|(n, v)| (*n, v.as_str())).collect());
    let response = pairs(
        answer
            .headers
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect(),
    );
    let kept = sql(
        "UPDATE webhook_deliveries SET state = $4, attempts = attempts + 1, next_try_at = $5, last_try_at = $6, \
         last_problem = $7, last_detail = $8, last_status = $9, request_headers = $10, response_headers = $11, \
         response_body = $12, duration_ms = $13, delivered_at = CASE WHEN $4 = 'delivered' THEN $6 END \
         WHERE id = $1 AND state = 'waiting' AND round = $2 AND attempts = $3",
    )
    .bind::<SqlUuid, _>(job.delivery)
    .bind::<Integer, _>(job.round)
    .bind::<Integer, _>(job.attempt)
    .bind::<Text, _>(state)
    .bind::<Nullable<Timestamptz>, _>(next)
    .bind::<Timestamptz, _>(now)
    .bind::<Nullable<Text>, _>(answer.problem.map(Problem::as_str))
    .bind::<Nullable<Text>, _>(&answer.detail)
    .bind::<Nullable<Integer>, _>(answer.status.map(i32::from))
    .bind::<Jsonb, _>(request)
    .bind::<Jsonb, _>(response)
    .bind::<Nullable<Text>, _>(&answer.body)
    .bind::<Integer, _>(i32::try_from(answer.took.as_millis()).unwrap_or(i32::MAX))
    .execute(tx)
    .await?;
    Ok(kept == 1)
}

/// Notes that an endpoint took something.
pub async fn recovered(endpoint: EndpointId, tx: &mut Tx) -> QueryResult<()> {
    sql(
        "UPDATE webhook_endpoints SET failing_since = NULL, failures = 0, alarmed_at = NULL \
         WHERE id = $1 AND failing_since IS NOT NULL",
    )
    .bind::<SqlUuid, _>(endpoint)
    .execute(tx)
    .await
    .map(|_| ())
}

/// An endpoint after one more failure.
#[derive(Clone, Debug, QueryableByName)]
pub struct Failing {
    /// Which.
    #[diesel(sql_type = SqlUuid)]
    pub id: EndpointId,
    /// Whose.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub tenant_id: Option<TenantId>,
    /// Where.
    #[diesel(sql_type = Text)]
    pub url: String,
    /// Who made it.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub created_by: Option<UserId>,
    /// Since when.
    #[diesel(sql_type = Timestamptz)]
    pub since: DateTime<Utc>,
    /// How many.
    #[diesel(sql_type = Integer)]
    pub failures: i32,
    /// Whether people were told.
    #[diesel(sql_type = Bool)]
    pub is_alarmed: bool,
}

impl Failing {
    /// Whether it is time to tell people.
    #[must_use]
    pub fn is_alarming(&self, now: DateTime<Utc>) -> bool {
        !self.is_alarmed && self.failures >= ALARM_FAILURES && now - self.since >= ALARM_AFTER
    }
    /// Whether it has failed for so long that it is switched off.
    #[must_use]
    pub fn is_hopeless(&self, now: DateTime<Utc>) -> bool {
        now - self.since >= OFF_AFTER
    }
}

/// Notes one more failure; nothing when the endpoint is off or gone.
pub async fn failed(endpoint: EndpointId, tx: &mut Tx) -> QueryResult<Option<Failing>> {
    let now = tx.now();
    sql(
        "UPDATE webhook_endpoints SET failing_since = COALESCE(failing_since, $2), failures = failures + 1 \
         WHERE id = $1 AND switched_off_at IS NULL \
         RETURNING id, tenant_id, url, created_by, failing_since AS since, failures, alarmed_at IS NOT NULL AS is_alarmed",
    )
    .bind::<SqlUuid, _>(endpoint)
    .bind::<Timestamptz, _>(now)
    .get_result(tx)
    .await
    .optional()
}

/// Notes that people were told.
pub async fn alarmed(endpoint: EndpointId, tx: &mut Tx) -> QueryResult<()> {
    let now = tx.now();
    sql("UPDATE webhook_endpoints SET alarmed_at = $2 WHERE id = $1")
        .bind::<SqlUuid, _>(endpoint)
        .bind::<Timestamptz, _>(now)
        .execute(tx)
        .await
        .map(|_| ())
}

/// Switches an endpoint off because nothing comes of it.
pub async fn give_up(failing: &Failing, why: &str, tx: &mut Tx) -> AppResult<()> {
    let now = tx.now();
    sql(
        "UPDATE webhook_endpoints SET switched_off_at = $2, switched_off_by = NULL, alarmed_at = COALESCE(alarmed_at, $2) \
         WHERE id = $1",
    )
    .bind::<SqlUuid, _>(failing.id)
    .bind::<Timestamptz, _>(now)
    .execute(tx)
    .await?;
    let mut event = Audit::new("kernel.webhook.give_up", "kernel.webhook", failing.id.0)
        .after(json!({ "why": why, "failures": failing.failures }));
    if let Some(tenant) = failing.tenant_id {
        event = event.of_tenant(tenant);
    }
    audit::record(tx, event).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(problem: Option<Problem>) -> Answer {
        Answer {
            problem,
            ..Answer::default()
        }
    }

    #[test]
    fn tries_spread_over_a_day_with_growing_pauses_and_then_end() {
        let now = DateTime::UNIX_EPOCH;
        let failed = answer(Some(Problem::Status));
        let mut total = 0;
        let mut last = 0;
        for attempt in 0..8 {
            let pause = (next_try(attempt, &failed, now).unwrap() - now).num_milliseconds();
            assert!(pause > last || attempt == 7, "{attempt}: {pause}");
            (total, last) = (total + pause, pause);
        }
        assert!((75_000_000..103_000_000).contains(&total), "{total}");
        assert_eq!(next_try(8, &failed, now), None);
    }

    #[test]
    fn what_cannot_get_better_is_not_tried_again() {
        let now = DateTime::UNIX_EPOCH;
        for problem in [None, Some(Problem::Gone), Some(Problem::Off)] {
            assert_eq!(next_try(0, &answer(problem), now), None);
        }
    }
}
