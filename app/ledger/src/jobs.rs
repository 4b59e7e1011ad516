//! What the ledger does by the clock. Each job may run twice, and on two nodes.

use kernel::error::{AppError, AppResult};
use kernel::jobs::{Every, Job, JobCx, JobDef, Schedule};
use serde::{Deserialize, Serialize};

use crate::{holds, rollups, verify};

/// Sums entries by day.
#[derive(Serialize, Deserialize)]
pub struct RollUp {}

impl Job for RollUp {
    const NAME: &'static str = "ledger.roll_up";

    async fn run(self, cx: JobCx) -> AppResult<()> {
        rollups::roll_up(&cx.db.platform()).await.map(|_| ())
    }
}

/// Closes holds that are over.
#[derive(Serialize, Deserialize)]
pub struct ExpireHolds {}

impl Job for ExpireHolds {
    const NAME: &'static str = "ledger.expire_holds";

    async fn run(self, cx: JobCx) -> AppResult<()> {
        holds::expire(&cx.db.platform()).await.map(|_| ())
    }
}

/// Compares what is derived with the lines. It fails when something does not fit, and stays among the stuck jobs until
/// somebody has looked; it is not tried again, for it would find the same.
#[derive(Serialize, Deserialize)]
pub struct Verify {}

impl Job for Verify {
    const NAME: &'static str = "ledger.verify";
    const MAX_ATTEMPTS: i32 = 1;

    async fn run(self, cx: JobCx) -> AppResult<()> {
        let found = verify::verify(&cx.db.platform()).await?;
        for fault in &found.faults {
            tracing::error!(fault, "the ledger does not fit");
        }
        match found.faults.as_slice() {
            [] => Ok(()),
            [first, ..] => Err(AppError::internal(format!(
                "{} faults in the ledger, the first: {first}",
                found.faults.len()
            ))),
        }
    }
}

/// All of them.
pub(crate) fn all() -> Vec<JobDef> {
    vec![
        JobDef::of::<RollUp>(),
        JobDef::of::<ExpireHolds>(),
        JobDef::of::<Verify>(),
    ]
}

/// When they run.
pub(crate) fn schedules() -> Vec<Schedule> {
    vec![
        Schedule {
            key: "ledger.roll_up",
            job: RollUp::NAME,
            every: Every::Minutes(5),
        },
        Schedule {
            key: "ledger.expire_holds",
            job: ExpireHolds::NAME,
            every: Every::Minutes(1),
        },
        Schedule {
            key: "ledger.verify",
            job: Verify::NAME,
            every: Every::DailyAt(3, 20),
        },
    ]
}
