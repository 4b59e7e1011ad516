//! Background work of payments: everything that a gateway is asked, but for the beginning, which the payer waits for.

use contracts::commerce::Gateway;
use futures::future::join_all;
use kernel::error::AppResult;
use kernel::jobs::{Every, Job, JobCx, JobDef, Schedule};
use serde::{Deserialize, Serialize};

use super::models::{reverse, settle, sweep};
use crate::ids::PaymentId;

/// Ask the gateway whether a payment is paid.
#[derive(Serialize, Deserialize)]
pub struct SettlePayment {
    /// Which.
    pub payment: PaymentId,
}

impl Job for SettlePayment {
    const NAME: &'static str = "commerce.settle_payment";

    async fn run(self, cx: JobCx) -> AppResult<()> {
        settle::settle(self.payment, &cx.db.platform())
            .await
            .map(|_| ())
    }
}

/// Ask the gateway to give a payment back.
#[derive(Serialize, Deserialize)]
pub struct ReversePayment {
    /// Which.
    pub payment: PaymentId,
}

impl Job for ReversePayment {
    const NAME: &'static str = "commerce.reverse_payment";

    async fn run(self, cx: JobCx) -> AppResult<()> {
        reverse::reverse(self.payment, &cx.db.platform()).await
    }
}

/// Look after payments whose payer never came back.
#[derive(Serialize, Deserialize)]
pub struct SweepPayments {}

impl Job for SweepPayments {
    const NAME: &'static str = "commerce.sweep_payments";

    async fn run(self, cx: JobCx) -> AppResult<()> {
        let (gateways, db) = (
            cx.app.registry.ports().all::<dyn Gateway>(),
            cx.db.platform(),
        );
        // Side by side, and each for itself: one that is away keeps nobody else's payers waiting.
        let sweeps = gateways.iter().map(async |(name, gateway)| {
            if let Err(error) = sweep::sweep(name, gateway.as_ref(), &db).await {
                tracing::warn!(gateway = name, %error, "the payments of a gateway were not swept");
            }
        });
        join_all(sweeps).await;
        Ok(())
    }
}

/// All of them.
pub fn all() -> Vec<JobDef> {
    vec![
        JobDef::of::<SettlePayment>(),
        JobDef::of::<ReversePayment>(),
        JobDef::of::<SweepPayments>(),
    ]
}

/// What runs by the clock.
pub fn schedules() -> Vec<Schedule> {
    vec![Schedule {
        key: "commerce.payments",
        job: SweepPayments::NAME,
        every: Every::Minutes(1),
    }]
}
