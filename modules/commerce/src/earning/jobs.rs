//! The jobs: once a day what is due; and right after a payment, so that its period is noted as it was sold.

use kernel::error::AppResult;
use kernel::jobs::Every;
use kernel::jobs::{Job, JobCx, JobDef, Schedule};
use serde::{Deserialize, Serialize};

use super::release::{self, BATCH};
use crate::facts::InvoicePaid;
use crate::ids::InvoiceId;

/// The job of each day: what is due becomes income, a batch in a transaction until nothing is left.
#[derive(Serialize, Deserialize)]
pub struct EarnIncome {}

impl Job for EarnIncome {
    const NAME: &'static str = "commerce.earn_income";

    async fn run(self, cx: JobCx) -> AppResult<()> {
        let db = cx.db.platform();
        while db.write(async |tx| release::batch(tx).await).await? == BATCH {}
        Ok(())
    }
}

/// The job after a payment: note the periods of what was paid.
#[derive(Serialize, Deserialize)]
pub struct SpreadInvoice {
    invoice: InvoiceId,
}

impl From<InvoicePaid> for SpreadInvoice {
    fn from(fact: InvoicePaid) -> Self {
        Self {
            invoice: fact.invoice,
        }
    }
}

impl Job for SpreadInvoice {
    const NAME: &'static str = "commerce.spread_invoice";

    async fn run(self, cx: JobCx) -> AppResult<()> {
        let db = cx.db.platform();
        db.write(async |tx| release::spread(self.invoice, tx).await)
            .await
    }
}

/// All of them.
pub fn all() -> Vec<JobDef> {
    vec![JobDef::of::<EarnIncome>(), JobDef::of::<SpreadInvoice>()]
}

/// What runs by the clock.
pub fn schedules() -> Vec<Schedule> {
    vec![Schedule {
        key: "commerce.earning",
        job: EarnIncome::NAME,
        every: Every::DailyAt(1, 10),
    }]
}
