//! `sarai migrate`: roles, queue, migrations. Prints each version that it applies or undoes.

use std::io::Write;
use std::process::ExitCode;

use kernel::config::Config;
use kernel::migrate;
use kernel::module::Registry;

use crate::start::Database;

pub(super) async fn run(
    config: Config,
    registry: Registry,
    undo: Option<usize>,
) -> anyhow::Result<ExitCode> {
    let database = Database::open(&config, true).await?;
    let versions = database
        .during(async |database| {
            Ok(match undo {
                Some(count) => migrate::revert(&database.urls, &registry, count).await?,
                None => migrate::migrate(&database.urls, &config.secret, &registry).await?,
            })
        })
        .await?;
    let mut out = std::io::stdout();
    for version in &versions {
        writeln!(
            out,
            "{} {version}",
            if undo.is_some() { "undone" } else { "applied" }
        )?;
    }
    if versions.is_empty() {
        writeln!(out, "nothing to do")?;
    }
    Ok(ExitCode::SUCCESS)
}
