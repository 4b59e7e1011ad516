//! A payment through a gateway: its row, where it can stand, and finding one.
//! Only `settled` touches the ledger; the amount is always this row's.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::ReadTx;
use kernel::ids::{TenantId, UserId};
use kernel::live;
use kernel::module::ResourceRef;
use kernel::web::{Page, PageQuery};
use l10n::{Currency, Money};
use ledger::HoldId;
use ui::Tone;
use uuid::Uuid;

use crate::ids::{InvoiceId, PaymentId};
use crate::schema::commerce_payments;

/// Kind of a payment, for links, the trail and the ledger.
pub const PAYMENT: &str = "commerce.payment";

kernel::words! {
    /// Where a payment stands.
    pub enum State {
        /// Noted; nobody has been sent anywhere.
        Begun = "begun",
        /// The payer was sent to the gateway and may be paying.
        Sent = "sent",
        /// The money is in the wallet.
        Settled = "settled",
        /// The gateway says that nothing will come of it, or it could not begin. Settled when it is paid after all.
        Failed = "failed",
        /// Nothing was heard of it for too long. Settled when it is paid after all.
        Expired = "expired",
        /// It was settled, and the gateway gave it back.
        Reversed = "reversed",
    }
}

impl State {
    /// Text key.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Begun => "commerce.payments.state.begun",
            Self::Sent => "commerce.payments.state.sent",
            Self::Settled => "commerce.payments.state.settled",
            Self::Failed => "commerce.payments.state.failed",
            Self::Expired => "commerce.payments.state.expired",
            Self::Reversed => "commerce.payments.state.reversed",
        }
    }
    /// Its colour.
    #[must_use]
    pub fn tone(self) -> Tone {
        match self {
            Self::Begun | Self::Sent => Tone::Warning,
            Self::Settled => Tone::Success,
            Self::Failed => Tone::Danger,
            Self::Expired | Self::Reversed => Tone::Neutral,
        }
    }
    /// Whether nothing that a gateway says of a payer's money changes it any more.
    #[must_use]
    pub fn is_through(self) -> bool {
        matches!(self, Self::Settled | Self::Reversed)
    }
}

/// A payment's row.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = commerce_payments)]
pub struct Payment {
    /// The gateway's order number, too.
    pub id: PaymentId,
    /// Whose money it is.
    pub tenant_id: TenantId,
    /// What it was made for; nothing when the wallet is topped up.
    pub invoice_id: Option<InvoiceId>,
    /// The gateway's name among ports.
    pub gateway: String,
    /// Code of the amount's currency.
    pub currency: String,
    /// In its smallest units.
    pub amount: i64,
    /// Where it stands.
    pub state: State,
    /// The gateway's name for it.
    pub reference: Option<String>,
    /// Where the payer pays.
    pub page: Option<String>,
    /// The number that payer and bank know.
    pub receipt: Option<String>,
    /// The card, masked.
    pub card: Option<String>,
    /// What the gateway keeps of it.
    pub fee: Option<i64>,
    /// Why it failed: the gateway's code, or a word of ours.
    pub failure: Option<String>,
    /// When the payer pressed the button.
    pub begun_at: DateTime<Utc>,
    /// Who that was.
    pub begun_by: Option<UserId>,
    /// When the payer was sent to the gateway.
    pub sent_at: Option<DateTime<Utc>>,
    /// When the payer first came back.
    pub returned_at: Option<DateTime<Utc>>,
    /// When the gateway was last asked.
    pub asked_at: Option<DateTime<Utc>>,
    /// When it was settled, failed, expired or was reversed.
    pub ended_at: Option<DateTime<Utc>>,
    /// Since when it is being taken back.
    pub reversal_at: Option<DateTime<Utc>>,
    /// What holds the money meanwhile.
    pub reversal_hold: Option<HoldId>,
}

impl Payment {
    /// The amount.
    #[must_use]
    pub fn money(&self) -> Money {
        money(self.amount, &self.currency)
    }

    /// It, for the trail and the ledger.
    #[must_use]
    pub fn as_ref(&self) -> ResourceRef {
        ResourceRef {
            kind: PAYMENT.to_owned(),
            id: self.id.0,
        }
    }

    /// Whether it is being taken back.
    #[must_use]
    pub fn is_being_reversed(&self) -> bool {
        self.state == State::Settled && self.reversal_at.is_some()
    }

    /// Finds one in the scope.
    pub async fn find(id: PaymentId, tx: &mut ReadTx) -> QueryResult<Self> {
        commerce_payments::table
            .find(id)
            .select(Self::as_select())
            .get_result(tx)
            .await
    }

    /// A page of the scope's payments, newest first.
    pub async fn page(query: &PageQuery, tx: &mut ReadTx) -> QueryResult<Page<Self>> {
        let all = commerce_payments::table.select(Self::as_select());
        let (at, id) = (commerce_payments::begun_at, commerce_payments::id);
        kernel::page!(tx, query, all, at, id, Self::stands_at)
    }

    /// Where it stands in a list.
    #[must_use]
    pub fn stands_at(&self) -> (DateTime<Utc>, Uuid) {
        (self.begun_at, self.id.0)
    }
}

/// A sum as rows keep it; what stands in a row is one of the currencies that its table allows.
pub fn money(minor: i64, currency: &str) -> Money {
    Money::new(minor, currency.parse::<Currency>().unwrap_or_default())
}

/// What the pages of a payment watch.
#[must_use]
pub fn topic(id: PaymentId) -> String {
    live::topic("commerce-payment", id.0)
}
