//! The work log: each try to bring a service to what is wanted. For staff.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{ReadTx, Tx};
use uuid::Uuid;

use crate::ids::SubscriptionId;
use crate::schema::commerce_work_log;

kernel::words! {
    /// What was tried.
    pub enum Verb {
        /// To provide it.
        Provide = "provide",
        /// To let it rest.
        Suspend = "suspend",
        /// To let it go on.
        Resume = "resume",
        /// To make something else of it.
        Change = "change",
        /// To end it.
        Terminate = "terminate",
    }

    /// What came of it.
    pub enum Outcome {
        /// It is so.
        Done = "done",
        /// Its kind is at it.
        Working = "working",
        /// It did not work; it is tried again.
        Failed = "failed",
        /// It needs somebody.
        GaveUp = "gave_up",
    }
}

impl Verb {
    /// Text key of its name.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Provide => "commerce.work.provide",
            Self::Suspend => "commerce.work.suspend",
            Self::Resume => "commerce.work.resume",
            Self::Change => "commerce.work.change",
            Self::Terminate => "commerce.work.terminate",
        }
    }
}

impl Outcome {
    /// Text key of its name.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Done => "commerce.work.done",
            Self::Working => "commerce.work.working",
            Self::Failed => "commerce.work.failed",
            Self::GaveUp => "commerce.work.gave_up",
        }
    }
}

/// A line of the log.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = commerce_work_log)]
pub struct Logged {
    /// When.
    pub at: DateTime<Utc>,
    /// What was tried.
    pub verb: Verb,
    /// What came of it.
    pub outcome: Outcome,
    /// Why, when it did not work.
    pub detail: Option<String>,
}

/// The last hundred tries for a service, newest first.
pub async fn of(service: SubscriptionId, tx: &mut ReadTx) -> QueryResult<Vec<Logged>> {
    commerce_work_log::table
        .filter(commerce_work_log::subscription_id.eq(service))
        .order((commerce_work_log::at.desc(), commerce_work_log::id.desc()))
        .limit(100)
        .select(Logged::as_select())
        .load(tx)
        .await
}

/// Characters of a detail, as the table allows.
pub const MOST_DETAIL: usize = 2_000;

/// Writes a line.
pub async fn log(
    of: SubscriptionId,
    verb: Verb,
    outcome: Outcome,
    detail: Option<&str>,
    tx: &mut Tx,
) -> QueryResult<()> {
    use commerce_work_log as w;
    let at: DateTime<Utc> = tx.now();
    let detail: Option<String> = detail.map(|text| text.chars().take(MOST_DETAIL).collect());
    let row = (
        w::id.eq(Uuid::now_v7()),
        w::subscription_id.eq(of),
        w::at.eq(at),
        w::verb.eq(verb),
        w::outcome.eq(outcome),
        w::detail.eq(detail),
    );
    diesel::insert_into(w::table)
        .values(row)
        .execute(tx)
        .await?;
    Ok(())
}
