//! The kernel's own checks. Each answers in a line for operators: what is fine, or what is wrong and what to do.
//! A check that takes longer than two seconds counts as failed.

use std::sync::Arc;
use std::time::Duration;

use diesel::sql_types::{BigInt, Text};
use diesel_async::RunQueryDsl;

use crate::app::App;
use crate::db::{PublicDb, sql};
use crate::module::{BoxFuture, HealthCheck};

/// The result of one check.
#[derive(Debug, serde::Serialize)]
pub struct Report {
    /// Key of the check.
    pub key: &'static str,
    /// Whether it is fine.
    pub ok: bool,
    /// One line.
    pub detail: String,
}

/// The checks that `/readyz` needs.
#[must_use]
pub fn kernel_checks() -> Vec<HealthCheck> {
    vec![
        HealthCheck {
            key: "kernel.database",
            run: |app| Box::pin(database(app)),
        },
        HealthCheck {
            key: "kernel.migrations",
            run: |app| Box::pin(migrations(app)),
        },
        HealthCheck {
            key: "kernel.jobs",
            run: |app| Box::pin(jobs(app)),
        },
    ]
}

/// Runs every check.
pub async fn report(app: &Arc<App>) -> Vec<Report> {
    let mut reports = Vec::new();
    for check in app.registry.health() {
        let run: BoxFuture<'static, _> = (check.run)(Arc::clone(app));
        let result = tokio::time::timeout(Duration::from_secs(2), run)
            .await
            .unwrap_or_else(|_| Err("no answer within two seconds".to_owned()));
        let (ok, detail) = match result {
            Ok(detail) => (true, detail),
            Err(detail) => (false, detail),
        };
        reports.push(Report {
            key: check.key,
            ok,
            detail,
        });
    }
    reports
}

fn public(app: &Arc<App>) -> PublicDb {
    app.without_request().public()
}

async fn database(app: Arc<App>) -> Result<String, String> {
    #[derive(diesel::QueryableByName)]
    struct Version {
        #[diesel(sql_type = Text)]
        version: String,
    }
    let row: Version = public(&app)
        .read(async |tx| {
            Ok(sql("SELECT current_setting('server_version') AS version")
                .get_result(tx)
                .await?)
        })
        .await
        .map_err(|e| format!("the database does not answer: {e}"))?;
    Ok(format!("PostgreSQL {}", row.version))
}

async fn migrations(app: Arc<App>) -> Result<String, String> {
    #[derive(diesel::QueryableByName)]
    struct Applied {
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    let newest = app
        .registry
        .migration_versions()
        .map_err(|e| e.to_string())?;
    let row: Applied = public(&app)
        .read(async |tx| {
            Ok(sql("SELECT migrations_applied($1) AS count")
                .bind::<diesel::sql_types::Array<Text>, _>(&newest)
                .get_result(tx)
                .await?)
        })
        .await
        .map_err(|e| format!("the migrations cannot be read: {e}. Run `sarai migrate`"))?;
    let missing = i64::try_from(newest.len()).unwrap_or(i64::MAX) - row.count;
    if missing == 0 {
        Ok(format!("{} applied", row.count))
    } else {
        Err(format!("{missing} are missing: run `sarai migrate`"))
    }
}

async fn jobs(app: Arc<App>) -> Result<String, String> {
    #[derive(diesel::QueryableByName)]
    struct Backlog {
        #[diesel(sql_type = BigInt)]
        waiting: i64,
        #[diesel(sql_type = BigInt)]
        stuck: i64,
    }
    let row: Backlog = public(&app)
        .read(async |tx| {
            Ok(sql("SELECT waiting, stuck FROM jobs.backlog()")
                .get_result(tx)
                .await?)
        })
        .await
        .map_err(|e| format!("the job queue does not answer: {e}. Run `sarai migrate`"))?;
    Ok(format!("{} waiting, {} stuck", row.waiting, row.stuck))
}
