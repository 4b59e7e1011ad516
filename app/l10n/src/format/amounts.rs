//! Sums, weights and fineness with their units: a bare number about money is a trap.
//! Exact always: what does not fit the shown unit appears as decimals.

use super::Format;
use crate::{Currency, Fineness, Locale, Milligrams, Money};

impl Format {
    /// A sum with its unit: ۱٬۲۵۰٬۰۰۰ تومان. Rial follow `money_unit`; a rest below one toman is
    /// shown as a decimal.
    pub fn money(&self, m: Money) -> String {
        let number = self.amount(m);
        match (m.currency, self.locale) {
            (Currency::Irr, _) => format!("{number} {}", self.money_unit.name(self.locale)),
            (Currency::Usd, Locale::Fa) => format!("{number} دلار"),
            (Currency::Eur, Locale::Fa) => format!("{number} یورو"),
            (Currency::Usdt, Locale::Fa) => format!("{number} تتر"),
            (Currency::Usd, Locale::En) => Self::signed_prefix("$", &number),
            (Currency::Eur, Locale::En) => Self::signed_prefix("€", &number),
            (Currency::Usdt, Locale::En) => format!("{number} USDT"),
        }
    }

    /// The number of a sum alone, for a column or field whose heading names [`Format::unit`].
    pub fn amount(&self, m: Money) -> String {
        match m.currency {
            Currency::Irr => self.decimal(m.minor, self.money_unit.places(), 0),
            c => self.decimal(m.minor, c.places(), 2),
        }
    }

    /// Name of the unit in which sums of this currency are shown.
    pub fn unit(&self, currency: Currency) -> &'static str {
        match (currency, self.locale) {
            (Currency::Irr, locale) => self.money_unit.name(locale),
            (Currency::Usd, Locale::Fa) => "دلار",
            (Currency::Eur, Locale::Fa) => "یورو",
            (Currency::Usdt, Locale::Fa) => "تتر",
            (c, Locale::En) => c.code(),
        }
    }

    fn signed_prefix(sign: &str, number: &str) -> String {
        match number.strip_prefix('-') {
            Some(rest) => format!("-{sign}{rest}"),
            None => format!("{sign}{number}"),
        }
    }

    /// A weight in grams with all three decimals, as scales show it: ۴٫۳۵۰ گرم.
    pub fn weight(&self, w: Milligrams) -> String {
        let unit = match self.locale {
            Locale::Fa => "گرم",
            Locale::En => "g",
        };
        format!("{} {unit}", self.decimal(w.0, 3, 3))
    }

    /// A fineness as the trade says it: عیار ۷۵۰ or 750 fine.
    pub fn fineness(&self, f: Fineness) -> String {
        let n = self.digits(&f.per_mille().to_string());
        match self.locale {
            Locale::Fa => format!("عیار {n}"),
            Locale::En => format!("{n} fine"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::tests::{EN, FA},
        *,
    };
    use crate::MoneyUnit;

    #[test]
    fn sums_name_their_unit_and_lose_nothing() {
        let rial = |f: Format| Format {
            money_unit: MoneyUnit::Rial,
            ..f
        };
        for (m, fa, en) in [
            (
                Money::rial(12_500_000),
                "۱٬۲۵۰٬۰۰۰ تومان",
                "1,250,000 toman",
            ),
            (Money::rial(12_345), "۱٬۲۳۴٫۵ تومان", "1,234.5 toman"),
            (Money::rial(-7), "\u{200E}−۰٫۷ تومان", "-0.7 toman"),
            (Money::rial(0), "۰ تومان", "0 toman"),
            (
                Money::new(-123_450, Currency::Usd),
                "\u{200E}−۱٬۲۳۴٫۵۰ دلار",
                "-$1,234.50",
            ),
            (Money::new(5, Currency::Eur), "۰٫۰۵ یورو", "€0.05"),
            (
                Money::new(12_500_000, Currency::Usdt),
                "۱۲٫۵۰ تتر",
                "12.50 USDT",
            ),
            (
                Money::new(1, Currency::Usdt),
                "۰٫۰۰۰۰۰۱ تتر",
                "0.000001 USDT",
            ),
        ] {
            assert_eq!((FA.money(m).as_str(), EN.money(m).as_str()), (fa, en));
        }
        assert_eq!(rial(FA).money(Money::rial(12_345)), "۱۲٬۳۴۵ ریال");
        assert_eq!(rial(EN).money(Money::rial(12_345)), "12,345 rial");
        assert_eq!(
            (FA.unit(Currency::Irr), EN.unit(Currency::Eur)),
            ("تومان", "EUR")
        );
    }

    #[test]
    fn weights_and_fineness() {
        assert_eq!(FA.weight(Milligrams(4_350)), "۴٫۳۵۰ گرم");
        assert_eq!(EN.weight(Milligrams(-1_234_567)), "-1,234.567 g");
        assert_eq!(FA.weight(Milligrams(0)), "۰٫۰۰۰ گرم");
        assert_eq!(FA.fineness(Fineness::F750), "عیار ۷۵۰");
        assert_eq!(EN.fineness(Fineness::F750), "750 fine");
    }
}
