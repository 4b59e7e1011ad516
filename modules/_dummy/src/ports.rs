//! What others may ask this module for, answered now. A port that another module asks for has its trait in
//! `app/contracts`; this one is for the host and for outside binaries.

use kernel::db::ReadTx;
use kernel::error::AppResult;

use crate::models::Count;

/// Tells how many notes a tenant has.
#[rocket::async_trait]
pub trait NoteCounts: Send + Sync {
    /// The last count of the scope's tenant; `None` before the first.
    async fn last(&self, tx: &mut ReadTx) -> AppResult<Option<Count>>;
}

/// Answers from the rows that the job writes.
pub struct CountRows;

#[rocket::async_trait]
impl NoteCounts for CountRows {
    async fn last(&self, tx: &mut ReadTx) -> AppResult<Option<Count>> {
        Ok(Count::last(tx).await?)
    }
}
