//! A shop asks for a payment.
//! The authority is what all that follows is known by: 36 characters, nine of them drawn.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::Tx;
use kernel::error::AppResult;
use l10n::normalise;
use rand::Rng;
use serde_json::{Value, json};

use super::event::note;
use super::payment::{LIFE, Payment};
use super::terminal::Terminal;
use crate::schema::simulators_zarinpal_payments as payments;
use crate::zarinpal::codes::{Code, Said};
use crate::zarinpal::fees;
use crate::zarinpal::ids::PaymentId;
use crate::zarinpal::words::{EventKind, Unit};

const SIGNS: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";
const DRAWN: usize = 9;
/// Most shares of a payment.
const PARTS: usize = 5;

/// A share of a payment.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Share {
    /// Whose account.
    pub iban: String,
    /// How much, in what the payment is sent in.
    pub amount: i64,
    /// What for.
    pub description: String,
}

/// What the shop says of it.
#[derive(Clone, Debug)]
pub struct NewPayment {
    /// In its unit.
    pub amount: i64,
    /// In what.
    pub currency: Unit,
    /// What it is for.
    pub description: String,
    /// Where the payer goes back to.
    pub callback_url: url::Url,
    /// The payer's mobile.
    pub mobile: Option<String>,
    /// The payer's address.
    pub email: Option<String>,
    /// The shop's own number.
    pub order_id: Option<String>,
    /// Who sent the payer.
    pub referrer_id: Option<String>,
    /// How it is shared out; `Err` when a share cannot be read.
    pub wages: Option<Result<Vec<Share>, ()>>,
}

impl NewPayment {
    fn amount_rial(&self) -> i64 {
        self.amount.saturating_mul(self.currency.rial())
    }

    fn search_text(&self, authority: &str) -> String {
        let words = [
            Some(authority),
            Some(&self.description),
            self.mobile.as_deref(),
            self.email.as_deref(),
            self.order_id.as_deref(),
        ];
        let words: Vec<&str> = words.into_iter().flatten().collect();
        normalise::search_text(&words.join(" "))
    }

    /// What is wrong with its shares.
    fn wrong_wages(&self, terminal: &Terminal) -> Option<Code> {
        let wages = self.wages.as_ref()?;
        if !terminal.wages_allowed {
            return Some(Code::WagesForbidden);
        }
        let Ok(shares) = wages else {
            return Some(Code::Wages);
        };
        let sum = shares
            .iter()
            .fold(0_i64, |sum, share| sum.saturating_add(share.amount));
        match shares.len() {
            0 => Some(Code::Wages),
            n if n > PARTS => Some(Code::WagesParts),
            _ => (sum > self.amount).then_some(Code::WagesOverload),
        }
    }

    /// Begins the payment, unless the terminal may not.
    pub async fn begin(&self, terminal: &Terminal, referer: &str, tx: &mut Tx) -> AppResult<Said> {
        if terminal.is_busy(tx).await? {
            return Ok(Err(Code::TooMany.into()));
        }
        if !terminal.owns(&self.callback_url) {
            return Ok(Err(Code::CallbackDomain.into()));
        }
        if let Some(code) = self.wrong_wages(terminal) {
            return Ok(Err(code.into()));
        }
        let Some(payment) = self.insert(terminal, referer, tx).await? else {
            return Ok(Err(Code::Unexpected.into()));
        };
        note(payment.id, EventKind::Requested, None, tx).await?;
        Ok(Ok(json!({
            "code": 100,
            "message": "Success",
            "authority": payment.authority,
            "fee_type": terminal.fee_payer,
            "fee": payment.fee(),
        })))
    }

    async fn insert(
        &self,
        terminal: &Terminal,
        referer: &str,
        tx: &mut Tx,
    ) -> AppResult<Option<Payment>> {
        let now = tx.now();
        let authority = authority();
        let wages: Option<Value> = match &self.wages {
            Some(Ok(shares)) => Some(serde_json::to_value(shares)?),
            _ => None,
        };
        let kept = diesel::insert_into(payments::table)
            .values((
                payments::id.eq(PaymentId::fresh()),
                payments::terminal_id.eq(terminal.id),
                payments::authority.eq(&authority),
                payments::amount.eq(self.amount),
                payments::currency.eq(self.currency),
                payments::amount_rial.eq(self.amount_rial()),
                payments::fee_rial.eq(fees::of(self.amount_rial())),
                payments::description.eq(&self.description),
                payments::callback_url.eq(self.callback_url.as_str()),
                payments::referrer_id.eq(&self.referrer_id),
                payments::mobile.eq(&self.mobile),
                payments::email.eq(&self.email),
                payments::order_id.eq(&self.order_id),
                payments::wages.eq(wages),
                payments::referer.eq(referer),
                payments::created_at.eq(now),
                payments::expires_at.eq(now + LIFE),
                payments::search_text.eq(self.search_text(&authority)),
            ))
            .on_conflict(payments::authority)
            .do_nothing()
            .returning(Payment::as_returning())
            .get_result(tx)
            .await
            .optional()?;
        Ok(kept)
    }
}

/// `A`, zeros, and nine signs that are drawn: 36 in all.
fn authority() -> String {
    let mut rng = rand::rng();
    let mut sign = || SIGNS.get(rng.random_range(0..SIGNS.len())).copied();
    let drawn: String = (0..DRAWN).filter_map(|_| sign().map(char::from)).collect();
    format!("A{}{drawn}", "0".repeat(35 - DRAWN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_authority_has_36_signs_and_is_another_each_time() {
        let (one, other) = (authority(), authority());
        assert!(
            one.len() == 36 && one.starts_with("A00") && one != other,
            "{one} {other}"
        );
    }
}
