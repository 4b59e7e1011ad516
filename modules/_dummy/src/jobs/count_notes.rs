//! Counts the notes of every tenant: after one was written, and every night; and tells the shop how many were written since
//! each notebook was opened. Counting again gives the same rows.

use contracts::commerce::ServiceDesk;
use kernel::error::{AppError, AppResult};
use kernel::jobs::{Job, JobCx};
use serde::{Deserialize, Serialize};

use crate::models::{Count, Notebook};
use crate::product::NOTES;

/// The job: count again.
#[derive(Serialize, Deserialize)]
pub struct CountNotes {}

impl Job for CountNotes {
    const NAME: &'static str = "_dummy.count_notes";

    async fn run(self, cx: JobCx) -> AppResult<()> {
        let shop = cx.app.registry.ports().get::<dyn ServiceDesk>();
        let db = cx.db.platform();
        db.write(async |tx| {
            Count::renew(tx).await?;
            let Some(shop) = &shop else {
                return Ok(());
            };
            for (notebook, total) in Notebook::written(tx).await? {
                match shop.used(notebook.0, NOTES, total, tx).await {
                    // No shop sold it.
                    Ok(()) | Err(AppError::NotFound(_)) => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(())
        })
        .await
    }
}
