//! The running program's state: one `Arc<App>`, held by Rocket, by the job worker and by every transaction.
//! No process-wide statics: two programs with different databases can run in one test.

use std::sync::Arc;

use crate::clock::{self, Clock};
use crate::config::Config;
use crate::db::{DatabaseUrls, JobDb, Pools, Who};
use crate::error::AppResult;
use crate::files::Storage;
use crate::health::Metrics;
use crate::keys::Keys;
use crate::live::{Hub, Memory};
use crate::mail::Mailer;
use crate::module::Registry;
use crate::settings::SettingsCache;
use crate::webhooks::Outgoing;

/// Everything that a running program shares.
pub struct App {
    /// What the operator said.
    pub config: Config,
    /// The time.
    pub clock: Clock,
    /// Keys derived from the secret.
    pub keys: Keys,
    /// Database pools.
    pub pools: Pools,
    /// Addresses by role.
    pub urls: DatabaseUrls,
    /// What the modules declare.
    pub registry: Registry,
    /// Settings as every node sees them.
    pub settings: SettingsCache,
    /// Live updates of open pages.
    pub hub: Hub,
    /// Answers that pages share until their topic is poked.
    pub memory: Memory,
    /// Files.
    pub files: Storage,
    /// Sends mail.
    pub mailer: Mailer,
    /// Calls outside programs that hear of facts.
    pub outgoing: Outgoing,
    /// Counters.
    pub metrics: Metrics,
}

impl App {
    /// Puts the parts together; connects to nothing yet.
    pub fn new(
        config: Config,
        clock: Clock,
        urls: DatabaseUrls,
        registry: Registry,
    ) -> AppResult<Arc<Self>> {
        let pools = Pools::new(&urls, config.pool_size)?;
        let keys = Keys::derive(&config.secret)?;
        let files = Storage::local(&config.data_dir.join("files"))?;
        let mailer = Mailer::new(&config)?;
        let metrics = Metrics::new(registry.jobs().keys())?;
        let outgoing = Outgoing::new(&config)?;
        Ok(Arc::new(Self {
            config,
            clock,
            keys,
            pools,
            urls,
            registry,
            settings: SettingsCache::default(),
            hub: Hub::default(),
            memory: Memory::new()?,
            files,
            mailer,
            outgoing,
            metrics,
        }))
    }

    /// Reads again what is changed while it runs: settings, texts, in development the moved clock. At boot, after a change
    /// on any node, after the database was away.
    pub async fn reread(self: &Arc<Self>) -> AppResult<()> {
        self.settings.reload(self).await?;
        clock::follow(self).await
    }

    /// Scopes for work without a request: start-up and command line, which hand them to seeds and checks. Only the host and
    /// the kernel ask for them; `cargo xtask ci --only rules` finds a module that does.
    #[must_use]
    pub fn without_request(self: &Arc<Self>) -> JobDb {
        JobDb::new(Arc::clone(self), Who::default())
    }
}
