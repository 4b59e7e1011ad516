//! What runs by the clock, in Tehran's time, as rows that people may move or switch off.
//! One job walks them every minute; the queue's own crontab is fixed at boot and in UTC.

use chrono::{DateTime, Duration, NaiveTime, Utc};
use diesel::sql_types::{Integer, Nullable, Text, Time, Timestamptz};
use diesel_async::RunQueryDsl;
use l10n::Format;
use serde::{Deserialize, Serialize};

use super::{Job, JobCx, NewJob, enqueue_raw};
use crate::db::{PlatformDb, Tx, sql};
use crate::error::AppResult;
use crate::module::Registry;

/// How often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// Each so many minutes.
    Minutes(i32),
    /// Each day at this time in Tehran (hour, minute).
    DailyAt(u32, u32),
}

/// A job that runs by the clock; its payload is empty.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Schedule {
    /// `<module>.<name>`.
    pub key: &'static str,
    /// The job.
    pub job: &'static str,
    /// How often, until somebody changes the row.
    pub every: Every,
}

/// Writes a row for each declared schedule that has none yet.
pub async fn prepare(tx: &mut Tx, registry: &Registry) -> AppResult<()> {
    let now = tx.now();
    for schedule in registry.schedules() {
        let (minutes, daily) = match schedule.every {
            Every::Minutes(n) => (Some(n), None),
            Every::DailyAt(h, m) => (None, NaiveTime::from_hms_opt(h, m, 0)),
        };
        sql(
            "INSERT INTO schedules (key, every_minutes, daily_at, next_run_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        )
        .bind::<Text, _>(schedule.key)
        .bind::<Nullable<Integer>, _>(minutes)
        .bind::<Nullable<Time>, _>(daily)
        .bind::<Timestamptz, _>(next(now, minutes, daily))
        .execute(tx)
        .await?;
    }
    Ok(())
}

/// The next time after `now`: in so many minutes, or at the next such time of day in Tehran.
fn next(now: DateTime<Utc>, minutes: Option<i32>, daily: Option<NaiveTime>) -> DateTime<Utc> {
    let format = Format::for_locale(l10n::Locale::Fa);
    match (minutes, daily) {
        (Some(n), _) => now + Duration::minutes(i64::from(n)),
        (None, Some(time)) => {
            let since_midnight = time - NaiveTime::MIN;
            let today = format.today(now);
            let at = format.start_of_day(today) + since_midnight;
            if at > now {
                at
            } else {
                format.start_of_day(today + Duration::days(1)) + since_midnight
            }
        }
        (None, None) => now + Duration::days(1),
    }
}

#[derive(diesel::QueryableByName)]
struct Due {
    #[diesel(sql_type = Text)]
    key: String,
    #[diesel(sql_type = Nullable<Integer>)]
    every_minutes: Option<i32>,
    #[diesel(sql_type = Nullable<Time>)]
    daily_at: Option<NaiveTime>,
}

/// Enqueues what is due, and itself for the next minute.
#[derive(Serialize, Deserialize)]
pub struct RunSchedules {}

impl Job for RunSchedules {
    const NAME: &'static str = "kernel.run_schedules";

    async fn run(self, cx: JobCx) -> AppResult<()> {
        walk(&cx.db.platform()).await
    }
}

/// Enqueues the walk of the next minute; nodes that do so together enqueue one. The minute is in the key: a key that a
/// running job holds would mark that job as used up, and a node that died then would leave it stuck.
async fn enqueue_turn(tx: &mut Tx) -> AppResult<()> {
    let minute = tx.now().timestamp().div_euclid(60) + 1;
    let at = DateTime::from_timestamp(minute * 60, 0).unwrap_or_default();
    enqueue_raw(
        tx,
        NewJob::of(&RunSchedules {})?
            .at(at)
            .first()
            .key(format!("schedules {minute}")),
    )
    .await
}

/// Walks the rows that are due. Skipped rows run once, not once for each time missed.
async fn walk(db: &PlatformDb) -> AppResult<()> {
    db.write(async |tx| {
        let now = tx.now();
        let due: Vec<Due> = sql(
            "SELECT key, every_minutes, daily_at FROM schedules WHERE enabled AND next_run_at <= $1 FOR UPDATE SKIP LOCKED",
        )
        .bind::<Timestamptz, _>(now)
        .get_results(tx)
        .await?;
        let app = std::sync::Arc::clone(&tx.app);
        for row in due {
            let Some(schedule) = app.registry.schedules().iter().find(|s| s.key == row.key) else { continue };
            let job = NewJob::named(schedule.job, serde_json::json!({})).queue(format!("schedule {}", row.key));
            enqueue_raw(tx, job).await?;
            sql("UPDATE schedules SET last_run_at = $2, next_run_at = $3 WHERE key = $1")
                .bind::<Text, _>(&row.key)
                .bind::<Timestamptz, _>(now)
                .bind::<Timestamptz, _>(next(now, row.every_minutes, row.daily_at))
                .execute(tx)
                .await?;
        }
        enqueue_turn(tx).await
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_daily_time_is_tehrans() {
        let at = |s: &str| s.parse::<DateTime<Utc>>().unwrap();
        let half_past_three = NaiveTime::from_hms_opt(3, 30, 0);
        assert_eq!(
            next(at("2026-11-20T00:10:00Z"), None, half_past_three),
            at("2026-11-21T00:00:00Z")
        );
        assert_eq!(
            next(at("2026-11-19T23:59:00Z"), None, half_past_three),
            at("2026-11-20T00:00:00Z")
        );
        assert_eq!(
            next(at("2026-11-20T00:00:00Z"), Some(5), None),
            at("2026-11-20T00:05:00Z")
        );
    }
}
