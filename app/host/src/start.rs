//! From configuration to a running program: the database that it names or its own private one, migrations, state.
//! Commands that run beside a serving program find its database instead of starting another.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use embedded_pg::{Cluster, DATABASE, Mode, Options};
use kernel::app::App;
use kernel::clock::Clock;
use kernel::config::{Config, ConfigError};
use kernel::db::connect::{self, Reach};
use kernel::db::{DatabaseUrls, Role};
use kernel::error::AppError;
use kernel::module::Registry;

/// How often a start that waits says so.
const SAY_EVERY: Duration = Duration::from_mins(1);

/// The database of a program; a private one is stopped at the end.
pub struct Database {
    /// Addresses by role.
    pub urls: DatabaseUrls,
    cluster: Option<Cluster>,
}

impl Database {
    /// The operator's database, or the private one: found running, started, and with `makes` made when there is none.
    pub async fn open(config: &Config, makes: bool) -> anyhow::Result<Self> {
        if let Some(found) = Self::find(config).await? {
            return Ok(found);
        }
        if !makes && !Cluster::exists(&config.data_dir).await? {
            return Err(ConfigError::NothingHere(std::path::absolute(&config.data_dir)?).into());
        }
        Self::start_private(config).await
    }

    /// The operator's database, or the private one if it runs.
    pub async fn find(config: &Config) -> anyhow::Result<Option<Self>> {
        let urls = if !config.database_url_by_role.is_empty() {
            DatabaseUrls::managed(config.database_url_by_role.clone())
        } else if let Some(url) = &config.database_url {
            DatabaseUrls::derived(url, &config.secret)?
        } else {
            match Cluster::find_running(&config.data_dir).await? {
                Some(address) => DatabaseUrls::derived(&address.url(DATABASE), &config.secret)?,
                None => return Ok(None),
            }
        };
        Ok(Some(Self {
            urls,
            cluster: None,
        }))
    }

    /// As [`Database::open`], but a private database is started by us, for the program that serves.
    pub async fn open_for_serving(config: &Config) -> anyhow::Result<Self> {
        if config.database_url.is_some() || !config.database_url_by_role.is_empty() {
            return Self::open(config, true).await;
        }
        Self::start_private(config).await
    }

    /// Does the work and stops a private database, whether the work failed or not.
    pub async fn during<T>(
        self,
        work: impl AsyncFnOnce(&Self) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        let done = work(&self).await;
        let closed = self.close().await;
        let done = done?;
        closed.map(|()| done)
    }

    /// Waits for a database that is away, so that the order of a machine's boot does not matter; one that refuses us is
    /// not waited for.
    pub async fn until_there(&self, limit: Duration) -> anyhow::Result<()> {
        let url = self.urls.get(Role::Public)?;
        let (begin, mut pause) = (Instant::now(), Duration::from_millis(250));
        let mut said: Option<Instant> = None;
        loop {
            let why = match connect::reach(url).await? {
                Reach::Answers | Reach::Refused(_) => return Ok(()),
                Reach::Away(why) => why,
            };
            let left = limit.saturating_sub(begin.elapsed());
            if left.is_zero() {
                bail!(
                    "{why}. Is the database started? The start waited for it for {limit:?} (SARAI_DATABASE_WAIT_SECONDS)"
                );
            }
            if said.is_none_or(|at| at.elapsed() > SAY_EVERY) {
                tracing::warn!(
                    why,
                    seconds_left = left.as_secs(),
                    "the database is away; the start waits for it"
                );
                said = Some(Instant::now());
            }
            tokio::time::sleep(pause.min(left)).await;
            pause = (pause * 2).min(Duration::from_secs(5));
        }
    }

    async fn start_private(config: &Config) -> anyhow::Result<Self> {
        let options = Options {
            data_dir: config.data_dir.clone(),
            mode: Mode::Durable,
        };
        let cluster = Cluster::start(options)
            .await
            .context("the private database did not start")?;
        let urls = DatabaseUrls::derived(&cluster.url(DATABASE), &config.secret)?;
        Ok(Self {
            urls,
            cluster: Some(cluster),
        })
    }

    /// Whether it is our private one.
    #[must_use]
    pub fn is_private(&self) -> bool {
        self.cluster.is_some()
    }

    async fn close(self) -> anyhow::Result<()> {
        match self.cluster {
            Some(cluster) => cluster
                .stop()
                .await
                .context("the private database did not stop"),
            None => Ok(()),
        }
    }
}

/// Checks the registry and puts the program's state together; refuses roles and tables that would leak.
pub async fn assemble(
    config: Config,
    urls: DatabaseUrls,
    registry: Registry,
) -> anyhow::Result<Arc<App>> {
    let app = App::new(config, Clock::default(), urls, registry)?;
    if let Err(error) = app.pools.refuse_unbound_roles().await {
        return Err(explained(&app, error).await);
    }
    let faults = app
        .without_request()
        .public()
        .read(async |tx| kernel::db::catalogue::faults(tx).await)
        .await?;
    if !faults.is_empty() {
        let list: Vec<String> = faults
            .iter()
            .map(|f| format!("{}: {}", f.table_name, f.fault))
            .collect();
        bail!(
            "tables that would leak rows between tenants:\n{}",
            list.join("\n")
        );
    }
    if let Err(error) = kernel::clock::follow(&app).await {
        tracing::debug!(%error, "no moved clock is known; a database that is not migrated yet has none");
    }
    Ok(app)
}

/// The obstacle between us and the database, when there is one: "password authentication failed" alone would send the
/// operator to look for a password, where `sarai migrate` has not been run.
pub async fn explained(app: &App, error: AppError) -> anyhow::Error {
    if !matches!(error, AppError::Unavailable(_)) {
        return error.into();
    }
    match kernel::health::obstacle(app, Duration::from_secs(5)).await {
        Some(finding) => anyhow::anyhow!(finding.english(app.registry.texts())),
        None => error.into(),
    }
}
