//! Zarinpal, REST version 4: the payer is sent to its page, comes back, and the payment is claimed by `verify` with our own
//! amount. Never by what the browser brings, never by `inquiry`.

mod client;
mod codes;
mod wire;

use std::sync::Arc;

use chrono::Duration;
use contracts::commerce::{
    Ask, Begun, Gateway, GatewayError, GatewayResult, Receipt, Said, Standing, Unclaimed, Verdict,
};
use kernel::app::App;
use l10n::{Currency, Money};
use url::Url;

use client::{Client, Terminal, good};
use wire::{Inquired, Listing, Metadata, Naming, Request, Requested, Reversed, Unverified};
use wire::{Verified, Verify};

use super::settings::ZARINPAL_OFFERED;

/// Its name among gateways, in rows and in the ledger.
pub const NAME: &str = "commerce.zarinpal";

/// Sums in rial that it takes: 1,000 toman to 100 million.
const BOUNDS: (i64, i64) = (10_000, 1_000_000_000);
/// Characters of a description.
const DESCRIPTION: usize = 500;
/// How long after it was paid a payment can be reversed.
const REVERSIBLE: Duration = Duration::minutes(30);

/// The gateway.
pub struct Zarinpal {
    client: Client,
}

impl Zarinpal {
    /// One that calls nobody yet.
    pub fn new() -> Self {
        Self {
            client: Client::new(),
        }
    }

    /// Not paid: for good, or is the payer still at it?
    async fn unpaid(
        &self,
        reference: &str,
        said: String,
        app: &Arc<App>,
    ) -> GatewayResult<Verdict> {
        let more = self.look_up(reference, app).await?;
        let raw = format!("{said}\n{}", more.raw);
        let answer = match more.answer {
            Standing::Failed | Standing::Reversed => refused(codes::NOT_PAID),
            Standing::Open | Standing::Paid | Standing::Claimed => Verdict::Pending,
        };
        Ok(Said { answer, raw })
    }
}

fn refused(code: i64) -> Verdict {
    Verdict::Refused {
        code: code.to_string(),
    }
}

/// The fee is ours to bear unless it says that the payer bore it.
fn receipt(of: Verified) -> Receipt {
    let ours = of
        .fee_type
        .as_deref()
        .is_none_or(|who| who.eq_ignore_ascii_case("Merchant"));
    Receipt {
        number: of.ref_id,
        card: of.card_pan,
        fee: of.fee.filter(|fee| ours && *fee >= 0),
        payment: of.order_id.and_then(|id| id.parse().ok()),
    }
}

/// An authority is letters and digits: it becomes part of an address.
fn named(authority: String) -> Result<String, GatewayError> {
    let is_plain = authority
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || c == '-');
    if is_plain && (1..=100).contains(&authority.len()) {
        Ok(authority)
    } else {
        Err(GatewayError::Unclear("no authority".to_owned()))
    }
}

#[rocket::async_trait]
impl Gateway for Zarinpal {
    fn label(&self) -> &'static str {
        "commerce.zarinpal.name"
    }

    fn is_offered(&self, app: &Arc<App>) -> bool {
        Terminal::of(app).is_ok() && ZARINPAL_OFFERED.of(app).unwrap_or_default()
    }

    fn bounds(&self, currency: Currency) -> Option<(i64, i64)> {
        (currency == Currency::Irr).then_some(BOUNDS)
    }

    fn site(&self, app: &Arc<App>) -> Option<Url> {
        Terminal::of(app).ok()?.host.parse().ok()
    }

    fn reverses_within(&self) -> Option<Duration> {
        Some(REVERSIBLE)
    }

    async fn begin(&self, ask: &Ask, app: &Arc<App>) -> GatewayResult<Begun> {
        let terminal = Terminal::of(app)?;
        let text: String = ask.text.chars().take(DESCRIPTION).collect();
        let request = Request {
            merchant_id: &terminal.merchant,
            amount: ask.amount.minor,
            currency: "IRR",
            description: &text,
            callback_url: ask.back.as_str(),
            metadata: Metadata {
                mobile: ask.mobile.as_deref(),
                email: ask.email.as_deref(),
                order_id: ask.payment.to_string(),
            },
        };
        let said = self
            .client
            .call::<Requested>(&terminal, "request", &request);
        let Said { answer, raw } = good(said.await?)?;
        let reference = named(answer.authority)?;
        let page = terminal.page(&reference)?;
        Ok(Said {
            answer: Begun::Redirect { reference, page },
            raw,
        })
    }

    async fn verify(
        &self,
        reference: &str,
        amount: Money,
        app: &Arc<App>,
    ) -> GatewayResult<Verdict> {
        let terminal = Terminal::of(app)?;
        let request = Verify {
            merchant_id: &terminal.merchant,
            amount: amount.minor,
            authority: reference,
        };
        let said = self.client.call::<Verified>(&terminal, "verify", &request);
        let Said { answer, raw } = said.await?;
        let answer = match answer {
            Ok(paid) if matches!(wire::Coded::code(&paid), codes::DONE | codes::DONE_BEFORE) => {
                Verdict::Paid(receipt(paid))
            }
            Ok(other) => return Err(codes::refused(wire::Coded::code(&other), &raw)),
            Err(fault) if fault.code == codes::NOT_PAID => {
                return self.unpaid(reference, raw, app).await;
            }
            Err(fault) if codes::is_of_the_payment(fault.code) => refused(fault.code),
            Err(fault) => return Err(codes::refused(fault.code, &raw)),
        };
        Ok(Said { answer, raw })
    }

    async fn unclaimed(&self, app: &Arc<App>) -> GatewayResult<Vec<Unclaimed>> {
        let terminal = Terminal::of(app)?;
        let request = Listing {
            merchant_id: &terminal.merchant,
        };
        let said = self
            .client
            .call::<Unverified>(&terminal, "unVerified", &request);
        let Said { answer, raw } = good(said.await?)?;
        let named = answer.authorities.into_iter().map(|one| Unclaimed {
            reference: one.authority,
        });
        Ok(Said {
            answer: named.collect(),
            raw,
        })
    }

    async fn look_up(&self, reference: &str, app: &Arc<App>) -> GatewayResult<Standing> {
        let terminal = Terminal::of(app)?;
        let request = Naming {
            merchant_id: &terminal.merchant,
            authority: reference,
        };
        let said = self.client.call::<Inquired>(&terminal, "inquiry", &request);
        let Said { answer, raw } = good(said.await?)?;
        match codes::standing(&answer.status) {
            Some(answer) => Ok(Said { answer, raw }),
            None => Err(GatewayError::Unclear(raw)),
        }
    }

    async fn reverse(&self, reference: &str, app: &Arc<App>) -> GatewayResult<()> {
        let terminal = Terminal::of(app)?;
        let request = Naming {
            merchant_id: &terminal.merchant,
            authority: reference,
        };
        let said = self.client.call::<Reversed>(&terminal, "reverse", &request);
        let Said { raw, .. } = good(said.await?)?;
        Ok(Said { answer: (), raw })
    }
}
