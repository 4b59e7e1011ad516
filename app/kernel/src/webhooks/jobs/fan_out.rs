//! A fact was told: write one delivery for each endpoint that hears of it.
//! Running twice writes nothing more: endpoint and event are unique together.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::error::AppResult;
use crate::ids::TenantId;
use crate::jobs::{Job, JobCx};
use crate::webhooks::models::deliveries::{NewDelivery, enqueue};
use crate::webhooks::models::endpoints;

/// The job.
#[derive(Serialize, Deserialize)]
pub struct FanOutFact {
    /// What happened, once for all endpoints.
    pub event: Uuid,
    /// Name of the fact.
    pub fact: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Whose.
    pub tenant: Option<TenantId>,
    /// The fact's fields.
    pub data: Value,
}

impl Job for FanOutFact {
    const NAME: &'static str = "kernel.fan_out_fact";

    async fn run(self, cx: JobCx) -> AppResult<()> {
        // What the program does with it is not the deed of who caused the fact.
        let db = cx.app.without_request().platform();
        db.write(async |tx| {
            let listeners = endpoints::listeners(&self.fact, self.tenant, self.at, tx).await?;
            for (endpoint, tenant) in listeners {
                let new = NewDelivery {
                    endpoint,
                    tenant,
                    event: self.event,
                    fact: &self.fact,
                    at: self.at,
                    about: self.tenant,
                    data: &self.data,
                };
                enqueue(&new, tx).await?;
            }
            Ok(())
        })
        .await
    }
}
