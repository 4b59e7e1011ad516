//! The cart with what its words mean now: offers, prices, what is wrong with a line, and the quote of the whole.

use std::sync::Arc;

use kernel::app::App;
use kernel::error::{AppError, AppResult};
use l10n::Money;

use super::content::{Cart, CartLine};
use crate::accounts::CURRENCY;
use crate::catalogue::{Offer, Price, Quote, QuotedLine, Shelf, Wish, kind};

/// One line and what it stands for.
#[derive(Clone, Debug)]
pub struct FilledLine {
    /// As it stands in the cart.
    pub line: CartLine,
    /// What it is.
    pub offer: Offer,
    /// At this price.
    pub price: Price,
    /// What it costs.
    pub quoted: QuotedLine,
    /// Text key of why it cannot be bought as it is.
    pub problem: Option<&'static str>,
}

/// A cart that can be shown and ordered.
#[derive(Clone, Debug)]
pub struct Filled {
    /// Those that are still sold.
    pub lines: Vec<FilledLine>,
    /// What they cost.
    pub quote: Quote,
    /// How many are sold no more; they have been left out.
    pub gone: usize,
}

impl Filled {
    /// Looks everything up anew.
    pub fn of(cart: &Cart, shelf: &Shelf, app: &Arc<App>) -> AppResult<Self> {
        let known: Vec<(&CartLine, &Offer, &Price)> = cart
            .lines
            .iter()
            .filter_map(|line| {
                let offer = shelf.find(&line.slug)?;
                Some((line, offer, offer.price(line.cycle)?))
            })
            .collect();
        let wishes: Vec<Wish<'_>> = known
            .iter()
            .map(|(line, offer, price)| Wish {
                price,
                quantity: line.quantity,
                options: &line.options,
                rates: &offer.rates,
            })
            .collect();
        let quote = Quote::of(&wishes, shelf.tax)
            .map_err(|_| AppError::invalid("", "commerce.cart.too_dear"))?;
        let lines = known
            .iter()
            .zip(&quote.lines)
            .map(|((line, offer, price), quoted)| FilledLine {
                line: (*line).clone(),
                offer: (*offer).clone(),
                price: **price,
                quoted: quoted.clone(),
                problem: problem(line, offer, app),
            });
        let lines: Vec<FilledLine> = lines.collect();
        Ok(Self {
            gone: cart.lines.len() - lines.len(),
            lines,
            quote,
        })
    }

    /// Whether it can be ordered as it is.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        !self.lines.is_empty() && self.lines.iter().all(|line| line.problem.is_none())
    }

    /// Whether nothing is paid for it, now or later.
    #[must_use]
    pub fn is_free(&self) -> bool {
        let mut rates = self.lines.iter().flat_map(|line| &line.offer.rates);
        self.total().is_zero() && self.quote.hourly.is_zero() && !rates.any(|rate| rate.amount > 0)
    }

    /// To be paid.
    #[must_use]
    pub fn total(&self) -> Money {
        if self.lines.is_empty() {
            return Money::zero(CURRENCY);
        }
        self.quote.total
    }
}

fn problem(line: &CartLine, offer: &Offer, app: &Arc<App>) -> Option<&'static str> {
    let Ok(kind) = kind(app, &offer.product.kind) else {
        return Some("commerce.cart.not_now");
    };
    let errors = kind.check(&line.options);
    (!errors.is_empty()).then_some("commerce.cart.choose_again")
}
