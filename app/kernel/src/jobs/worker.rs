//! The worker process: takes jobs from the queue, recovers those of dead workers, stops after Rocket has drained.
//! Also prepares the queue's schema, as the role that owns it.

use std::sync::Arc;
use std::time::Duration;

use graphile_worker::{Database, LocalQueueConfig, RefetchDelayConfig, WorkerOptions};
use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use super::driver::Driver;
use super::outage::{Outage, jittered};
use super::{AppExtension, Lane};
use crate::app::App;
use crate::db::{Role, connect};
use crate::error::{AppError, AppResult};

const QUEUE_SQL: &str = include_str!("queue.sql");
/// Held by the node that makes the queue's schema.
const LOCK: i64 = 0x5341_5241_4951_5545; // "SARAIQUE"
/// Longest wait for one statement that makes the queue's schema.
const SCHEMA: Duration = Duration::from_mins(2);
/// Pauses before a worker that failed is started again: they double, and begin anew after it ran for a while.
const AGAIN: Duration = Duration::from_secs(1);
const AGAIN_AT_MOST: Duration = Duration::from_secs(30);

/// Creates or updates the queue's schema and the functions that app roles may call.
pub async fn prepare_queue(jobs_url: &str) -> AppResult<()> {
    let failed = |what: &str, e: &dyn std::fmt::Display| {
        AppError::internal(format!("job queue: {what}: {e}"))
    };
    let outage = Arc::new(Outage::unawaited(jobs_url));
    // One node at a time, until this connection ends: two that replace a function at once fail in one of them.
    let client = connect::client(jobs_url).await?;
    client
        .batch_execute(&format!("SELECT pg_advisory_lock({LOCK})"))
        .await
        .map_err(|e| failed("lock", &e))?;
    WorkerOptions::default()
        .database(Database::new(Driver::new(jobs_url, outage, SCHEMA)?))
        .listen_os_shutdown_signals(false)
        .init()
        .await
        .map_err(|e| failed("schema", &e))?;
    client
        .batch_execute(QUEUE_SQL)
        .await
        .map_err(|e| failed("functions", &e))
}

/// Places of the lane for machines of customers: they wait, they do not compute.
const OUTSIDE_PLACES: usize = 16;

fn options(app: &Arc<App>, lane: Option<Lane>, outage: Arc<Outage>) -> AppResult<WorkerOptions> {
    let recovery = Duration::from_secs(app.config.worker_recovery_seconds.max(2));
    // Without a pause an empty local queue asks the database again at once, for ever (seen: 450 statements a second
    // on an idle program). A new job's notification ends the pause.
    let pause = RefetchDelayConfig::default()
        .with_duration(Duration::from_secs(1))
        .with_threshold(0)
        .with_max_abort_threshold(1);
    let places = if lane == Some(Lane::Outside) {
        OUTSIDE_PLACES
    } else {
        app.config.worker_concurrency
    };
    let mut options = WorkerOptions::default()
        .database(Database::new(Driver::new(
            app.urls.get(Role::Jobs)?,
            outage,
            app.config.patience(),
        )?))
        .concurrency(places)
        .poll_interval(Duration::from_secs(2))
        .local_queue(LocalQueueConfig::default().with_refetch_delay(pause))
        .heartbeat_interval(recovery / 4)
        .sweep_interval(recovery / 2)
        .sweep_threshold(recovery)
        .recovery_delay(Duration::ZERO)
        .listen_os_shutdown_signals(false)
        .shutdown_grace_period(Duration::from_secs(20))
        .add_extension(AppExtension(Arc::clone(app)));
    let jobs = app.registry.jobs().values();
    for job in jobs.filter(|job| lane.is_none_or(|lane| job.lane == lane)) {
        options = (job.define)(options);
    }
    Ok(options)
}

/// A running worker; waits while its database is away, and is started again when it fails.
pub struct Worker {
    stop: watch::Sender<bool>,
    lanes: Vec<tokio::task::JoinHandle<()>>,
}

impl Worker {
    /// Starts taking jobs.
    pub fn start(app: Arc<App>) -> Self {
        let (stop, stopped) = watch::channel(false);
        let lane = |lane| tokio::spawn(run(Arc::clone(&app), lane, stopped.clone()));
        let lanes = Lane::ALL.map(lane).into();
        Self { stop, lanes }
    }

    /// Lets running jobs end, then returns.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        let all = futures::future::join_all(self.lanes);
        if tokio::time::timeout(Duration::from_secs(30), all)
            .await
            .is_err()
        {
            tracing::warn!("jobs still ran after 30 s; another worker will take them");
        }
    }
}

async fn run(app: Arc<App>, lane: Lane, mut stopped: watch::Receiver<bool>) {
    let mut pause = AGAIN;
    loop {
        let begin = Instant::now();
        let ended = run_until(&app, lane, stopped.clone()).await;
        if *stopped.borrow() {
            return;
        }
        if begin.elapsed() > AGAIN_AT_MOST {
            pause = AGAIN;
        }
        if let Err(error) = ended {
            tracing::warn!(?lane, %error, pause_ms = pause.as_millis(), "the job worker stopped; it is started again after a pause");
        }
        tokio::select! {
            () = sleep(jittered(pause)) => {}
            _ = stopped.wait_for(|stop| *stop) => return,
        }
        pause = (pause * 2).min(AGAIN_AT_MOST);
    }
}

/// Runs until stopped, or until the database was away and is back: see [`Outage::ended`].
async fn run_until(app: &Arc<App>, lane: Lane, stopped: watch::Receiver<bool>) -> AppResult<()> {
    let failed = |e: &dyn std::fmt::Display| AppError::Unavailable(format!("job worker: {e}"));
    let outage = Arc::new(Outage::new(app.urls.get(Role::Jobs)?, stopped.clone()));
    let (mut ended, mut to_stop) = (outage.ended(), stopped);
    let signal = async move {
        tokio::select! {
            _ = to_stop.wait_for(|stop| *stop) => {}
            _ = ended.changed() => {}
        }
    };
    let worker = options(app, Some(lane), outage)?
        .shutdown_signal(signal)
        .init()
        .await
        .map_err(|e| failed(&e))?;
    worker.run().await.map_err(|e| failed(&e))
}

/// Runs every job that is due now, and those that they enqueue; for tests and the command line. Waits for no database.
pub async fn drain(app: &Arc<App>) -> AppResult<()> {
    let failed = |e: &dyn std::fmt::Display| AppError::Unavailable(format!("job worker: {e}"));
    let outage = Arc::new(Outage::unawaited(app.urls.get(Role::Jobs)?));
    let worker = options(app, None, outage)?
        .init()
        .await
        .map_err(|e| failed(&e))?;
    worker.run_once().await.map_err(|e| failed(&e))
}
