//! Those who take money for the platform: one trait for all, whether the payer is sent to a page of theirs, they call back, or
//! somebody has to look at a receipt. A gateway keeps nothing: rows, states and the ledger are the shop's. It is asked
//! from a durable job, except for [`Gateway::begin`], which the payer waits for.

use std::sync::Arc;

use chrono::Duration;
use kernel::app::App;
use l10n::Money;
use url::Url;
use uuid::Uuid;

/// What a payment asks for.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The payment: the gateway's idempotency key and order number.
    pub payment: Uuid,
    /// How much, from our row.
    pub amount: Money,
    /// What it is for, in the payer's language.
    pub text: String,
    /// Where the payer comes back to.
    pub back: Url,
    /// The payer's confirmed address.
    pub email: Option<String>,
    /// The payer's number, as `09…`.
    pub mobile: Option<String>,
}

/// How the payer goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// To a page of the gateway; `reference` names the payment there and is unique at the gateway's account.
    Redirect {
        /// The gateway's name for the payment.
        reference: String,
        /// Where the payer goes.
        page: Url,
    },
    /// He pays elsewhere and hands in a proof, at which staff look.
    Review,
}

/// What a gateway says of a payment that it was asked about by reference and by our amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is paid, and ours to keep. Asking again says so again.
    Paid(Receipt),
    /// It is not, and will not be.
    Refused {
        /// The gateway's code or word, for staff.
        code: String,
    },
    /// Not yet: ask again later.
    Pending,
}

/// The gateway's own proof of a payment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// Number that payer and bank know; never that of another payment.
    pub number: String,
    /// The card, masked as the gateway masks it.
    pub card: Option<String>,
    /// What the gateway keeps, in the payment's currency, when it says so.
    pub fee: Option<i64>,
    /// Of which payment it is, when the gateway repeats our [`Ask::payment`].
    pub payment: Option<Uuid>,
}

/// A payment that the gateway knows as paid and that nobody has claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unclaimed {
    /// The gateway's name for it.
    pub reference: String,
}

/// Where a payment stands at the gateway, for people; never a proof of payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The payer has not finished.
    Open,
    /// Paid and not yet claimed: verify it.
    Paid,
    /// Paid and claimed.
    Claimed,
    /// Failed or given up.
    Failed,
    /// Taken back.
    Reversed,
}

/// An answer with the words in which the gateway gave it, secrets blacked out; kept before it is believed.
#[derive(Clone, Debug)]
pub struct Said<T> {
    /// What it means.
    pub answer: T,
    /// What was said, to the byte as far as it was read.
    pub raw: String,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GatewayError {
    /// It has not been set up: no merchant, no key.
    #[error("not set up")]
    NotSetUp,
    /// It did not answer, or not to the end: whether it did the work is unknown. Ask again.
    #[error("no answer: {0}")]
    Silent(String),
    /// It refused what we asked; asking the same again is useless.
    #[error("refused with {code}: {raw}")]
    Refused {
        /// Its code.
        code: String,
        /// What it said.
        raw: String,
    },
    /// It answered what nobody understands.
    #[error("not understood: {0}")]
    Unclear(String),
    /// It cannot do this at all.
    #[error("not offered by this gateway")]
    NotOffered,
}

/// Result of asking a gateway.
pub type GatewayResult<T> = Result<Said<T>, GatewayError>;

/// One who takes money. The program's state carries its settings and the HTTP client.
#[async_trait::async_trait]
pub trait Gateway: Send + Sync {
    /// Text key of its name, as payers know it.
    fn label(&self) -> &'static str;

    /// Whether payers can use it now: set up and switched on.
    fn is_offered(&self, app: &Arc<App>) -> bool;

    /// Sums that it takes, in smallest units of the currency; `None` when it does not take the currency.
    fn bounds(&self, currency: l10n::Currency) -> Option<(i64, i64)>;

    /// The site to which payers are led, so that the browser lets a form of ours end there; `None` when they stay.
    fn site(&self, _app: &Arc<App>) -> Option<Url> {
        None
    }

    /// Whether people look at what came: payments begin with [`Begun::Review`], and nothing is asked of the gateway by itself.
    fn is_reviewed(&self) -> bool {
        false
    }

    /// How long after it was paid a payment can be taken back by [`Gateway::reverse`]; `None` when it cannot.
    fn reverses_within(&self) -> Option<Duration> {
        None
    }

    /// Announces a payment and says how the payer goes on.
    async fn begin(&self, ask: &Ask, app: &Arc<App>) -> GatewayResult<Begun>;

    /// Asks whether a payment is paid, and claims it if so.
    async fn verify(
        &self,
        reference: &str,
        amount: Money,
        app: &Arc<App>,
    ) -> GatewayResult<Verdict>;

    /// Payments that were made and never claimed, ours and perhaps others'.
    async fn unclaimed(&self, _app: &Arc<App>) -> GatewayResult<Vec<Unclaimed>> {
        Err(GatewayError::NotOffered)
    }

    /// Where a payment stands there.
    async fn look_up(&self, _reference: &str, _app: &Arc<App>) -> GatewayResult<Standing> {
        Err(GatewayError::NotOffered)
    }

    /// Takes a payment back, whole, as long as the gateway allows it. Whoever got no answer asks again, and
    /// [`Gateway::look_up`] when that is refused.
    async fn reverse(&self, _reference: &str, _app: &Arc<App>) -> GatewayResult<()> {
        Err(GatewayError::NotOffered)
    }
}
