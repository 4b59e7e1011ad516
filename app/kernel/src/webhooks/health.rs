//! The line of webhooks in the health report. That an endpoint fails is its owner's matter and no reason to be unready:
//! the line tells operators how many.

use diesel::QueryableByName;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;

use crate::db::{JobDb, sql};
use crate::health::Finding;

#[derive(QueryableByName)]
struct Backlog {
    #[diesel(sql_type = BigInt)]
    waiting: i64,
    #[diesel(sql_type = BigInt)]
    failing: i64,
}

/// How many deliveries wait, and how many endpoints fail.
pub async fn check(db: JobDb) -> Result<Finding, Finding> {
    let row: Backlog = db
        .public()
        .read(async |tx| {
            Ok(sql("SELECT waiting, failing FROM webhook_backlog()")
                .get_result(tx)
                .await?)
        })
        .await
        .map_err(|e| Finding::unread(&e, "kernel.health.webhooks_unread"))?;
    Ok(Finding::new("kernel.health.webhooks")
        .number("waiting", row.waiting)
        .number("failing", row.failing))
}
