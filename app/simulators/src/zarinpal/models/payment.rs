//! A payment at the gateway, from the shop's request to the money's way.
//! Where it stands is read from when things happened to it, never kept a second time.

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{ReadTx, Tx};
use l10n::Money;
use serde_json::Value;
use url::Url;
use uuid::Uuid;

use crate::schema::simulators_zarinpal_payments as payments;
use crate::zarinpal::ids::{PaymentId, TerminalId};
use crate::zarinpal::words::{EndKind, Status, Unit};

/// How long a payer has.
pub const LIFE: Duration = Duration::minutes(15);

/// Between the number of the session and the one that the bank gives.
const REFERENCE: i64 = 61_000_000_000;

/// A payment's row.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = payments)]
pub struct Payment {
    /// Its id.
    pub id: PaymentId,
    /// Whose.
    pub terminal_id: TerminalId,
    /// The number that the shop's panel shows, for refunds.
    pub session_id: i64,
    /// What the shop knows it by.
    pub authority: String,
    /// As it was sent.
    pub amount: i64,
    /// In what.
    pub currency: Unit,
    /// In rial.
    pub amount_rial: i64,
    /// The fee.
    pub fee_rial: i64,
    /// What it is for.
    pub description: String,
    /// Where the payer goes back to.
    pub callback_url: String,
    /// The payer's mobile.
    pub mobile: Option<String>,
    /// The payer's address.
    pub email: Option<String>,
    /// The shop's own number.
    pub order_id: Option<String>,
    /// How it is shared out.
    pub wages: Option<Value>,
    /// The page of the shop that asked.
    pub referer: String,
    /// When the shop asked.
    pub created_at: DateTime<Utc>,
    /// Until when it can be paid.
    pub expires_at: DateTime<Utc>,
    /// How it ended at the bank.
    pub end_kind: Option<EndKind>,
    /// When.
    pub ended_at: Option<DateTime<Utc>>,
    /// The card, masked.
    pub card_pan: Option<String>,
    /// Its hash.
    pub card_hash: Option<String>,
    /// What the way back says of the amount.
    pub callback_amount: Option<i64>,
    /// When the shop verified it.
    pub verified_at: Option<DateTime<Utc>>,
    /// When it was given back.
    pub reversed_at: Option<DateTime<Utc>>,
    /// When it went to the shop's bank.
    pub settled_at: Option<DateTime<Utc>>,
}

impl Payment {
    /// Finds one.
    pub async fn find(id: PaymentId, tx: &mut ReadTx) -> QueryResult<Self> {
        payments::table
            .find(id)
            .select(Self::as_select())
            .get_result(tx)
            .await
    }

    /// The payment of an authority.
    pub async fn of(authority: &str, tx: &mut ReadTx) -> QueryResult<Self> {
        payments::table
            .filter(payments::authority.eq(authority))
            .select(Self::as_select())
            .get_result(tx)
            .await
    }

    /// The same, for a change: nobody else changes it meanwhile.
    pub async fn of_for_update(authority: &str, tx: &mut Tx) -> QueryResult<Option<Self>> {
        payments::table
            .filter(payments::authority.eq(authority))
            .select(Self::as_select())
            .for_update()
            .get_result(tx)
            .await
            .optional()
    }

    /// The payment that the shop's panel shows under this number, for a change.
    pub async fn of_session(session_id: i64, tx: &mut Tx) -> QueryResult<Option<Self>> {
        payments::table
            .filter(payments::session_id.eq(session_id))
            .select(Self::as_select())
            .for_update()
            .get_result(tx)
            .await
            .optional()
    }

    /// Where it stands.
    #[must_use]
    pub fn status(&self, now: DateTime<Utc>) -> Status {
        match self.end_kind {
            _ if self.reversed_at.is_some() => Status::Reversed,
            Some(EndKind::Paid) if self.verified_at.is_some() => Status::Verified,
            Some(EndKind::Paid) => Status::Paid,
            Some(_) => Status::Failed,
            None if now >= self.expires_at => Status::Failed,
            None => Status::InBank,
        }
    }

    /// Whether its money may go to the shop's bank now.
    #[must_use]
    pub fn may_settle(&self, now: DateTime<Utc>) -> bool {
        self.status(now) == Status::Verified && self.settled_at.is_none()
    }

    /// The number that the bank gives it.
    #[must_use]
    pub fn ref_id(&self) -> i64 {
        REFERENCE + self.session_id
    }

    /// The fee in what the payment was sent in.
    #[must_use]
    pub fn fee(&self) -> i64 {
        self.fee_rial / self.currency.rial()
    }

    /// What it is about.
    #[must_use]
    pub fn money(&self) -> Money {
        Money::rial(self.amount_rial)
    }

    /// Where it stands in the list.
    #[must_use]
    pub fn stands_at(&self) -> (DateTime<Utc>, Uuid) {
        (self.created_at, self.id.0)
    }

    /// Where the payer goes back to, with what Zarinpal says there; `None` when the shop's address is none any more.
    #[must_use]
    pub fn way_back(&self) -> Option<Url> {
        let is_paid = self.end_kind == Some(EndKind::Paid);
        let mut url: Url = self.callback_url.parse().ok()?;
        let status = if is_paid { "OK" } else { "NOK" };
        url.query_pairs_mut()
            .append_pair("Authority", &self.authority)
            .append_pair("Status", status);
        if let Some(amount) = self.callback_amount {
            url.query_pairs_mut()
                .append_pair("Amount", &amount.to_string());
        }
        Some(url)
    }
}
