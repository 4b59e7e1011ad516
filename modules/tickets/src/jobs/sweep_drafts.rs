//! Forgets words that were typed and never sent, some days after they were last touched: they are personal, and nobody
//! waits for them. Running again finds nothing.

use chrono::Duration;
use kernel::error::AppResult;
use kernel::jobs::{Job, JobCx};
use serde::{Deserialize, Serialize};

use crate::models::Draft;
use crate::settings::DRAFT_DAYS;

/// The job: forget old drafts.
#[derive(Serialize, Deserialize)]
pub struct SweepDrafts {}

impl Job for SweepDrafts {
    const NAME: &'static str = "tickets.sweep_drafts";

    async fn run(self, cx: JobCx) -> AppResult<()> {
        let days = DRAFT_DAYS.of(&cx.app)?;
        let db = cx.db.platform();
        let sweep = db.write(async |tx| {
            let before = tx.now() - Duration::days(days);
            Draft::sweep(before, tx).await
        });
        sweep.await.map(|_| ())
    }
}
