//! `sarai doctor --production`: the settings first, all that is wrong at once; then, when the program would start with
//! them, what the plain doctor looks at. Exit code 1 when one line is bad.

use std::process::ExitCode;

use anyhow::bail;
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
    let Some(database) = Database::find(&config).await? else {
        doctor::print(&reports, registry.texts())?;
        bail!("no database runs for these settings: start `sarai serve`, then ask again");
    };
    let app = assemble(config, database.urls.clone(), registry).await?;
    reports.push(health::connections(&app).await);
    reports.extend(doctor::looked_at(&app).await);
    doctor::print(&reports, app.registry.texts())
}
