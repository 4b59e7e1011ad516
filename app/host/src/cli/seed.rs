//! `sarai seed --demo`: the demo accounts and every module's demo data. Idempotent; refused in production.

use std::process::ExitCode;

use anyhow::bail;
use kernel::config::Config;
use kernel::migrate;
use kernel::module::Registry;

use crate::demo;
use crate::start::{Database, assemble};

pub(super) async fn run(config: Config, registry: Registry) -> anyhow::Result<ExitCode> {
    if config.is_production() {
        bail!("demo data has known passwords: it is refused in production");
    }
    let database = Database::open(&config, true).await?;
    database
        .during(async |database| {
            migrate::migrate(&database.urls, &config.secret, &registry).await?;
            let app = assemble(config, database.urls.clone(), registry).await?;
            demo::seed(&app).await
        })
        .await
        .map(|()| ExitCode::SUCCESS)
}
