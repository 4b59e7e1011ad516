//! The counts of the staff's home, in one statement.
//! What waits for a person: stuck jobs and mails that did not go out.

use diesel::sql_types::BigInt;
use diesel::{QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;

use crate::db::{ReadTx, sql};
use crate::web::COUNTED;

/// What waits for a person.
#[derive(Clone, Copy, Debug, QueryableByName)]
pub struct Waiting {
    /// Jobs whose tries are used up.
    #[diesel(sql_type = BigInt)]
    pub stuck_jobs: i64,
    /// Mails that did not go out; at most one more than is counted.
    #[diesel(sql_type = BigInt)]
    pub failed_mails: i64,
}

/// Counts it.
pub async fn waiting(tx: &mut ReadTx) -> QueryResult<Waiting> {
    sql(
        "SELECT (SELECT stuck FROM jobs.backlog()) AS stuck_jobs, \
         (SELECT count(*) FROM (SELECT 1 FROM mail_deliveries WHERE state = 'failed' LIMIT $1) f) AS failed_mails",
    )
    .bind::<BigInt, _>(COUNTED + 1)
    .get_result(tx)
    .await
}
