//! Background jobs as operators see them: what waits, what runs, what is stuck.
//! The queue's own tables are closed to us; `jobs.list` is their door.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::sql_types::{Array, BigInt, Bool, Integer, Nullable, Text, Timestamptz};
use diesel::{QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;
use serde_json::json;
use uuid::Uuid;

use super::JobDef;
use crate::audit::{self, Audit};
use crate::db::{ReadTx, Tx, sql};
use crate::error::{AppError, AppResult};
use crate::texts::{Named, Texts};
use crate::web::{COUNTED_TO, Cursor, Page, PageQuery};

/// How many jobs the screen looks at; a longer queue shows its newest part.
const LOOKED_AT: i64 = 10_000;

/// A job as the operator's screen shows it.
#[derive(Debug, Clone, QueryableByName)]
pub struct JobRow {
    /// Its number.
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// Its name.
    #[diesel(sql_type = Text)]
    pub task: String,
    /// Tries so far.
    #[diesel(sql_type = Integer)]
    pub attempts: i32,
    /// Tries at most.
    #[diesel(sql_type = Integer)]
    pub max_attempts: i32,
    /// What went wrong last.
    #[diesel(sql_type = Nullable<Text>)]
    pub last_error: Option<String>,
    /// When it is due.
    #[diesel(sql_type = Timestamptz)]
    pub run_at: DateTime<Utc>,
    /// Since when a worker holds it.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub locked_at: Option<DateTime<Utc>>,
}

crate::words! {
    /// Where a job stands.
    pub enum JobState {
        /// Its time has not come, or no worker is free.
        Waiting = "waiting",
        /// A worker holds it.
        Running = "running",
        /// Its tries are used up.
        Stuck = "stuck",
    }
}

impl JobState {
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
}

/// What the list of jobs is narrowed to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter<'a> {
    /// Where they stand.
    pub state: Option<JobState>,
    /// One job by its name; all when empty.
    pub job: &'a str,
    /// Part of what a job is called, or of its name.
    pub words: &'a str,
}

impl Filter<'_> {
    /// Names of jobs that are wanted; of all when there is no filter.
    fn names(&self, texts: &Texts, all: &Registered) -> Option<Vec<String>> {
        let one = self.job.trim();
        let words = self.words.trim();
        if one.is_empty() && words.is_empty() {
            return None;
        }
        let all = all.keys().copied();
        let meant = texts.meant(Named::Job, all, words).into_iter();
        let named = meant.filter(|name| one.is_empty() || *name == one);
        Some(named.map(str::to_owned).collect())
    }
}

type Registered = BTreeMap<&'static str, JobDef>;

/// `jobs.list`, narrowed to the state `$2` and the names `$3`; the macro makes it a text that is known when it is
/// compiled.
macro_rules! wanted {
    ($select:literal, $rest:literal) => {
        concat!(
            $select,
            " FROM jobs.list(false, $1) WHERE ($2 IS NULL OR $2 = CASE WHEN locked_at IS NOT NULL THEN 'running' \
             WHEN attempts >= max_attempts THEN 'stuck' ELSE 'waiting' END) AND ($3 IS NULL OR task = ANY ($3)) ",
            $rest
        )
    };
}

/// A page of jobs, the newest first, and how many there are.
pub async fn list(
    filter: Filter<'_>,
    query: &PageQuery,
    tx: &mut ReadTx,
) -> QueryResult<(Page<JobRow>, i64)> {
    let registry = &tx.app.registry;
    let names = filter.names(registry.texts(), registry.jobs());
    let count = count(filter.state, names.as_deref(), tx).await?;
    let (statement, cursor) = match (query.before, query.after) {
        (Some(before), _) => (
            wanted!("SELECT *", "AND id > $4 ORDER BY id LIMIT $5"),
            Some(before),
        ),
        (None, after) => (
            wanted!(
                "SELECT *",
                "AND ($4 IS NULL OR id < $4) ORDER BY id DESC LIMIT $5"
            ),
            after,
        ),
    };
    let number = cursor.and_then(|cursor| i64::try_from(cursor.id.as_u128()).ok());
    let rows = sql(statement)
        .bind::<BigInt, _>(LOOKED_AT)
        .bind::<Nullable<Text>, _>(filter.state)
        .bind::<Nullable<Array<Text>>, _>(names)
        .bind::<Nullable<BigInt>, _>(number)
        .bind::<BigInt, _>(i64::from(PageQuery::LIMIT))
        .get_results(tx)
        .await?;
    Ok((Page::of(query, rows, self::cursor), count))
}

async fn count(
    state: Option<JobState>,
    names: Option<&[String]>,
    tx: &mut ReadTx,
) -> QueryResult<i64> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    let row: Count = sql(wanted!("SELECT least(count(*), $4) AS count", ""))
        .bind::<BigInt, _>(LOOKED_AT)
        .bind::<Nullable<Text>, _>(state)
        .bind::<Nullable<Array<Text>>, _>(names)
        .bind::<BigInt, _>(i64::from(COUNTED_TO))
        .get_result(tx)
        .await?;
    Ok(row.count)
}

fn cursor(job: &JobRow) -> Cursor {
    Cursor {
        at: job.run_at,
        id: Uuid::from_u128(u128::from(job.id.unsigned_abs())),
    }
}

/// How many are stuck.
pub async fn stuck(tx: &mut ReadTx) -> QueryResult<i64> {
    #[derive(QueryableByName)]
    struct Backlog {
        #[diesel(sql_type = BigInt)]
        stuck: i64,
    }
    let row: Backlog = sql("SELECT stuck FROM jobs.backlog()")
        .get_result(tx)
        .await?;
    Ok(row.stuck)
}

/// Lets a stuck job be tried again, at once; audited.
pub async fn retry(id: i64, tx: &mut Tx) -> AppResult<()> {
    #[derive(QueryableByName)]
    struct Stuck {
        #[diesel(sql_type = Bool)]
        stuck: bool,
    }
    let row: Stuck =
        sql("SELECT EXISTS (SELECT 1 FROM jobs.list(true, $2) j WHERE j.id = $1 AND j.locked_at IS NULL) AS stuck")
            .bind::<BigInt, _>(id)
            .bind::<BigInt, _>(LOOKED_AT)
            .get_result(tx)
            .await?;
    if !row.stuck {
        return Err(AppError::Conflict("kernel.jobs.not_stuck"));
    }
    sql("SELECT jobs.retry($1)")
        .bind::<BigInt, _>(id)
        .execute(tx)
        .await?;
    audit::record(
        tx,
        Audit::new("kernel.jobs.retry", "kernel.job", None).after(json!({ "job": id })),
    )
    .await
}
