//! `sarai doctor`: every health check as a line for the operator; exit code 1 when one is not fine.
//! It makes nothing and starts nothing: what is missing is what it is asked about.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::bail;
use kernel::app::App;
use kernel::config::Config;
use kernel::health::{self, Finding, Report};
use kernel::module::Registry;
use kernel::texts::Texts;

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
    print(&looked_at(&app).await, app.registry.texts())
}

/// Every health check, and the way out for mail.
pub(super) async fn looked_at(app: &Arc<App>) -> Vec<Report> {
    let mut reports = health::report(app).await;
    let mail = app.mailer.check().await;
    reports.push(Report {
        key: "kernel.mail",
        ok: mail.is_ok(),
        finding: Finding::new("kernel.health.mail").code("said", mail.unwrap_or_else(|e| e)),
    });
    reports
}

/// A line for each, and the exit code that they make.
pub(super) fn print(reports: &[Report], texts: &Texts) -> anyhow::Result<ExitCode> {
    let mut out = std::io::stdout();
    for report in reports {
        writeln!(
            out,
            "{:<4} {:<24} {}",
            if report.ok { "ok" } else { "BAD" },
            report.key,
            report.finding.english(texts)
        )?;
    }
    Ok(if reports.iter().all(|r| r.ok) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
