//! The worker process: takes jobs from the queue, recovers those of dead workers, stops after Rocket has drained.
//! Also prepares the queue's schema, as the role that owns it.

use std::sync::Arc;
use std::time::Duration;

use graphile_worker::{LocalQueueConfig, RefetchDelayConfig, WorkerOptions};
use tokio::sync::watch;

use super::AppExtension;
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

fn options(app: &Arc<App>) -> AppResult<WorkerOptions> {
    let recovery = Duration::from_secs(app.config.worker_recovery_seconds.max(2));
    // Without a pause an empty local queue asks the database again at once, for ever (seen: 450 statements a second
    // on an idle program). A new job's notification ends the pause.
    let pause = RefetchDelayConfig::default()
        .with_duration(Duration::from_secs(1))
        .with_threshold(0)
        .with_max_abort_threshold(1);
    let mut options = WorkerOptions::default()
        .database_url(app.urls.get(Role::Jobs)?)
        .max_pg_conn(8)
        .concurrency(app.config.worker_concurrency)
        .poll_interval(Duration::from_secs(2))
        .local_queue(LocalQueueConfig::default().with_refetch_delay(pause))
        .heartbeat_interval(recovery / 4)
        .sweep_interval(recovery / 2)
        .sweep_threshold(recovery)
        .recovery_delay(Duration::ZERO)
        .listen_os_shutdown_signals(false)
        .shutdown_grace_period(Duration::from_secs(20))
        .add_extension(AppExtension(Arc::clone(app)));
    for job in app.registry.jobs().values() {
        options = (job.define)(options);
    }
    Ok(options)
}

/// A running worker; restarts itself when the database went away.
pub struct Worker {
    stop: watch::Sender<bool>,
    task: tokio::task::JoinHandle<()>,
}

impl Worker {
    /// Starts taking jobs.
    pub fn start(app: Arc<App>) -> Self {
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn(async move {
            while !*stopped.borrow() {
                if let Err(error) = run_until(&app, stopped.clone()).await {
                    tracing::warn!(%error, "the job worker stopped; starting again in a second");
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            }
        });
        Self { stop, task }
    }

    /// Lets running jobs end, then returns.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        if tokio::time::timeout(Duration::from_secs(30), self.task)
            .await
            .is_err()
        {
            tracing::warn!("jobs still ran after 30 s; another worker will take them");
        }
    }
}

async fn run_until(app: &Arc<App>, mut stopped: watch::Receiver<bool>) -> AppResult<()> {
    let failed = |e: &dyn std::fmt::Display| AppError::Unavailable(format!("job worker: {e}"));
    let signal = async move {
        let _ = stopped.wait_for(|stop| *stop).await;
    };
    let worker = options(app)?
        .shutdown_signal(signal)
        .init()
        .await
        .map_err(|e| failed(&e))?;
    worker.run().await.map_err(|e| failed(&e))
}

/// Runs every job that is due now, and those that they enqueue; for tests and the command line.
pub async fn drain(app: &Arc<App>) -> AppResult<()> {
    let failed = |e: &dyn std::fmt::Display| AppError::Unavailable(format!("job worker: {e}"));
    let worker = options(app)?.init().await.map_err(|e| failed(&e))?;
    worker.run_once().await.map_err(|e| failed(&e))
}
