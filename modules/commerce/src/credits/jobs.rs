//! The jobs: the credit note and its mail, and by the clock what was paid and did not come.

use contracts::documents::DocumentReady;
use documents::DocumentId;
use kernel::error::AppResult;
use kernel::jobs::{Every, Job, JobCx, JobDef, Schedule};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::credit::CREDIT;
use super::{notes, unprovided};
use crate::ids::CreditId;

/// The job: issue the credit note of a credit.
#[derive(Serialize, Deserialize)]
pub struct IssueCreditNote {
    /// Of which.
    pub credit: CreditId,
}

impl Job for IssueCreditNote {
    const NAME: &'static str = "commerce.issue_credit_note";

    async fn run(self, cx: JobCx) -> AppResult<()> {
        let db = cx.db.platform();
        db.write(async |tx| notes::issue(self.credit, tx).await)
            .await
    }
}

/// The job: mail a credit note once it stands.
#[derive(Serialize, Deserialize)]
pub struct MailCredit {
    document: Uuid,
    credit: Option<CreditId>,
}

impl From<DocumentReady> for MailCredit {
    fn from(fact: DocumentReady) -> Self {
        let credit = fact.about.filter(|thing| thing.kind == CREDIT);
        Self {
            document: fact.document,
            credit: credit.map(|thing| CreditId(thing.id)),
        }
    }
}

impl Job for MailCredit {
    const NAME: &'static str = "commerce.mail_credit";

    async fn run(self, cx: JobCx) -> AppResult<()> {
        let Some(credit) = self.credit else {
            return Ok(());
        };
        let document = DocumentId(self.document);
        let db = cx.db.platform();
        db.write(async |tx| notes::send(credit, document, tx).await)
            .await
    }
}

/// The job of the clock: give back what was paid and is still not there.
#[derive(Serialize, Deserialize)]
pub struct ReturnUnprovided {}

impl Job for ReturnUnprovided {
    const NAME: &'static str = "commerce.return_unprovided";

    async fn run(self, cx: JobCx) -> AppResult<()> {
        unprovided::all(&cx.db.platform()).await
    }
}

/// All of them.
pub fn all() -> Vec<JobDef> {
    vec![
        JobDef::of::<IssueCreditNote>(),
        JobDef::of::<MailCredit>(),
        JobDef::of::<ReturnUnprovided>(),
    ]
}

/// What runs by the clock.
pub fn schedules() -> Vec<Schedule> {
    vec![Schedule {
        key: "commerce.unprovided",
        job: ReturnUnprovided::NAME,
        every: Every::Minutes(5),
    }]
}
