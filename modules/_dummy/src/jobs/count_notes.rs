//! Counts the notes of every tenant: after one was written, and every night.
//! Counting again gives the same rows.

use kernel::error::AppResult;
use kernel::jobs::{Job, JobCx};
use serde::{Deserialize, Serialize};

use crate::models::Count;

/// The job: count again.
#[derive(Serialize, Deserialize)]
pub struct CountNotes {}

impl Job for CountNotes {
    const NAME: &'static str = "_dummy.count_notes";

    async fn run(self, cx: JobCx) -> AppResult<()> {
        cx.db
            .platform()
            .write(async |tx| Ok(Count::renew(tx).await?))
            .await
    }
}
