//! Removes what has served its time: live events, form receipts, ended sessions, used tokens, sign-ups that nobody
//! confirmed, old failure counts. Runs every ten minutes; each statement may run again.

use chrono::Duration;
use diesel::sql_types::Timestamptz;
use diesel_async::RunQueryDsl;
use serde::{Deserialize, Serialize};

use crate::db::sql;
use crate::error::AppResult;
use crate::jobs::{Job, JobCx};

/// The job.
#[derive(Serialize, Deserialize)]
pub struct Tidy {}

impl Job for Tidy {
    const NAME: &'static str = "kernel.tidy";

    async fn run(self, cx: JobCx) -> AppResult<()> {
        cx.db
            .platform()
            .write(async |tx| {
                let now = tx.now();
                for (statement, age) in [
                    (
                        "DELETE FROM live_events WHERE at < $1",
                        Duration::minutes(10),
                    ),
                    (
                        "DELETE FROM form_receipts WHERE created_at < $1",
                        Duration::days(2),
                    ),
                    (
                        "DELETE FROM sessions WHERE expires_at < $1",
                        Duration::zero(),
                    ),
                    (
                        "DELETE FROM identity_tokens WHERE expires_at < $1",
                        Duration::days(7),
                    ),
                    (
                        "DELETE FROM sign_ups WHERE expires_at < $1",
                        Duration::days(7),
                    ),
                    (
                        "DELETE FROM idempotency_keys WHERE created_at < $1",
                        Duration::days(1),
                    ),
                    (
                        "DELETE FROM api_refresh_tokens WHERE expires_at < $1",
                        Duration::days(7),
                    ),
                    (
                        "DELETE FROM api_tokens WHERE expires_at < $1",
                        Duration::days(90),
                    ),
                    (
                        "DELETE FROM failure_counts WHERE first_at < $1",
                        Duration::days(1),
                    ),
                    (
                        "DELETE FROM webhook_deliveries WHERE created_at < $1 AND state <> 'waiting'",
                        Duration::days(30),
                    ),
                    (
                        "DELETE FROM webhook_receipts WHERE received_at < $1",
                        Duration::days(30),
                    ),
                ] {
                    sql(statement)
                        .bind::<Timestamptz, _>(now - age)
                        .execute(tx)
                        .await?;
                }
                Ok(())
            })
            .await
    }
}
