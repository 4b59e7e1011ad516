//! What something costs, line by line, and how each figure came to be: a pure function of prices, tax and wish. Cart,
//! checkout, order, renewal and API show this one value; what is confirmed is confirmed against its digest.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use l10n::{Money, MoneyError};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::cycle::Cycle;
use super::price::Price;
use super::tax::Tax;
use crate::accounts::CURRENCY;
use crate::ids::{PriceId, ProductId};
use crate::usage::Rate;

/// What somebody wants.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    /// At which price.
    pub price: &'a Price,
    /// How many.
    pub quantity: u32,
    /// Chosen how.
    pub options: &'a Value,
    /// What its usage will cost.
    pub rates: &'a [Rate],
}

/// What one wish costs. Tax is rounded on each piece, so that one piece of ten costs a tenth of ten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotedLine {
    /// Of what.
    pub product: ProductId,
    /// At which price.
    pub price: PriceId,
    /// For how long.
    pub cycle: Cycle,
    /// How many.
    pub quantity: u32,
    /// A piece's price for a period.
    pub unit: i64,
    /// A piece's tax for a period.
    pub unit_vat: i64,
    /// A piece's fee at the beginning.
    pub setup: i64,
    /// Tax on that fee.
    pub setup_vat: i64,
    /// All pieces without tax, as far as they are paid now: of what is metered only the fee.
    pub net: i64,
    /// Their tax.
    pub vat: i64,
}

/// What all of it costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// In the order of the wishes.
    pub lines: Vec<QuotedLine>,
    /// The rate that was used.
    pub tax: Tax,
    /// Without tax.
    pub net: Money,
    /// Tax.
    pub vat: Money,
    /// To be paid.
    pub total: Money,
    /// What will be taken from the wallet each hour, with tax.
    pub hourly: Money,
    digest: String,
}

impl QuotedLine {
    fn of(wish: &Wish<'_>, tax: Tax) -> Option<Self> {
        let Price { amount, setup, .. } = *wish.price;
        let (unit_vat, setup_vat) = (tax.on(amount)?, tax.on(setup)?);
        let times = i64::from(wish.quantity);
        let is_metered = wish.price.cycle.is_metered();
        let (now, now_vat) = if is_metered {
            (0, 0)
        } else {
            (amount, unit_vat)
        };
        Some(Self {
            product: wish.price.product_id,
            price: wish.price.id,
            cycle: wish.price.cycle,
            quantity: wish.quantity,
            unit: amount,
            unit_vat,
            setup,
            setup_vat,
            net: now.checked_add(setup)?.checked_mul(times)?,
            vat: now_vat.checked_add(setup_vat)?.checked_mul(times)?,
        })
    }

    /// What will be taken each hour for this line, with tax.
    #[must_use]
    pub fn hourly(&self) -> i64 {
        if !self.cycle.is_metered() {
            return 0;
        }
        let piece = self.unit.saturating_add(self.unit_vat);
        piece.saturating_mul(i64::from(self.quantity))
    }

    /// To be paid for this line.
    #[must_use]
    pub fn total(&self) -> Money {
        Money::new(self.net.saturating_add(self.vat), CURRENCY)
    }
}

impl Quote {
    /// Quotes wishes; an error when a sum is too large to count.
    pub fn of(wishes: &[Wish<'_>], tax: Tax) -> Result<Self, MoneyError> {
        let mut lines = Vec::with_capacity(wishes.len());
        let mut seal = Sha256::new();
        for wish in wishes {
            let line = QuotedLine::of(wish, tax).ok_or(MoneyError::Overflow)?;
            seal.update(line.price.0);
            for part in [i64::from(line.quantity), line.net, line.vat] {
                seal.update(part.to_be_bytes());
            }
            seal.update(wish.options.to_string());
            for rate in wish.rates {
                seal.update(rate.id.0);
            }
            lines.push(line);
        }
        let sum = |part: fn(&QuotedLine) -> i64| {
            Money::sum(
                CURRENCY,
                lines.iter().map(|l| Money::new(part(l), CURRENCY)),
            )
        };
        let (net, vat) = (sum(|l| l.net)?, sum(|l| l.vat)?);
        Ok(Self {
            net,
            vat,
            total: net.checked_add(vat)?,
            hourly: sum(QuotedLine::hourly)?,
            lines,
            tax,
            digest: URL_SAFE_NO_PAD.encode(seal.finalize()),
        })
    }

    /// What the buyer confirms: another price, quantity, choice or tax is another digest.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn price(amount: i64, setup: i64) -> Price {
        Price {
            id: PriceId::fresh(),
            product_id: ProductId::fresh(),
            cycle: Cycle::Month,
            amount,
            monthly: None,
            setup,
            valid_from: chrono::DateTime::UNIX_EPOCH,
        }
    }

    fn quote(price: &Price, quantity: u32, options: &Value) -> Quote {
        let wish = Wish {
            price,
            quantity,
            options,
            rates: &[],
        };
        Quote::of(&[wish], Tax { rate: 1000 }).unwrap()
    }

    #[test]
    fn tax_is_rounded_on_each_piece() {
        let price = price(1_005, 0);
        let (one, ten) = (quote(&price, 1, &json!({})), quote(&price, 10, &json!({})));
        assert_eq!((one.vat.minor, ten.vat.minor), (101, 1_010));
        assert_eq!(ten.total.minor, 10 * one.total.minor);
    }

    #[test]
    fn fee_at_the_beginning_is_taxed_too() {
        let quote = quote(&price(1_000_000, 500_000), 2, &json!({}));
        assert_eq!((quote.net.minor, quote.vat.minor), (3_000_000, 300_000));
    }

    #[test]
    fn whatever_changes_changes_the_digest() {
        let (a, b) = (price(1_000, 0), price(1_000, 0));
        let first = quote(&a, 1, &json!({ "title": "x" }));
        assert_eq!(
            first.digest(),
            quote(&a, 1, &json!({ "title": "x" })).digest()
        );
        for other in [
            quote(&b, 1, &json!({ "title": "x" })),
            quote(&a, 2, &json!({ "title": "x" })),
            quote(&a, 1, &json!({ "title": "y" })),
        ] {
            assert_ne!(first.digest(), other.digest());
        }
    }

    #[test]
    fn sum_beyond_counting_is_an_error() {
        let dear = price(i64::MAX / 2, 0);
        let wish = Wish {
            price: &dear,
            quantity: 3,
            options: &json!({}),
            rates: &[],
        };
        assert!(Quote::of(&[wish], Tax { rate: 0 }).is_err());
    }
}
