//! How many notes a tenant has, as the job last counted.
//! The counting itself is one SQL function, re-created at every migration.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;
use diesel_async::RunQueryDsl;
use kernel::db::{ReadTx, Tx, sql};

use crate::schema::_dummy_counts;

/// A count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = _dummy_counts)]
pub struct Count {
    /// How many.
    pub notes: i64,
    /// When they were counted.
    pub counted_at: DateTime<Utc>,
}

impl Count {
    /// The last count of the scope's tenant.
    pub async fn last(tx: &mut ReadTx) -> QueryResult<Option<Self>> {
        _dummy_counts::table
            .select(Self::as_select())
            .first(tx)
            .await
            .optional()
    }

    /// Counts the notes of every tenant; for the platform's scope.
    pub async fn renew(tx: &mut Tx) -> QueryResult<()> {
        let now = tx.now();
        let work = sql("SELECT _dummy_count($1)").bind::<Timestamptz, _>(now);
        work.execute(tx).await.map(|_| ())
    }
}
