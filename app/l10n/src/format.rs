//! How one reader sees values: language, calendar, digits, unit of money and time zone together.
//! A small `Copy` made per request; numbers here, dates, sums and typed input in the files beside.

mod amounts;
mod dates;
mod parse;

use chrono_tz::Tz;

use crate::{Calendar, Digits, Locale, MoneyUnit};

/// One reader's way to see and type values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    /// Language of words.
    pub locale: Locale,
    /// Calendar of days.
    pub calendar: Calendar,
    /// Shape of digits, with the separators that go with them.
    pub digits: Digits,
    /// Unit of rial sums.
    pub money_unit: MoneyUnit,
    /// Time zone of days and hours.
    pub tz: Tz,
}

impl Default for Format {
    fn default() -> Self {
        Self::for_locale(Locale::default())
    }
}

impl Format {
    /// What a reader of that language gets before choosing anything. Sums are in toman and times
    /// in Tehran's zone for both: an English reader here still buys from a shop in Iran.
    pub const fn for_locale(l: Locale) -> Self {
        let (calendar, digits) = match l {
            Locale::Fa => (Calendar::Jalali, Digits::Persian),
            Locale::En => (Calendar::Gregorian, Digits::Latin),
        };
        Self {
            locale: l,
            calendar,
            digits,
            money_unit: MoneyUnit::Toman,
            tz: Tz::Asia__Tehran,
        }
    }

    /// The text with its ASCII digits in the reader's shape; nothing else changes.
    pub fn digits(&self, s: &str) -> String {
        s.chars().map(|c| self.digit(c)).collect()
    }

    fn digit(self, c: char) -> char {
        match (self.digits, c.to_digit(10)) {
            (Digits::Persian, Some(n)) => char::from_u32(0x06F0 + n).unwrap_or(c),
            _ => c,
        }
    }

    /// A whole number, grouped by three: ۱٬۲۳۴ or 1,234. Signs and separators are CLDR's; the
    /// mark U+200E before a Persian minus keeps it on the left of the number (UAX #9, W7).
    pub fn number(&self, n: i64) -> String {
        self.decimal(n, 0, 0)
    }

    /// `value` counted in units of 10^-`places`, with at least `min_places` decimals shown and no
    /// digit lost: `decimal(12345, 3, 1)` is 12.345 and `decimal(12000, 3, 1)` is 12.0.
    pub fn decimal(&self, value: i64, places: u8, min_places: u8) -> String {
        let places = usize::from(places);
        let digits = format!("{:0>width$}", value.unsigned_abs(), width = places + 1);
        let whole = digits.len() - places;
        let shown = digits
            .trim_end_matches('0')
            .len()
            .max(whole + usize::from(min_places));
        let (group, mark) = match self.digits {
            Digits::Persian => ('٬', '٫'),
            Digits::Latin => (',', '.'),
        };
        let mut out = String::with_capacity(digits.len() * 3 + 8);
        if value < 0 {
            out.push_str(self.minus());
        }
        for (i, c) in digits.chars().enumerate().take(shown.max(whole)) {
            if i == whole {
                out.push(mark);
            } else if i > 0 && i < whole && (whole - i) % 3 == 0 {
                out.push(group);
            }
            out.push(self.digit(c));
        }
        out
    }

    const fn minus(self) -> &'static str {
        match self.locale {
            Locale::Fa => "\u{200E}\u{2212}",
            Locale::En => "-",
        }
    }

    /// A count that is exact up to `cap` and then only says that there are more: «۱٬۰۰۰+».
    pub fn count_capped(&self, n: i64, cap: i64) -> String {
        if n > cap {
            format!("{}+", self.number(cap))
        } else {
            self.number(n)
        }
    }

    /// A percentage in hundredths of a percent: ۷٫۵٪ or 7.5%.
    pub fn percent(&self, basis_points: i64) -> String {
        let sign = match self.digits {
            Digits::Persian => '٪',
            Digits::Latin => '%',
        };
        format!("{}{sign}", self.decimal(basis_points, 2, 0))
    }

    /// A size with at most one decimal. One kilobyte is 1024 bytes, as control panels of hosting
    /// and the file managers of its customers count.
    pub fn bytes(&self, n: u64) -> String {
        const FA: [&str; 7] = [
            "بایت",
            "کیلوبایت",
            "مگابایت",
            "گیگابایت",
            "ترابایت",
            "پتابایت",
            "اگزابایت",
        ];
        const EN: [&str; 7] = ["B", "KB", "MB", "GB", "TB", "PB", "EB"];
        let names = match self.locale {
            Locale::Fa => FA,
            Locale::En => EN,
        };
        let mut unit = 1_u128;
        let mut name = 0;
        // Rounds before it compares, so that 1023.96 KB reads 1 MB and never 1,024 KB.
        let mut tenths = u128::from(n) * 10;
        while tenths >= 10_240 && name + 1 < names.len() {
            unit *= 1024;
            name += 1;
            tenths = (u128::from(n) * 10 + unit / 2) / unit;
        }
        let number = self.decimal(i64::try_from(tenths).unwrap_or(i64::MAX), 1, 0);
        format!("{number} {}", names.get(name).copied().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use icu::{
        decimal::{DecimalFormatter, input::Decimal, options::DecimalFormatterOptions},
        locale::locale,
    };
    use proptest::prelude::*;

    use super::*;

    pub(super) const FA: Format = Format::for_locale(Locale::Fa);
    pub(super) const EN: Format = Format::for_locale(Locale::En);

    #[test]
    fn numbers() {
        for (n, fa, en) in [
            (0, "۰", "0"),
            (999, "۹۹۹", "999"),
            (1234, "۱٬۲۳۴", "1,234"),
            (-1_234_567, "\u{200E}−۱٬۲۳۴٬۵۶۷", "-1,234,567"),
            (
                i64::MIN,
                "\u{200E}−۹٬۲۲۳٬۳۷۲٬۰۳۶٬۸۵۴٬۷۷۵٬۸۰۸",
                "-9,223,372,036,854,775,808",
            ),
        ] {
            assert_eq!(FA.number(n), fa);
            assert_eq!(EN.number(n), en);
        }
        assert_eq!(FA.digits("سفارش 12 از ۳"), "سفارش ۱۲ از ۳");
        assert_eq!(EN.digits("12"), "12");
        assert_eq!(FA.percent(750), "۷٫۵٪");
        assert_eq!(EN.percent(1000), "10%");
        assert_eq!(EN.decimal(-5, 3, 0), "-0.005");
        assert_eq!(EN.decimal(12_000, 3, 1), "12.0");
        assert_eq!(EN.decimal(1_234_500, 3, 0), "1,234.5");
    }

    #[test]
    fn counts_stop_at_the_cap() {
        assert_eq!(FA.count_capped(1000, 1000), "۱٬۰۰۰");
        assert_eq!(FA.count_capped(1001, 1000), "۱٬۰۰۰+");
        assert_eq!(EN.count_capped(25_000, 1000), "1,000+");
    }

    #[test]
    fn sizes() {
        for (n, fa, en) in [
            (0, "۰ بایت", "0 B"),
            (1023, "۱٬۰۲۳ بایت", "1,023 B"),
            (1024, "۱ کیلوبایت", "1 KB"),
            (1536, "۱٫۵ کیلوبایت", "1.5 KB"),
            (2_516_582, "۲٫۴ مگابایت", "2.4 MB"),
            (1_048_575, "۱ مگابایت", "1 MB"),
            (10 << 30, "۱۰ گیگابایت", "10 GB"),
            (u64::MAX, "۱۶ اگزابایت", "16 EB"),
        ] {
            assert_eq!(
                (FA.bytes(n).as_str(), EN.bytes(n).as_str()),
                (fa, en),
                "{n}"
            );
        }
    }

    proptest! {
        #[test]
        fn numbers_are_icus(n in any::<i64>(), places in 0i16..7) {
            let mut d = Decimal::from(n);
            d.multiply_pow10(-places);
            let p = u8::try_from(places).unwrap();
            let icu = |l: icu::locale::Locale| {
                DecimalFormatter::try_new(l.into(), DecimalFormatterOptions::default()).unwrap().format(&d).to_string()
            };
            prop_assert_eq!(FA.decimal(n, p, p), icu(locale!("fa")));
            prop_assert_eq!(EN.decimal(n, p, p), icu(locale!("en")));
        }
    }
}
