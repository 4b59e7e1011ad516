//! What runs by the clock, in Tehran's time, as rows that people may move or switch off.
//! One job walks them every minute; the queue's own crontab is fixed at boot and in UTC.

use chrono::{DateTime, Duration, NaiveTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use l10n::Format;
use serde::{Deserialize, Serialize};

use super::{Job, JobCx, NewJob, enqueue_raw};
use crate::db::{PlatformDb, ReadTx, Tx};
use crate::error::AppResult;
use crate::module::Registry;
use crate::schema::schedules;

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
        diesel::insert_into(schedules::table)
            .values((
                schedules::key.eq(schedule.key),
                schedules::every_minutes.eq(minutes),
                schedules::daily_at.eq(daily),
                schedules::next_run_at.eq(next(now, minutes, daily)),
            ))
            .on_conflict_do_nothing()
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

#[derive(Queryable, Selectable)]
#[diesel(table_name = schedules)]
struct Due {
    key: String,
    every_minutes: Option<i32>,
    daily_at: Option<NaiveTime>,
}

/// A schedule as the operator's screen shows it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = schedules)]
pub struct Planned {
    /// Its key.
    pub key: String,
    /// Each so many minutes,
    pub every_minutes: Option<i32>,
    /// or each day at this time in Tehran.
    pub daily_at: Option<NaiveTime>,
    /// Whether it runs at all.
    pub enabled: bool,
    /// When it ran last.
    pub last_run_at: Option<DateTime<Utc>>,
    /// When it runs next.
    pub next_run_at: DateTime<Utc>,
}

/// Every schedule, the next to run first.
pub async fn planned(tx: &mut ReadTx) -> QueryResult<Vec<Planned>> {
    let all = schedules::table.order((schedules::next_run_at, schedules::key));
    all.select(Planned::as_select()).load(tx).await
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
        let due: Vec<Due> = schedules::table
            .filter(schedules::enabled)
            .filter(schedules::next_run_at.le(now))
            .select(Due::as_select())
            .for_update()
            .skip_locked()
            .load(tx)
            .await?;
        let app = std::sync::Arc::clone(&tx.app);
        for row in due {
            let declared = app.registry.schedules();
            let Some(schedule) = declared.iter().find(|s| s.key == row.key) else {
                continue;
            };
            let job = NewJob::named(schedule.job, serde_json::json!({}))
                .queue(format!("schedule {}", row.key));
            enqueue_raw(tx, job).await?;
            let next_run_at = next(now, row.every_minutes, row.daily_at);
            diesel::update(schedules::table.find(&row.key))
                .set((
                    schedules::last_run_at.eq(now),
                    schedules::next_run_at.eq(next_run_at),
                ))
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
