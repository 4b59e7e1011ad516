//! From configuration to a running program: the database that it names or its own private one, migrations, state.
//! Commands that run beside a serving program find its database instead of starting another.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use embedded_pg::{Cluster, DATABASE, Mode, Options};
use kernel::app::App;
use kernel::clock::Clock;
use kernel::config::Config;
use kernel::db::DatabaseUrls;
use kernel::error::AppError;
use kernel::module::Registry;

/// The database of a program; a private one is stopped at the end.
pub struct Database {
    /// Addresses by role.
    pub urls: DatabaseUrls,
    cluster: Option<Cluster>,
}

impl Database {
    /// The operator's database, or the private one, started or found running.
    pub async fn open(config: &Config) -> anyhow::Result<Self> {
        if !config.database_url_by_role.is_empty() {
            return Ok(Self {
                urls: DatabaseUrls::managed(config.database_url_by_role.clone()),
                cluster: None,
            });
        }
        if let Some(url) = &config.database_url {
            return Ok(Self {
                urls: DatabaseUrls::derived(url, &config.secret)?,
                cluster: None,
            });
        }
        if let Some(address) = Cluster::find_running(&config.data_dir).await? {
            let urls = DatabaseUrls::derived(&address.url(DATABASE), &config.secret)?;
            return Ok(Self {
                urls,
                cluster: None,
            });
        }
        Self::start_private(config).await
    }

    /// As [`Database::open`], but a private database is started by us, for the program that serves.
    pub async fn open_for_serving(config: &Config) -> anyhow::Result<Self> {
        if config.database_url.is_some() || !config.database_url_by_role.is_empty() {
            return Self::open(config).await;
        }
        Self::start_private(config).await
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

    /// Stops a private database.
    pub async fn close(self) -> anyhow::Result<()> {
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
    let app = App::new(config, Clock::System, urls, registry)?;
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
