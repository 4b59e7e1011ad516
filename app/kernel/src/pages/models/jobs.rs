//! Background jobs as operators see them: what waits, what runs, what is stuck.
//! The queue's own tables are closed to us; `jobs.list` is their door.

use diesel::sql_types::{BigInt, Bool};
use diesel::{QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;
use serde_json::json;
use uuid::Uuid;

use super::conditions::{Conditions, newest_first};
use crate::audit::{self, Audit};
use crate::db::{ReadTx, Tx, sql};
use crate::error::{AppError, AppResult};
use crate::jobs::{self, JobRow};
use crate::web::{Cursor, Page, PageQuery};

/// How many jobs the screen looks at; a longer queue shows its newest part.
const LOOKED_AT: i64 = 10_000;

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// Its time has not come, or no worker is free.
    Waiting,
    /// A worker holds it.
    Running,
    /// Its tries are used up.
    Stuck,
}

impl JobState {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Running, Self::Stuck];

    /// Its name in the address.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Stuck => "stuck",
        }
    }

    /// From the address.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }

    /// The state of a job.
    #[must_use]
    pub fn of(job: &JobRow) -> Self {
        if job.locked_at.is_some() {
            Self::Running
        } else if job.attempts >= job.max_attempts {
            Self::Stuck
        } else {
            Self::Waiting
        }
    }

    fn condition(self) -> &'static str {
        match self {
            Self::Waiting => "locked_at IS NULL AND attempts < max_attempts",
            Self::Running => "locked_at IS NOT NULL",
            Self::Stuck => "locked_at IS NULL AND attempts >= max_attempts",
        }
    }
}

/// A page of jobs, the newest first, and how many there are.
pub async fn list(
    state: Option<JobState>,
    words: &str,
    page: &PageQuery,
    tx: &mut ReadTx,
) -> QueryResult<(Page<JobRow>, i64)> {
    let from = format!("jobs.list(false, {LOOKED_AT}) j");
    let wanted = Conditions::default()
        .only(state.map_or("", JobState::condition), state.is_some())
        .words("lower(task) LIKE ?", words);
    let count = wanted.count(&from, tx).await?;
    let rows = wanted
        .beyond_number("id", page)
        .statement(&format!("SELECT * FROM {from}"), &newest_first("id", page))
        .get_results(tx)
        .await?;
    Ok((Page::of(page, rows, cursor), count))
}

fn cursor(job: &JobRow) -> Cursor {
    Cursor {
        at: job.run_at,
        id: Uuid::from_u128(u128::from(job.id.unsigned_abs())),
    }
}

#[derive(QueryableByName)]
struct Stuck {
    #[diesel(sql_type = Bool)]
    stuck: bool,
}

/// Lets a stuck job be tried again, at once.
pub async fn retry(id: i64, tx: &mut Tx) -> AppResult<()> {
    let row: Stuck =
        sql("SELECT EXISTS (SELECT 1 FROM jobs.list(true, $2) j WHERE j.id = $1 AND j.locked_at IS NULL) AS stuck")
            .bind::<BigInt, _>(id)
            .bind::<BigInt, _>(LOOKED_AT)
            .get_result(tx)
            .await?;
    if !row.stuck {
        return Err(AppError::Conflict("kernel.jobs.not_stuck"));
    }
    jobs::retry(tx, id).await?;
    audit::record(
        tx,
        Audit::new("kernel.jobs.retry", "kernel.job", None).after(json!({ "job": id })),
    )
    .await
}
