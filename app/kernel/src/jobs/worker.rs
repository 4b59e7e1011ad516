//! The worker process: takes jobs from the queue, recovers those of dead workers, stops after Rocket has drained.
//! Also prepares the queue's schema, as the role that owns it.

use std::sync::Arc;
use std::time::Duration;

use graphile_worker::{LocalQueueConfig, RefetchDelayConfig, WorkerOptions};
use tokio::sync::watch;

use super::{AppExtension, Lane};
use crate::app::App;
use crate::db::Role;
use crate::error::{AppError, AppResult};

const QUEUE_SQL: &str = include_str!("queue.sql");

/// Creates or updates the queue's schema and the functions that app roles may call.
pub async fn prepare_queue(jobs_url: &str) -> AppResult<()> {
    let failed = |what: &str, e: &dyn std::fmt::Display| {
        AppError::internal(format!("job queue: {what}: {e}"))
    };
    WorkerOptions::default()
        .database_url(jobs_url)
        .max_pg_conn(2)
        .listen_os_shutdown_signals(false)
        .init()
        .await
        .map_err(|e| failed("schema", &e))?;
    let (client, connection) = tokio_postgres::connect(jobs_url, tokio_postgres::NoTls)
        .await
        .map_err(|e| failed("connect", &e))?;
    let driver = tokio::spawn(connection);
    let result = client
        .batch_execute(QUEUE_SQL)
        .await
        .map_err(|e| failed("functions", &e));
    drop(client);
    driver.abort();
    result
}

/// Places of the lane for machines of customers: they wait, they do not compute.
const OUTSIDE_PLACES: usize = 16;

fn options(app: &Arc<App>, lane: Option<Lane>) -> AppResult<WorkerOptions> {
    let recovery = Duration::from_secs(app.config.worker_recovery_seconds.max(2));
    // Without a pause an empty local queue asks the database again at once, for ever (seen: 450 statements a second
    // on an idle program). A new job's notification ends the pause.
    let pause = RefetchDelayConfig::default()
        .with_duration(Duration::from_secs(1))
        .with_threshold(0)
        .with_max_abort_threshold(1);
    let outside = lane == Some(Lane::Outside);
    let places = if outside {
        OUTSIDE_PLACES
    } else {
        app.config.worker_concurrency
    };
    let mut options = WorkerOptions::default()
        .database_url(app.urls.get(Role::Jobs)?)
        .max_pg_conn(if outside { 4 } else { 8 })
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

/// A running worker; restarts itself when the database went away.
pub struct Worker {
    stop: watch::Sender<bool>,
    lanes: Vec<tokio::task::JoinHandle<()>>,
}

impl Worker {
    /// Starts taking jobs.
    pub fn start(app: Arc<App>) -> Self {
        let (stop, stopped) = watch::channel(false);
        let lane = |lane| {
            let (app, stopped) = (Arc::clone(&app), stopped.clone());
            tokio::spawn(keep_running(app, lane, stopped))
        };
        let lanes = vec![lane(Lane::House), lane(Lane::Outside)];
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

async fn keep_running(app: Arc<App>, lane: Lane, stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        if let Err(error) = run_until(&app, lane, stopped.clone()).await {
            tracing::warn!(?lane, %error, "the job worker stopped; starting again in a second");
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }
}

async fn run_until(
    app: &Arc<App>,
    lane: Lane,
    mut stopped: watch::Receiver<bool>,
) -> AppResult<()> {
    let failed = |e: &dyn std::fmt::Display| AppError::Unavailable(format!("job worker: {e}"));
    let signal = async move {
        let _ = stopped.wait_for(|stop| *stop).await;
    };
    let worker = options(app, Some(lane))?
        .shutdown_signal(signal)
        .init()
        .await
        .map_err(|e| failed(&e))?;
    worker.run().await.map_err(|e| failed(&e))
}

/// Runs every job that is due now, and those that they enqueue; for tests and the command line.
pub async fn drain(app: &Arc<App>) -> AppResult<()> {
    let failed = |e: &dyn std::fmt::Display| AppError::Unavailable(format!("job worker: {e}"));
    let worker = options(app, None)?.init().await.map_err(|e| failed(&e))?;
    worker.run_once().await.map_err(|e| failed(&e))
}
