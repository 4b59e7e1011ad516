//! What happened to a payment, step by step, with the gateway's own words, kept before they are believed.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{ReadTx, Tx};
use uuid::Uuid;

use super::payment::Payment;
use crate::ids::PaymentId;
use crate::schema::{commerce_payment_events, people};

/// Characters of a gateway's words that are kept.
const RAW: usize = 20_000;
/// Steps that a page shows; the first of them.
const SHOWN: i64 = 200;

kernel::words! {
    /// A step.
    pub enum Step {
        /// The payer pressed the button, and the gateway was told.
        Begun = "begun",
        /// The payer was sent to the gateway.
        Sent = "sent",
        /// The payer's browser came back; what it brought proves nothing.
        Returned = "returned",
        /// Somebody pressed "ask again".
        Asked = "asked",
        /// The gateway's answer to whether it is paid.
        Verify = "verify",
        /// The gateway's answer to where it stands.
        LookUp = "look_up",
        /// The gateway did not answer.
        Silent = "silent",
        /// The money is in the wallet.
        Settled = "settled",
        /// The money is in the wallet, after the payment had been given up.
        Late = "late",
        /// It is not paid and will not be.
        Failed = "failed",
        /// Nothing was heard for too long.
        Expired = "expired",
        /// Staff want to take it back; the words are the reason.
        Reversal = "reversal",
        /// The gateway's answer to taking it back.
        Reverse = "reverse",
        /// It was given back.
        Reversed = "reversed",
        /// The gateway did not give it back: it stays in the wallet.
        Kept = "kept",
        /// The payer handed in the receipt of his transfer; the words are the bank's number.
        HandedIn = "handed_in",
        /// Staff have seen that it came; the words are what was asked and what came, where these differ.
        Accepted = "accepted",
        /// Staff have not accepted it; the words are the reason.
        TurnedDown = "turned_down",
    }
}

impl Step {
    /// Text key.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Begun => "commerce.payments.step.begun",
            Self::Sent => "commerce.payments.step.sent",
            Self::Returned => "commerce.payments.step.returned",
            Self::Asked => "commerce.payments.step.asked",
            Self::Verify => "commerce.payments.step.verify",
            Self::LookUp => "commerce.payments.step.look_up",
            Self::Silent => "commerce.payments.step.silent",
            Self::Settled => "commerce.payments.step.settled",
            Self::Late => "commerce.payments.step.late",
            Self::Failed => "commerce.payments.step.failed",
            Self::Expired => "commerce.payments.step.expired",
            Self::Reversal => "commerce.payments.step.reversal",
            Self::Reverse => "commerce.payments.step.reverse",
            Self::Reversed => "commerce.payments.step.reversed",
            Self::Kept => "commerce.payments.step.kept",
            Self::HandedIn => "commerce.payments.step.handed_in",
            Self::Accepted => "commerce.payments.step.accepted",
            Self::TurnedDown => "commerce.payments.step.turned_down",
        }
    }
}

impl Step {
    /// Whether payers see it; the rest is between the gateway and us.
    #[must_use]
    pub fn is_for_payers(self) -> bool {
        !matches!(
            self,
            Self::LookUp | Self::Reversal | Self::Reverse | Self::Kept | Self::Accepted
        )
    }

    /// Whether it is somebody's act, and not what came of it.
    fn is_an_act(self) -> bool {
        matches!(
            self,
            Self::Begun
                | Self::Asked
                | Self::Reversal
                | Self::HandedIn
                | Self::Accepted
                | Self::TurnedDown
        )
    }
}

/// A step as a page shows it.
#[derive(Clone, Debug, Queryable)]
pub struct Event {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub kind: Step,
    /// In the words of whoever said it.
    pub raw: Option<String>,
    /// Who pressed a button.
    pub by: Option<String>,
}

/// The steps of a payment, the first of them first.
pub async fn steps(of: PaymentId, tx: &mut ReadTx) -> QueryResult<Vec<Event>> {
    let who = people::table.on(people::user_id
        .nullable()
        .eq(commerce_payment_events::by_user));
    commerce_payment_events::table
        .left_join(who)
        .filter(commerce_payment_events::payment_id.eq(of))
        .order((commerce_payment_events::at, commerce_payment_events::id))
        .limit(SHOWN)
        .select((
            commerce_payment_events::at,
            commerce_payment_events::kind,
            commerce_payment_events::raw,
            people::display_name.nullable(),
        ))
        .load(tx)
        .await
}

/// Notes a step, by whoever acts.
pub async fn note(of: &Payment, kind: Step, raw: Option<&str>, tx: &mut Tx) -> QueryResult<()> {
    let (now, by) = (tx.now(), tx.who().user.filter(|_| kind.is_an_act()));
    let raw = raw.map(|raw| raw.chars().take(RAW).collect::<String>());
    diesel::insert_into(commerce_payment_events::table)
        .values((
            commerce_payment_events::id.eq(Uuid::now_v7()),
            commerce_payment_events::tenant_id.eq(of.tenant_id),
            commerce_payment_events::payment_id.eq(of.id),
            commerce_payment_events::at.eq(now),
            commerce_payment_events::kind.eq(kind),
            commerce_payment_events::raw.eq(raw),
            commerce_payment_events::by_user.eq(by),
        ))
        .execute(tx)
        .await
        .map(|_| ())
}
