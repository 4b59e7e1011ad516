//! Whether the books hold for each product what its lines have left to earn.

use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use kernel::db::{JobDb, ReadTx, sql};
use kernel::error::AppResult;
use kernel::health::Finding;
use uuid::Uuid;

use crate::accounts;
use crate::ids::ProductId;

/// Nobody is told of what is late by less: the job runs once a day.
const PATIENCE: chrono::TimeDelta = chrono::TimeDelta::hours(36);

#[derive(QueryableByName)]
struct Left {
    #[diesel(sql_type = SqlUuid)]
    product: Uuid,
    #[diesel(sql_type = BigInt)]
    remainder: i64,
}

#[derive(QueryableByName)]
struct Late {
    #[diesel(sql_type = BigInt)]
    late: i64,
}

/// Products whose account does not hold what their lines say, and lines that wait too long. Never a reason to be unready.
pub async fn health(db: JobDb) -> Result<Finding, Finding> {
    let (odd, late) = db
        .platform()
        .read(async |tx| Ok((odd(tx).await?, late(tx).await?)))
        .await
        .map_err(|error| Finding::unread(&error, "commerce.earning.unread"))?;
    Ok(match (odd, late) {
        (0, 0) => Finding::new("commerce.earning.fits"),
        (0, late) => Finding::new("commerce.earning.late").number("count", late),
        (odd, _) => Finding::new("commerce.earning.odd").number("count", odd),
    })
}

async fn odd(tx: &mut ReadTx) -> AppResult<i64> {
    let rows: Vec<Left> = sql(
        "SELECT p.id AS product, coalesce(sum(d.amount - d.earned - d.credited), 0)::bigint AS remainder
           FROM commerce_products p LEFT JOIN commerce_deferrals d ON d.product_id = p.id AND d.next_at IS NOT NULL GROUP BY p.id",
    )
    .load(tx)
    .await?;
    let mut odd = 0;
    for row in rows {
        let account = accounts::deferred(ProductId(row.product)).id();
        if ledger::balance(account, tx).await? != row.remainder {
            tracing::error!(product = %row.product, expected = row.remainder, "deferred income does not fit its lines");
            odd += 1;
        }
    }
    Ok(odd)
}

async fn late(tx: &mut ReadTx) -> AppResult<i64> {
    let before: DateTime<Utc> = tx.now() - PATIENCE;
    let Late { late } = sql("SELECT count(*) AS late FROM commerce_deferrals WHERE next_at < $1")
        .bind::<Timestamptz, _>(before)
        .get_result(tx)
        .await?;
    Ok(late)
}
