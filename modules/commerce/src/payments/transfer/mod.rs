//! A bank transfer by hand, as a gateway at which people look: the payer sees our account, pays at his own bank, hands in
//! the receipt, and staff say what came of it. Nothing is asked of anybody by itself.

pub mod forms;
pub mod jobs;
pub mod models;
pub mod paths;
pub mod routes;
pub mod settings;
pub mod views;

use std::sync::Arc;

use contracts::commerce::{Ask, Begun, Gateway, GatewayError, GatewayResult, Said, Verdict};
use kernel::app::App;
use l10n::{Currency, Money, validate};

use super::models::Payment;
use settings::{TRANSFER_OFFERED, TRANSFER_SHEBA};

/// Its name among ports.
pub const NAME: &str = "commerce.transfer";

/// Sums that it takes, in rial. Below it a card is quicker for everybody.
const BOUNDS: (i64, i64) = (100_000, 100_000_000_000);

/// Whether a payment came, or is to come, by a transfer.
#[must_use]
pub fn is(payment: &Payment) -> bool {
    payment.gateway == NAME
}

/// The gateway.
pub struct Transfer;

#[rocket::async_trait]
impl Gateway for Transfer {
    fn label(&self) -> &'static str {
        "commerce.transfer.name"
    }

    fn is_offered(&self, app: &Arc<App>) -> bool {
        let sheba = TRANSFER_SHEBA.of(app).unwrap_or_default();
        validate::sheba(&sheba).is_ok() && TRANSFER_OFFERED.of(app).unwrap_or_default()
    }

    fn bounds(&self, currency: Currency) -> Option<(i64, i64)> {
        (currency == Currency::Irr).then_some(BOUNDS)
    }

    fn is_reviewed(&self) -> bool {
        true
    }

    async fn begin(&self, _: &Ask, _: &Arc<App>) -> GatewayResult<Begun> {
        Ok(Said {
            answer: Begun::Review,
            raw: String::new(),
        })
    }

    async fn verify(&self, _: &str, _: Money, _: &Arc<App>) -> GatewayResult<Verdict> {
        Err(GatewayError::NotOffered)
    }
}
