//! What is counted: money of a currency, gold of a fineness. Whole smallest units, always.
//! A module that counts something else declares a [`Unit`] and writes its row of `ledger_units` by a migration.

use std::borrow::Cow;

use diesel::QueryableByName;
use diesel::deserialize;
use diesel::pg::Pg;
use diesel::row::NamedRow;
use diesel::sql_types::{SmallInt, Text};
use l10n::{Currency, Format, Milligrams, Money, Rial};

/// A unit of account.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unit {
    code: Cow<'static, str>,
    places: u8,
}

impl Unit {
    /// Rial.
    pub const IRR: Self = Self::new("IRR", 0);
    /// US dollar, in cents.
    pub const USD: Self = Self::new("USD", 2);
    /// Euro, in cents.
    pub const EUR: Self = Self::new("EUR", 2);
    /// Gold of fineness 750 (18 karat), in milligrams.
    pub const XAU750: Self = Self::new("XAU750", 3);

    /// A unit by its code in `ledger_units`, with the decimal places of what people call one of it.
    #[must_use]
    pub const fn new(code: &'static str, places: u8) -> Self {
        Self {
            code: Cow::Borrowed(code),
            places,
        }
    }

    /// Its code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Decimal places of the smallest unit.
    #[must_use]
    pub fn places(&self) -> u8 {
        self.places
    }

    /// So many smallest units with their name, as the reader writes them.
    #[must_use]
    pub fn shown(&self, minor: i64, fmt: &Format) -> String {
        if *self == Self::XAU750 {
            return fmt.weight(Milligrams(minor));
        }
        match self.code.parse::<Currency>() {
            Ok(currency) if currency.places() == self.places => {
                fmt.money(Money::new(minor, currency))
            }
            _ => format!(
                "{} {}",
                fmt.decimal(minor, self.places, self.places),
                self.code
            ),
        }
    }

    /// So many smallest units in plain digits for a spreadsheet: 12345 cents are `123.45`.
    #[must_use]
    pub fn plain(&self, minor: i64) -> String {
        let places = usize::from(self.places);
        let digits = format!("{:0>width$}", minor.unsigned_abs(), width = places + 1);
        let (whole, rest) = digits
            .split_at_checked(digits.len() - places)
            .unwrap_or((&digits, ""));
        let sign = if minor < 0 { "-" } else { "" };
        let mark = if rest.is_empty() { "" } else { "." };
        format!("{sign}{whole}{mark}{rest}")
    }
}

/// In the columns `unit` and `scale` of a row.
impl QueryableByName<Pg> for Unit {
    fn build<'a>(row: &impl NamedRow<'a, Pg>) -> deserialize::Result<Self> {
        let code: String = NamedRow::get::<Text, _>(row, "unit")?;
        let scale: i16 = NamedRow::get::<SmallInt, _>(row, "scale")?;
        Ok(Self {
            code: Cow::Owned(code),
            places: u8::try_from(scale).unwrap_or(0),
        })
    }
}

impl std::fmt::Display for Unit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.code)
    }
}

/// What can be posted: a count of smallest units that knows, or does not know, its unit.
pub trait Quantity {
    /// The smallest units; `None` when it is of another unit.
    fn minor_in(self, unit: &Unit) -> Option<i64>;
}

impl Quantity for i64 {
    fn minor_in(self, _: &Unit) -> Option<i64> {
        Some(self)
    }
}

impl Quantity for Rial {
    fn minor_in(self, unit: &Unit) -> Option<i64> {
        (*unit == Unit::IRR).then_some(self.0)
    }
}

impl Quantity for Money {
    fn minor_in(self, unit: &Unit) -> Option<i64> {
        let same = unit.code == self.currency.code() && unit.places == self.currency.places();
        same.then_some(self.minor)
    }
}

impl Quantity for Milligrams {
    /// The weight in gold of 750: whoever has another fineness converts it first.
    fn minor_in(self, unit: &Unit) -> Option<i64> {
        (*unit == Unit::XAU750).then_some(self.0)
    }
}

#[cfg(test)]
mod tests {
    use l10n::Locale;

    use super::*;

    #[test]
    fn a_quantity_is_taken_in_its_own_unit_alone() {
        assert_eq!(Rial(5).minor_in(&Unit::IRR), Some(5));
        assert_eq!(Rial(5).minor_in(&Unit::USD), None);
        assert_eq!(Money::new(5, Currency::Eur).minor_in(&Unit::EUR), Some(5));
        assert_eq!(Money::new(5, Currency::Eur).minor_in(&Unit::USD), None);
        assert_eq!(Milligrams(5).minor_in(&Unit::XAU750), Some(5));
        assert_eq!(Milligrams(5).minor_in(&Unit::IRR), None);
    }

    #[test]
    fn amounts_are_shown_with_their_unit_and_written_plainly() {
        let fa = Format::for_locale(Locale::Fa);
        assert_eq!(Unit::IRR.shown(12_500_000, &fa), "۱٬۲۵۰٬۰۰۰ تومان");
        assert_eq!(Unit::XAU750.shown(4_350, &fa), "۴٫۳۵۰ گرم");
        assert_eq!(Unit::new("PTS", 1).shown(15, &fa), "۱٫۵ PTS");
        let plain = [
            (Unit::IRR, -70, "-70"),
            (Unit::USD, 5, "0.05"),
            (Unit::EUR, -12_345, "-123.45"),
            (Unit::XAU750, 4_350, "4.350"),
        ];
        for (unit, minor, text) in plain {
            assert_eq!(unit.plain(minor), text);
        }
    }
}
