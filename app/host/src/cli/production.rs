//! `sarai doctor --production`: the settings first, all that is wrong at once; then, when the program would start with
//! them, what the plain doctor looks at. Exit code 1 when one line is bad.

use std::process::ExitCode;

use kernel::config::Config;
use kernel::health;
use kernel::module::Registry;

use super::doctor;
use crate::start::{Database, assemble};

pub(super) async fn run(config: Config, registry: Registry) -> anyhow::Result<ExitCode> {
    let log = std::env::var("RUST_LOG").ok();
    let mut reports = health::production(&config, log.as_deref());
    let refusals = config.refusals();
    if !refusals.is_empty() {
        doctor::print(&reports, registry.texts())?;
        return Ok(ExitCode::FAILURE);
    }
    let database = Database::open(&config).await?;
    let app = assemble(config, database.urls.clone(), registry).await;
    let app = match app {
        Ok(app) => app,
        Err(error) => {
            database.close().await?;
            return Err(error);
        }
    };
    reports.push(health::connections(&app).await);
    reports.extend(doctor::looked_at(&app).await);
    database.close().await?;
    doctor::print(&reports, app.registry.texts())
}
