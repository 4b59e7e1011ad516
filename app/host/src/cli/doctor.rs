//! `sarai doctor`: every health check as a line for the operator; exit code 1 when one is not fine.
//! It makes nothing and starts nothing: what is missing is what it is asked about.

use std::io::Write;
use std::process::ExitCode;

use anyhow::bail;
use kernel::config::Config;
use kernel::health::{self, Finding};
use kernel::module::Registry;

use crate::start::{Database, assemble};

pub(super) async fn run(config: Config, registry: Registry) -> anyhow::Result<ExitCode> {
    let folder = std::path::absolute(&config.data_dir)?;
    let Some(database) = Database::find(&config).await? else {
        bail!(
            "no private database runs for {}: start `sarai serve`, then ask again",
            folder.display()
        );
    };
    if !folder.join("files").is_dir() {
        bail!(
            "{} holds no files folder: it is not the data folder of a program that has served",
            folder.display()
        );
    }
    let app = assemble(config, database.urls.clone(), registry).await?;
    let mut reports = health::report(&app).await;
    let mail = app.mailer.check().await;
    reports.push(health::Report {
        key: "kernel.mail",
        ok: mail.is_ok(),
        finding: Finding::new("kernel.health.mail").code("said", mail.unwrap_or_else(|e| e)),
    });
    let mut out = std::io::stdout();
    for report in &reports {
        writeln!(
            out,
            "{:<4} {:<24} {}",
            if report.ok { "ok" } else { "BAD" },
            report.key,
            report.finding.english(app.registry.texts())
        )?;
    }
    Ok(if reports.iter().all(|r| r.ok) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
