//! One try of a delivery: what it needs, and what is kept of it. In the platform's scope, by the job that sends.
//! A try belongs to a round and has a number; whoever comes second with the same number keeps nothing.

use chrono::{DateTime, Duration, Utc};
use diesel::dsl::case_when;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Timestamptz};
use diesel_async::RunQueryDsl;
use serde_json::{Value, json};

use crate::audit::{self, Audit};
use crate::db::{Kept, ReadTx, Tx};
use crate::error::AppResult;
use crate::ids::{TenantId, UserId};
use crate::schema::{webhook_deliveries, webhook_endpoints};
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

diesel::define_sql_function! {
    /// The first of both that is there.
    fn coalesce(first: Nullable<Timestamptz>, second: Timestamptz) -> Timestamptz;
}

/// What a try needs.
#[derive(Clone, Debug, Queryable)]
pub struct Due {
    /// What is sent.
    pub payload: String,
    /// To which endpoint.
    pub endpoint_id: EndpointId,
    /// Where.
    pub url: String,
    /// Sealed.
    pub secret: String,
    /// The one before, sealed, while it is valid.
    pub previous: Option<String>,
    /// Whether it is switched off.
    pub is_off: bool,
}

/// What this try needs; nothing when it was made already, or a replay made it void.
pub async fn due(job: &SendWebhook, tx: &mut ReadTx) -> QueryResult<Option<Due>> {
    let now = tx.now();
    let previous = case_when(
        webhook_endpoints::previous_until.gt(now),
        webhook_endpoints::previous_secret,
    );
    webhook_deliveries::table
        .inner_join(webhook_endpoints::table)
        .filter(webhook_deliveries::id.eq(job.delivery))
        .filter(webhook_deliveries::state.eq("waiting"))
        .filter(webhook_deliveries::round.eq(job.round))
        .filter(webhook_deliveries::attempts.eq(job.attempt))
        .select((
            webhook_deliveries::payload,
            webhook_endpoints::id,
            webhook_endpoints::url,
            webhook_endpoints::secret,
            previous,
            webhook_endpoints::switched_off_at.is_not_null(),
        ))
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
    let waiting = webhook_deliveries::table
        .find(job.delivery)
        .filter(webhook_deliveries::state.eq("waiting"))
        .filter(webhook_deliveries::round.eq(job.round))
        .filter(webhook_deliveries::attempts.eq(job.attempt));
    let took = i32::try_from(answer.took.as_millis()).unwrap_or(i32::MAX);
    let update = diesel::update(waiting).set((
        webhook_deliveries::state.eq(state),
        webhook_deliveries::attempts.eq(webhook_deliveries::attempts + 1),
        webhook_deliveries::next_try_at.eq(next),
        webhook_deliveries::last_try_at.eq(now),
        webhook_deliveries::last_problem.eq(answer.problem.map(Problem::as_str)),
        webhook_deliveries::last_detail.eq(&answer.detail),
        webhook_deliveries::last_status.eq(answer.status.map(i32::from)),
        webhook_deliveries::request_headers.eq(request),
        webhook_deliveries::response_headers.eq(response),
        webhook_deliveries::response_body.eq(&answer.body),
        webhook_deliveries::duration_ms.eq(took),
        webhook_deliveries::delivered_at.eq(answer.problem.is_none().then_some(now)),
    ));
    let kept = Kept(update).execute(tx).await?;
    Ok(kept == 1)
}

/// Notes that an endpoint took something.
pub async fn recovered(endpoint: EndpointId, tx: &mut Tx) -> QueryResult<()> {
    let failing = webhook_endpoints::table
        .find(endpoint)
        .filter(webhook_endpoints::failing_since.is_not_null());
    let update = diesel::update(failing).set((
        webhook_endpoints::failing_since.eq(None::<DateTime<Utc>>),
        webhook_endpoints::failures.eq(0),
        webhook_endpoints::alarmed_at.eq(None::<DateTime<Utc>>),
    ));
    Kept(update).execute(tx).await.map(|_| ())
}

/// An endpoint after one more failure.
#[derive(Clone, Debug, Queryable)]
pub struct Failing {
    /// Which.
    pub id: EndpointId,
    /// Whose.
    pub tenant_id: Option<TenantId>,
    /// Where.
    pub url: String,
    /// Who made it.
    pub created_by: Option<UserId>,
    /// Since when.
    pub since: DateTime<Utc>,
    /// How many.
    pub failures: i32,
    /// Whether people were told.
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
    let on = webhook_endpoints::table
        .find(endpoint)
        .filter(webhook_endpoints::switched_off_at.is_null());
    diesel::update(on)
        .set((
            webhook_endpoints::failing_since
                .eq(coalesce(webhook_endpoints::failing_since, now).nullable()),
            webhook_endpoints::failures.eq(webhook_endpoints::failures + 1),
        ))
        .returning((
            webhook_endpoints::id,
            webhook_endpoints::tenant_id,
            webhook_endpoints::url,
            webhook_endpoints::created_by,
            webhook_endpoints::failing_since.assume_not_null(),
            webhook_endpoints::failures,
            webhook_endpoints::alarmed_at.is_not_null(),
        ))
        .get_result(tx)
        .await
        .optional()
}

/// Notes that people were told.
pub async fn alarmed(endpoint: EndpointId, tx: &mut Tx) -> QueryResult<()> {
    let now = tx.now();
    diesel::update(webhook_endpoints::table.find(endpoint))
        .set(webhook_endpoints::alarmed_at.eq(now))
        .execute(tx)
        .await
        .map(|_| ())
}

/// Switches an endpoint off because nothing comes of it.
pub async fn give_up(failing: &Failing, why: &str, tx: &mut Tx) -> AppResult<()> {
    let now = tx.now();
    let alarmed_at = coalesce(webhook_endpoints::alarmed_at, now).nullable();
    diesel::update(webhook_endpoints::table.find(failing.id))
        .set((
            webhook_endpoints::switched_off_at.eq(now),
            webhook_endpoints::switched_off_by.eq(None::<UserId>),
            webhook_endpoints::alarmed_at.eq(alarmed_at),
        ))
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
