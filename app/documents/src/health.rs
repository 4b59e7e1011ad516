//! Whether documents get finished.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Timestamptz};
use diesel_async::RunQueryDsl;
use kernel::db::{JobDb, sql};
use kernel::health::Finding;

/// So long a document may take while the queue is full.
const PATIENCE: TimeDelta = TimeDelta::minutes(15);

#[derive(QueryableByName)]
struct Late {
    #[diesel(sql_type = BigInt)]
    late: i64,
}

/// How many wait for their PDF since longer than that. Never a reason to be unready: their jobs are tried again.
pub(crate) async fn health(db: JobDb) -> Result<Finding, Finding> {
    let Late { late } = db
        .platform()
        .read(async |tx| {
            let before: DateTime<Utc> = tx.now() - PATIENCE;
            let late = sql("SELECT count(*) AS late FROM documents_documents WHERE file_id IS NULL AND issued_at < $1")
                .bind::<Timestamptz, _>(before)
                .get_result(tx)
                .await?;
            Ok(late)
        })
        .await
        .map_err(|e| Finding::unread(&e, "documents.health.unread"))?;
    Ok(if late == 0 {
        Finding::new("documents.health.fine")
    } else {
        Finding::new("documents.health.late").number("count", late)
    })
}
