//! Background jobs: durable, enqueued in the caller's transaction, run at least once by any node.
//! The queue is `graphile_worker`'s; app roles reach it only through the function `jobs.enqueue`.

pub mod desk;
mod driver;
mod outage;
mod schedule;
mod worker;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use diesel::sql_types::{Integer, Json, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext, WorkerOptions};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

pub use schedule::{Every, Planned, RunSchedules, Schedule, planned, prepare as prepare_schedules};
pub use worker::{Worker, drain, prepare_queue};

use crate::app::App;
use crate::db::{JobDb, Tx, Who, sql};
use crate::error::AppResult;
use crate::ids::{RequestId, TenantId, UserId};

/// Work to be done later. The struct's fields are the payload.
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// `<module>.<name>`.
    const NAME: &'static str;
    /// How often it is tried; between tries the wait grows.
    const MAX_ATTEMPTS: i32 = 12;
    /// With which others it shares the places of a worker.
    const LANE: Lane = Lane::House;
    /// Does the work. It may run twice: make it idempotent.
    fn run(self, cx: JobCx) -> impl Future<Output = AppResult<()>> + Send;
}

/// Jobs of one lane wait for each other's places, never for those of another lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// What this program and its operator's services do.
    House,
    /// Calls to machines of customers, which may answer slowly on purpose.
    Outside,
}

impl Lane {
    /// Every lane, each with a worker of its own.
    pub(crate) const ALL: [Self; 2] = [Self::House, Self::Outside];
}

/// Connections of a node's workers: each lane has its own pool, and one connection that listens.
pub(crate) const CONNECTIONS: usize = Lane::ALL.len() * (driver::CONNECTIONS + 1);

/// What a job works with.
pub struct JobCx {
    /// The program's state.
    pub app: Arc<App>,
    /// Scopes, for the tenant and person that the payload names.
    pub db: JobDb,
    /// For whom the job was enqueued.
    pub tenant: Option<TenantId>,
    /// Which try this is, from 1.
    pub attempt: i32,
    /// After this try it is stuck until somebody presses retry.
    pub last_attempt: bool,
}

/// A declared job.
#[derive(Clone, Copy)]
pub struct JobDef {
    /// Its name.
    pub name: &'static str,
    /// How often it is tried.
    pub max_attempts: i32,
    /// Where it runs.
    pub(crate) lane: Lane,
    pub(crate) define: fn(WorkerOptions) -> WorkerOptions,
}

impl JobDef {
    /// Declares a job.
    #[must_use]
    pub fn of<J: Job>() -> Self {
        Self {
            name: J::NAME,
            max_attempts: J::MAX_ATTEMPTS,
            lane: J::LANE,
            define: |options| options.define_job::<Task<J>>(),
        }
    }
}

/// The payload on the wire: for whom, and the job's own fields.
#[derive(Serialize, Deserialize)]
struct Envelope<T> {
    tenant: Option<Uuid>,
    user: Option<Uuid>,
    request: Option<Uuid>,
    job: T,
}

#[derive(Serialize, Deserialize)]
#[serde(transparent, bound(deserialize = "J: DeserializeOwned"))]
struct Task<J: Serialize>(Envelope<J>);

impl<J: Job> TaskHandler for Task<J> {
    const IDENTIFIER: &'static str = J::NAME;

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let Some(app) = context.get_ext::<AppExtension>().map(|e| Arc::clone(&e.0)) else {
            return Err("the worker lacks the program's state".to_owned());
        };
        let Envelope {
            tenant,
            user,
            request,
            job,
        } = self.0;
        let who = Who {
            tenant: tenant.map(TenantId),
            user: user.map(UserId),
            request: request.map(RequestId),
            ..Who::default()
        };
        let attempt = i32::from(*context.job().attempts());
        let cx = JobCx {
            db: JobDb::new(Arc::clone(&app), who),
            tenant: tenant.map(TenantId),
            attempt,
            last_attempt: attempt >= i32::from(*context.job().max_attempts()),
            app,
        };
        let metrics = cx.app.metrics.clone();
        let result = job.run(cx).await;
        metrics.job(J::NAME, result.is_ok());
        result.map_err(|error| {
            tracing::warn!(job = J::NAME, attempt, %error, "job failed");
            error.to_string()
        })
    }
}

#[derive(Clone)]
struct AppExtension(Arc<App>);

impl std::fmt::Debug for AppExtension {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AppExtension")
    }
}

/// A job about to be enqueued.
pub struct NewJob {
    name: &'static str,
    payload: Value,
    run_at: Option<DateTime<Utc>>,
    key: Option<String>,
    queue: Option<String>,
    priority: i32,
}

impl NewJob {
    pub(crate) fn named(name: &'static str, payload: Value) -> Self {
        Self {
            name,
            payload,
            run_at: None,
            key: None,
            queue: None,
            priority: 0,
        }
    }
    /// A job of this type.
    pub fn of<J: Job>(job: &J) -> AppResult<Self> {
        Ok(Self::named(J::NAME, serde_json::to_value(job)?))
    }
    /// Not before this time.
    #[must_use]
    pub fn at(mut self, time: DateTime<Utc>) -> Self {
        self.run_at = Some(time);
        self
    }
    /// Replaces a waiting job with the same key.
    #[must_use]
    pub fn key(mut self, key: String) -> Self {
        self.key = Some(key);
        self
    }
    /// Before whatever waits: a backlog of mails must not hold the clock.
    #[must_use]
    pub fn first(mut self) -> Self {
        self.priority = -10;
        self
    }
    /// One at a time with the others of this queue.
    #[must_use]
    pub fn queue(mut self, queue: String) -> Self {
        self.queue = Some(queue);
        self
    }
}

/// Enqueues a job; it exists only if this transaction commits.
pub async fn enqueue<J: Job>(tx: &mut Tx, job: &J) -> AppResult<()> {
    enqueue_raw(tx, NewJob::of(job)?).await
}

/// Enqueues a job with a time, a key, a queue or before all others.
pub async fn enqueue_raw(tx: &mut Tx, job: NewJob) -> AppResult<()> {
    let who = tx.who();
    let payload = serde_json::to_value(Envelope {
        tenant: who.tenant.map(|t| t.0),
        user: who.user.map(|u| u.0),
        request: who.request.map(|r| r.0),
        job: job.payload,
    })?;
    let max_attempts = tx
        .app
        .registry
        .jobs()
        .get(job.name)
        .map_or(12, |def| def.max_attempts);
    // The queue asks the machine's clock, which somebody in development may have left behind.
    let run_at = job.run_at.map(|at| tx.app.clock.on_the_machine(at));
    sql("SELECT jobs.enqueue($1, $2, $3, $4, $5, $6, $7)")
        .bind::<Text, _>(job.name)
        .bind::<Json, _>(payload)
        .bind::<Nullable<Timestamptz>, _>(run_at)
        .bind::<Nullable<Text>, _>(job.key)
        .bind::<Nullable<Text>, _>(job.queue)
        .bind::<Integer, _>(job.priority)
        .bind::<Integer, _>(max_attempts)
        .execute(tx)
        .await?;
    Ok(())
}
