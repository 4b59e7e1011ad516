//! The kernel's own checks. Each answers in a line: what is fine, or what is wrong and what to do.
//! A check that takes longer than two seconds counts as failed.

use std::sync::Arc;
use std::time::Duration;

use diesel::sql_types::{BigInt, Text};
use diesel_async::RunQueryDsl;

use super::{Finding, obstacle};
use crate::app::App;
use crate::db::{JobDb, sql};
use crate::module::{BoxFuture, HealthCheck};

/// How long one look for the reason may take: a check has two seconds in all.
const LOOK: Duration = Duration::from_millis(700);

/// The result of one check.
#[derive(Debug)]
pub struct Report {
    /// Key of the check.
    pub key: &'static str,
    /// Whether it is fine.
    pub ok: bool,
    /// What it found.
    pub finding: Finding,
}

/// The checks that `/readyz` needs.
#[must_use]
pub fn kernel_checks() -> Vec<HealthCheck> {
    vec![
        HealthCheck {
            key: "kernel.database",
            run: |db| Box::pin(database(db)),
        },
        HealthCheck {
            key: "kernel.migrations",
            run: |db| Box::pin(migrations(db)),
        },
        HealthCheck {
            key: "kernel.jobs",
            run: |db| Box::pin(jobs(db)),
        },
    ]
}

/// Runs every check.
pub async fn report(app: &Arc<App>) -> Vec<Report> {
    let mut reports = Vec::new();
    for check in app.registry.health() {
        let run: BoxFuture<'static, _> = (check.run)(app.without_request());
        let result = tokio::time::timeout(Duration::from_secs(2), run)
            .await
            .unwrap_or_else(|_| Err(Finding::new("kernel.health.slow")));
        let ok = result.is_ok();
        let finding = result.unwrap_or_else(|wrong| wrong);
        reports.push(Report {
            key: check.key,
            ok,
            finding,
        });
    }
    reports
}

async fn database(db: JobDb) -> Result<Finding, Finding> {
    #[derive(diesel::QueryableByName)]
    struct Version {
        #[diesel(sql_type = Text)]
        version: String,
    }
    let row: Result<Version, Finding> = db
        .public()
        .read(async |tx| {
            Ok(sql("SELECT current_setting('server_version') AS version")
                .get_result(tx)
                .await?)
        })
        .await
        .map_err(|e| Finding::new("kernel.health.database_failed").code("error", e));
    let row = match row {
        Ok(row) => row,
        Err(failed) => return Err(obstacle(db.app(), LOOK).await.unwrap_or(failed)),
    };
    Ok(Finding::new("kernel.health.database").code("version", row.version))
}

async fn migrations(db: JobDb) -> Result<Finding, Finding> {
    #[derive(diesel::QueryableByName)]
    struct Applied {
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    let newest = db
        .app()
        .registry
        .migration_versions()
        .map_err(|e| Finding::new("kernel.health.migrations_unread").code("error", e))?;
    let row: Applied = db
        .public()
        .read(async |tx| {
            Ok(sql("SELECT migrations_applied($1) AS count")
                .bind::<diesel::sql_types::Array<Text>, _>(&newest)
                .get_result(tx)
                .await?)
        })
        .await
        .map_err(|e| Finding::unread(&e, "kernel.health.migrations_none"))?;
    let missing = i64::try_from(newest.len()).unwrap_or(i64::MAX) - row.count;
    if missing == 0 {
        Ok(Finding::new("kernel.health.migrations").number("count", row.count))
    } else {
        Err(Finding::new("kernel.health.migrations_missing").number("count", missing))
    }
}

async fn jobs(db: JobDb) -> Result<Finding, Finding> {
    #[derive(diesel::QueryableByName)]
    struct Backlog {
        #[diesel(sql_type = BigInt)]
        waiting: i64,
        #[diesel(sql_type = BigInt)]
        stuck: i64,
    }
    let row: Backlog = db
        .public()
        .read(async |tx| {
            Ok(sql("SELECT waiting, stuck FROM jobs.backlog()")
                .get_result(tx)
                .await?)
        })
        .await
        .map_err(|e| Finding::unread(&e, "kernel.health.jobs_none"))?;
    Ok(Finding::new("kernel.health.jobs")
        .number("waiting", row.waiting)
        .number("stuck", row.stuck))
}
