//! A withdrawal's row: where it can stand, and finding one.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{OrNotFound, ReadTx, Tx};
use kernel::error::AppResult;
use kernel::ids::{TenantId, UserId};
use kernel::live;
use kernel::module::ResourceRef;
use kernel::web::{Page, PageQuery};
use l10n::Money;
use ledger::HoldId;
use ui::Tone;
use uuid::Uuid;

use crate::accounts::CURRENCY;
use crate::ids::{BatchId, WithdrawalId};
use crate::schema::commerce_withdrawals;

/// Kind of a withdrawal, for links, the trail and the ledger.
pub const SUBJECT: &str = "commerce.withdrawal";

kernel::words! {
    /// Where a withdrawal stands.
    pub enum State {
        /// Held in the wallet; waits for staff.
        Asked = "asked",
        /// One has approved; a second must.
        Checked = "checked",
        /// Waits for the next file.
        Approved = "approved",
        /// In a file for the bank, and out of the wallet.
        Sent = "sent",
        /// The bank has paid.
        Paid = "paid",
        /// The bank has not; it is back in the wallet.
        Failed = "failed",
        /// Staff did not approve; it is free in the wallet again.
        Refused = "refused",
        /// Whoever asked took it back.
        Cancelled = "cancelled",
    }
}

impl State {
    /// Text key.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Asked => "commerce.payouts.state.asked",
            Self::Checked => "commerce.payouts.state.checked",
            Self::Approved => "commerce.payouts.state.approved",
            Self::Sent => "commerce.payouts.state.sent",
            Self::Paid => "commerce.payouts.state.paid",
            Self::Failed => "commerce.payouts.state.failed",
            Self::Refused => "commerce.payouts.state.refused",
            Self::Cancelled => "commerce.payouts.state.cancelled",
        }
    }
    /// What the customer reads of it: that a second colleague looks is ours alone.
    #[must_use]
    pub fn plain(self) -> Self {
        match self {
            Self::Checked => Self::Asked,
            other => other,
        }
    }
    /// Its colour.
    #[must_use]
    pub fn tone(self) -> Tone {
        match self {
            Self::Asked | Self::Checked => Tone::Warning,
            Self::Approved | Self::Sent => Tone::Info,
            Self::Paid => Tone::Success,
            Self::Failed | Self::Refused => Tone::Danger,
            Self::Cancelled => Tone::Neutral,
        }
    }
    /// Whether staff have not decided yet.
    #[must_use]
    pub fn is_undecided(self) -> bool {
        matches!(self, Self::Asked | Self::Checked)
    }
}

/// A withdrawal's row.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = commerce_withdrawals)]
pub struct Withdrawal {
    /// Its id.
    pub id: WithdrawalId,
    /// Whose money it is.
    pub tenant_id: TenantId,
    /// As people and the bank's file call it.
    pub number: i64,
    /// Where it goes.
    pub sheba: String,
    /// In whose name that is.
    pub owner: String,
    /// In rial.
    pub amount: i64,
    /// Where it stands.
    pub state: State,
    /// When he asked.
    pub asked_at: DateTime<Utc>,
    /// Who asked.
    pub asked_by: Option<UserId>,
    /// What holds the money.
    pub hold_id: HoldId,
    /// When the first of two approved.
    pub checked_at: Option<DateTime<Utc>>,
    /// Who that was.
    pub checked_by: Option<UserId>,
    /// When it was approved.
    pub approved_at: Option<DateTime<Utc>>,
    /// By whom.
    pub approved_by: Option<UserId>,
    /// In which file it went.
    pub batch_id: Option<BatchId>,
    /// The entry that took it from the wallet.
    pub sent_entry: Option<Uuid>,
    /// The bank's number.
    pub tracking: Option<String>,
    /// Why it was refused or not paid.
    pub reason: Option<String>,
    /// When it was over.
    pub ended_at: Option<DateTime<Utc>>,
    /// Who said so.
    pub ended_by: Option<UserId>,
}

impl Withdrawal {
    /// How much.
    #[must_use]
    pub fn money(&self) -> Money {
        Money::new(self.amount, CURRENCY)
    }

    /// It, for the trail and the ledger.
    #[must_use]
    pub fn as_ref(&self) -> ResourceRef {
        reference(self.id)
    }

    /// Finds one in the scope.
    pub async fn find(id: WithdrawalId, tx: &mut ReadTx) -> AppResult<Self> {
        let found = commerce_withdrawals::table
            .find(id)
            .select(Self::as_select());
        let found = found.get_result(tx).await;
        found.or_not_found("commerce.payouts.one")
    }

    /// The same, for whoever changes it next.
    pub async fn locked(id: WithdrawalId, tx: &mut Tx) -> AppResult<Self> {
        let found = commerce_withdrawals::table
            .find(id)
            .select(Self::as_select());
        let found = found.for_update().get_result(tx).await;
        found.or_not_found("commerce.payouts.one")
    }

    /// A page of the scope's withdrawals, newest first.
    pub async fn page(query: &PageQuery, tx: &mut ReadTx) -> QueryResult<Page<Self>> {
        let all = commerce_withdrawals::table.select(Self::as_select());
        let (at, id) = (commerce_withdrawals::asked_at, commerce_withdrawals::id);
        kernel::page!(tx, query, all, at, id, Self::stands_at)
    }

    /// Where it stands in a list.
    #[must_use]
    pub fn stands_at(&self) -> (DateTime<Utc>, Uuid) {
        (self.asked_at, self.id.0)
    }
}

/// A withdrawal as a thing that others may point at.
#[must_use]
pub fn reference(id: WithdrawalId) -> ResourceRef {
    ResourceRef {
        kind: SUBJECT.to_owned(),
        id: id.0,
    }
}

/// What the pages of a withdrawal watch.
#[must_use]
pub fn topic(id: WithdrawalId) -> String {
    live::topic("commerce-withdrawal", id.0)
}
