//! Money as it stands on a price tag, a total and a bill: large, in both units, in words, with what it was.
//! Here beside `amount` because a price persuades and a total binds; both show their unit always.
use l10n::{Currency, Format, Money, MoneyUnit, words::money_in_words};
use maud::{Markup, Render, html};

use crate::{big_money, money};

/// A sum in the reader's unit, and below it the same in the other one (toman and rial), so that
/// nobody is wrong by a factor of ten. Other currencies have no second line.
pub fn money_pair(format: &Format, amount: Money) -> Markup {
    let unit = match format.money_unit {
        MoneyUnit::Toman => MoneyUnit::Rial,
        MoneyUnit::Rial => MoneyUnit::Toman,
    };
    let other = Format {
        money_unit: unit,
        ..*format
    };
    html! {
        span.money-pair {
            (big_money(format, amount))
            @if amount.currency == Currency::Irr { span.money-other { (money(&other, amount)) } }
        }
    }
}

/// The sum in words, as on a cheque; stands under a total before a large payment.
pub fn money_words(format: &Format, amount: Money) -> Markup {
    html! { p.money-words { (money_in_words(amount, format)) } }
}

/// A price tag under construction; splice it as it is.
#[derive(Clone, Debug)]
#[must_use]
pub struct Price {
    format: Format,
    amount: Money,
    was: Option<(String, Money)>,
    off: Option<String>,
    period: Option<String>,
    note: Option<String>,
}

/// What something costs now.
pub fn price(format: &Format, amount: Money) -> Price {
    Price {
        format: *format,
        amount,
        was: None,
        off: None,
        period: None,
        note: None,
    }
}

impl Price {
    /// What it was before; `spoken` says so to those who do not see the line through it.
    pub fn was(mut self, spoken: impl Into<String>, amount: Money) -> Self {
        self.was = Some((spoken.into(), amount));
        self
    }
    /// The mark of the reduction («۲۰٪ تخفیف»).
    pub fn off(mut self, label: impl Into<String>) -> Self {
        self.off = Some(label.into());
        self
    }
    /// For how long («در ماه»).
    pub fn period(mut self, period: impl Into<String>) -> Self {
        self.period = Some(period.into());
        self
    }
    /// A line below: tax, or how it is billed.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

impl Render for Price {
    fn render(&self) -> Markup {
        html! {
            div.price {
                @if self.was.is_some() || self.off.is_some() {
                    p.price-was {
                        @if let Some((spoken, amount)) = &self.was {
                            s { span.sr-only { (spoken) " " } bdi.money { (self.format.amount(*amount)) } }
                        }
                        @if let Some(off) = &self.off { span.mark.tone-money { (off) } }
                    }
                }
                p.price-now {
                    (big_money(&self.format, self.amount))
                    @if let Some(period) = &self.period { span.price-period { (period) } }
                }
                @if let Some(note) = &self.note { p.price-note { (note) } }
            }
        }
    }
}

#[derive(Clone, Debug)]
struct Line {
    label: String,
    note: Option<String>,
    amount: Markup,
    class: Option<&'static str>,
}

/// A bill under construction: what is summed up, line by line, and the sum.
#[derive(Clone, Debug)]
#[must_use]
pub struct Bill {
    format: Format,
    lines: Vec<Line>,
    total: Option<(String, Money, bool)>,
}

/// A bill in the reader's unit.
pub fn bill(format: &Format) -> Bill {
    Bill {
        format: *format,
        lines: Vec::new(),
        total: None,
    }
}

impl Bill {
    fn push(
        mut self,
        label: String,
        note: Option<String>,
        amount: Money,
        class: Option<&'static str>,
    ) -> Self {
        let amount = money(&self.format, amount);
        self.lines.push(Line {
            label,
            note,
            amount,
            class,
        });
        self
    }
    /// Something bought.
    pub fn line(self, label: impl Into<String>, amount: Money) -> Self {
        self.push(label.into(), None, amount, None)
    }
    /// Something bought, with a line that describes it.
    pub fn described(
        self,
        label: impl Into<String>,
        note: impl Into<String>,
        amount: Money,
    ) -> Self {
        self.push(label.into(), Some(note.into()), amount, None)
    }
    /// What is taken off; give the sum with its minus.
    pub fn discount(self, label: impl Into<String>, amount: Money) -> Self {
        self.push(label.into(), None, amount, Some("is-off"))
    }
    /// Tax; say its rate in the label.
    pub fn tax(self, label: impl Into<String>, amount: Money) -> Self {
        self.push(label.into(), None, amount, Some("is-quiet"))
    }
    /// What is to be paid.
    pub fn total(mut self, label: impl Into<String>, amount: Money) -> Self {
        self.total = Some((label.into(), amount, false));
        self
    }
    /// What is to be paid, in both units and in words: before a large payment and on documents.
    pub fn total_in_full(mut self, label: impl Into<String>, amount: Money) -> Self {
        self.total = Some((label.into(), amount, true));
        self
    }
}

impl Render for Bill {
    fn render(&self) -> Markup {
        html! {
            dl.bill {
                @for line in &self.lines {
                    div class=[line.class] {
                        dt { (line.label) @if let Some(note) = &line.note { small { (note) } } }
                        dd { (line.amount) }
                    }
                }
                @if let Some((label, amount, full)) = &self.total {
                    div.bill-total {
                        dt { (label) }
                        dd {
                            @if *full { (money_pair(&self.format, *amount)) } @else { (big_money(&self.format, *amount)) }
                        }
                    }
                }
            }
            @if let Some((_, amount, true)) = &self.total { (money_words(&self.format, *amount)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use l10n::Locale;

    #[test]
    fn both_units_differ_by_ten_and_both_are_named() {
        let format = Format::for_locale(Locale::En);
        let html = money_pair(&format, Money::rial(2_500_000)).into_string();
        assert!(html.contains("250,000</b> <small>toman</small>"));
        assert!(html.contains("2,500,000 rial"));
        let dollars = money_pair(&format, Money::new(1200, Currency::Usd)).into_string();
        assert!(!dollars.contains("money-other"), "{dollars}");
    }

    #[test]
    fn old_price_is_said_and_not_only_struck_through() {
        let format = Format::for_locale(Locale::Fa);
        let html = price(&format, Money::rial(800_000))
            .was("پیش‌تر", Money::rial(1_000_000))
            .render()
            .into_string();
        assert!(html.contains("<s><span class=\"sr-only\">پیش‌تر </span>"));
        assert!(html.contains("۱۰۰٬۰۰۰") && html.contains("۸۰٬۰۰۰"));
    }

    #[test]
    fn full_total_has_both_units_and_words() {
        let format = Format::for_locale(Locale::Fa);
        let html = bill(&format)
            .line("سرور", Money::rial(1_000_000))
            .total_in_full("جمع", Money::rial(1_000_000))
            .render()
            .into_string();
        assert!(html.contains("۱٬۰۰۰٬۰۰۰ ریال") && html.contains("صد هزار تومان"));
    }
}
