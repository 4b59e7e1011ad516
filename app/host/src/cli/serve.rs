//! `sarai serve` and `sarai work`. Order at the end: web drains, jobs end, then the private database stops.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use kernel::app::App;
use kernel::audit::Sealer;
use kernel::config::Config;
use kernel::error::AppError;
use kernel::health;
use kernel::jobs::Worker;
use kernel::live::Listener;
use kernel::module::Registry;
use kernel::{boot, migrate};
use tokio::signal::unix::{SignalKind, signal};

use crate::demo;
use crate::start::{Database, assemble, explained};

pub(super) async fn run(
    config: Config,
    registry: Registry,
    with_jobs: bool,
) -> anyhow::Result<ExitCode> {
    let database = Database::open_for_serving(&config).await?;
    database
        .during(async |database| Box::pin(serve(config, registry, database, with_jobs)).await)
        .await
        .map(|()| ExitCode::SUCCESS)
}

async fn serve(
    config: Config,
    registry: Registry,
    database: &Database,
    with_jobs: bool,
) -> anyhow::Result<()> {
    database.until_there(config.database_wait).await?;
    let is_demo = config.demo;
    let base_url = config.base_url.clone();
    if database.is_private() || is_demo {
        migrate::migrate(&database.urls, &config.secret, &registry).await?;
    }
    let app = assemble(config, database.urls.clone(), registry).await?;
    prepare(&app).await?;
    if is_demo {
        demo::seed(&app).await?;
    }
    let services = Services::start(&app, with_jobs).await?;
    let rocket = boot::rocket(Arc::clone(&app))
        .ignite()
        .await
        .map_err(|e| anyhow::anyhow!("{e}"))?;
    let shutdown = rocket.shutdown();
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let signals = tokio::spawn(async move {
        tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
        tracing::info!("stopping: answers in progress are finished first");
        shutdown.notify();
    });
    tracing::info!(%base_url, "Sarai is open");
    let result = rocket.launch().await;
    signals.abort();
    services.stop().await;
    result.map(|_| ()).map_err(|e| anyhow::anyhow!("{e}"))
}

pub(super) async fn work(config: Config, registry: Registry) -> anyhow::Result<ExitCode> {
    let database = Database::open(&config, false).await?;
    database
        .during(async |database| Box::pin(run_jobs(config, registry, database)).await)
        .await
        .map(|()| ExitCode::SUCCESS)
}

async fn run_jobs(config: Config, registry: Registry, database: &Database) -> anyhow::Result<()> {
    database.until_there(config.database_wait).await?;
    let at_once = config.worker_concurrency;
    let app = assemble(config, database.urls.clone(), registry).await?;
    prepare(&app).await?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let services = Services::start(&app, true).await?;
    tracing::info!(
        at_once,
        "Sarai works: jobs and the audit trail; no page is served"
    );
    tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
    tracing::info!("stopping: running jobs are finished first");
    services.stop().await;
    Ok(())
}

/// What every node does before it works. An error of a database that is there means that it was never migrated.
async fn prepare(app: &Arc<App>) -> anyhow::Result<()> {
    match migrate::prepare_app(app).await {
        Ok(()) => Ok(()),
        Err(error @ AppError::Unavailable(_)) => Err(explained(app, error).await),
        Err(error) => Err(error).context("the database is not ready: run `sarai migrate`"),
    }
}

/// What runs beside the web.
struct Services {
    listener: Listener,
    sealer: Sealer,
    worker: Option<Worker>,
    metrics: Option<rocket::Shutdown>,
}

impl Services {
    async fn start(app: &Arc<App>, with_jobs: bool) -> anyhow::Result<Self> {
        let metrics = health::metrics_server(app).await?.map(|rocket| {
            let shutdown = rocket.shutdown();
            tokio::spawn(async move {
                if let Err(error) = rocket.launch().await {
                    tracing::error!(%error, "/metrics is not served at its own address");
                }
            });
            shutdown
        });
        Ok(Self {
            metrics,
            listener: Listener::start(Arc::clone(app)),
            sealer: Sealer::start(Arc::clone(app)),
            worker: with_jobs.then(|| Worker::start(Arc::clone(app))),
        })
    }

    async fn stop(self) {
        if let Some(worker) = self.worker {
            worker.stop().await;
        }
        self.sealer.stop().await;
        self.listener.stop().await;
        if let Some(metrics) = self.metrics {
            metrics.notify();
        }
    }
}
