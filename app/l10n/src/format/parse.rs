//! Reads what people type: any digits, either set of separators, a unit written after the number.
//! Whatever could mean two things is refused; nothing is cut or rounded without a word.

use chrono::{NaiveDate, NaiveTime};

use super::Format;
use crate::{
    Calendar, Currency, DateError, Milligrams, Money, MoneyUnit, NumberError, Percent, TimeError,
    Ymd,
    normalise::{ascii_digit, is_hidden},
};

/// Units people write after a rial sum, in lower case and with Persian letters.
const RIAL_WORDS: [(&str, MoneyUnit); 8] = [
    ("تومان", MoneyUnit::Toman),
    ("تومن", MoneyUnit::Toman),
    ("tomans", MoneyUnit::Toman),
    ("toman", MoneyUnit::Toman),
    ("ریال", MoneyUnit::Rial),
    ("rials", MoneyUnit::Rial),
    ("rial", MoneyUnit::Rial),
    ("irr", MoneyUnit::Rial),
];

impl Format {
    /// A day typed as year, month, day with `/`, `-` or `.` between, or as eight digits, in the
    /// reader's calendar. A year that can only be of the other calendar (Jalali 1300 to 1500,
    /// Gregorian 1900 to 2100) is taken as such. Jalali also reads day, month, year.
    pub fn parse_date(&self, s: &str) -> Result<NaiveDate, DateError> {
        let typed = clean(s);
        if typed.is_empty() {
            return Err(DateError::Empty);
        }
        let compact = match typed.as_bytes() {
            [y @ .., m1, m2, d1, d2]
                if y.len() == 4 && typed.bytes().all(|b| b.is_ascii_digit()) =>
            {
                let text = |b: &[u8]| String::from_utf8_lossy(b).into_owned();
                Some(vec![text(y), text(&[*m1, *m2]), text(&[*d1, *d2])])
            }
            _ => None,
        };
        let parts = compact.unwrap_or_else(|| {
            typed
                .split(['/', '-', '.'])
                .map(|p| p.trim().to_owned())
                .collect()
        });
        let [a, b, c] = parts.as_slice() else {
            return Err(DateError::Format);
        };
        let number = |p: &str, longest| {
            let fits = (1..=longest).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit());
            fits.then(|| p.parse::<i32>().ok())
                .flatten()
                .ok_or(DateError::Format)
        };
        let (year, day, turned) = match (a.len(), c.len()) {
            (4, _) => (number(a, 4)?, number(c, 2)?, false),
            (_, 4) => (number(c, 4)?, number(a, 2)?, true),
            _ => return Err(DateError::Format),
        };
        let calendar = self.calendar_of(year).ok_or(DateError::Year)?;
        if turned && calendar == Calendar::Gregorian {
            // 03/04/2026 is March or April, depending on who typed it.
            return Err(DateError::Format);
        }
        let part = |n: i32| u8::try_from(n).map_err(|_| DateError::Day);
        calendar.date(Ymd::new(year, part(number(b, 2)?)?, part(day)?))
    }

    /// The calendar that a typed year belongs to; the two accepted ranges never meet.
    fn calendar_of(self, year: i32) -> Option<Calendar> {
        match (self.calendar, year) {
            (_, 1300..=1500) | (Calendar::Jalali, 1200..=1599) => Some(Calendar::Jalali),
            (_, 1900..=2100) | (Calendar::Gregorian, 1800..=2299) => Some(Calendar::Gregorian),
            _ => None,
        }
    }

    /// A time of day in 24 hours: ۹:۳۰, 09:30, or a whole hour alone.
    pub fn parse_time(&self, s: &str) -> Result<NaiveTime, TimeError> {
        let typed = clean(s);
        if typed.is_empty() {
            return Err(TimeError::Empty);
        }
        let number = |p: &str| {
            let p = p.trim();
            let fits = (1..=2).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit());
            fits.then(|| p.parse::<u32>().ok()).flatten()
        };
        let (hour, minute) = typed.split_once(':').unwrap_or((&typed, "0"));
        number(hour)
            .zip(number(minute))
            .and_then(|(hour, minute)| NaiveTime::from_hms_opt(hour, minute, 0))
            .ok_or(TimeError::Format)
    }

    /// A percentage with at most two decimals, with or without its sign: ۷٫۵٪ or 7.5.
    pub fn parse_percent(&self, s: &str) -> Result<Percent, NumberError> {
        let typed = clean(s);
        let number = ["٪", "%", "درصد", "percent"]
            .into_iter()
            .find_map(|sign| typed.strip_suffix(sign))
            .unwrap_or(&typed);
        scaled(number, 2).map(Percent)
    }

    /// A whole number: ۱٬۲۳۴, 1,234, 1 234 or 1234, with its sign.
    pub fn parse_integer(&self, s: &str) -> Result<i64, NumberError> {
        scaled(&clean(s), 0)
    }

    /// A number with at most `places` decimals, in units of 10^-`places`. The decimal mark is `.`,
    /// `٫` or `/`, as people here write ۴/۳۵ by hand.
    pub fn parse_decimal(&self, s: &str, places: u8) -> Result<i64, NumberError> {
        scaled(&clean(s), places)
    }

    /// A rial sum typed in `unit`. A unit written behind the number (۵۰۰۰ ریال) is what the person
    /// means and wins. Toman may have one decimal, the rial; more is refused, which also keeps
    /// 1.500 from being taken for one and a half.
    pub fn parse_money(&self, s: &str, unit: MoneyUnit) -> Result<Money, NumberError> {
        let typed = clean(s);
        let written = RIAL_WORDS
            .into_iter()
            .find_map(|(word, unit)| Some((typed.strip_suffix(word)?.trim_end(), unit)));
        let (number, unit) = written.unwrap_or((&typed, unit));
        scaled(number, unit.places()).map(Money::rial)
    }

    /// A sum of any currency, with or without its sign or name; rial as [`Format::parse_money`]
    /// in the reader's unit.
    pub fn parse_amount(&self, s: &str, currency: Currency) -> Result<Money, NumberError> {
        let names: &[&str] = match currency {
            Currency::Irr => return self.parse_money(s, self.money_unit),
            Currency::Usd => &["دلار", "$", "usd"],
            Currency::Eur => &["یورو", "€", "eur"],
            Currency::Usdt => &["تتر", "usdt"],
        };
        let typed = clean(s);
        let (sign, rest) = match typed.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => ("-", rest.trim_start()),
            None => ("", typed.as_str()),
        };
        let bare = names
            .iter()
            .find_map(|n| rest.strip_suffix(n).or_else(|| rest.strip_prefix(n)))
            .unwrap_or(rest)
            .trim();
        let bare = if bare.is_empty() {
            String::new()
        } else {
            format!("{sign}{bare}")
        };
        scaled(&bare, currency.places()).map(|minor| Money::new(minor, currency))
    }

    /// A weight in grams with at most three decimals.
    pub fn parse_weight(&self, s: &str) -> Result<Milligrams, NumberError> {
        let typed = clean(s);
        let number = ["گرم", "grams", "gram", "gr", "g"]
            .into_iter()
            .find_map(|unit| typed.strip_suffix(unit))
            .unwrap_or(&typed);
        scaled(number.trim_end(), 3).map(Milligrams)
    }
}

/// ASCII digits, Persian ye and kaf, lower case, no invisible marks, trimmed.
fn clean(s: &str) -> String {
    let text: String = s
        .chars()
        .filter(|c| !is_hidden(*c) && !c.is_control() && *c != '\u{200C}')
        .map(|c| match c {
            'ي' => 'ی',
            'ك' => 'ک',
            c => ascii_digit(c).to_ascii_lowercase(),
        })
        .collect();
    text.trim().to_owned()
}

/// `number` in units of 10^-`places`, exact.
fn scaled(number: &str, places: u8) -> Result<i64, NumberError> {
    let number = number.trim();
    if number.is_empty() {
        return Err(NumberError::Empty);
    }
    let (negative, rest) = match number.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, number.strip_prefix('+').unwrap_or(number)),
    };
    let (whole, fraction) = match rest.split_once(['.', '٫', '/']) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (rest, None),
    };
    let mut digits = ungrouped(whole)?;
    if let Some(fraction) = fraction {
        if fraction.is_empty() || !fraction.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NumberError::Format);
        }
        if fraction.len() > usize::from(places) {
            return Err(NumberError::TooPrecise);
        }
        digits.push_str(fraction);
    }
    let missing = usize::from(places) - fraction.map_or(0, str::len);
    digits.extend(std::iter::repeat_n('0', missing));
    let value: i128 = digits.parse().map_err(|_| NumberError::OutOfRange)?;
    i64::try_from(if negative { -value } else { value }).map_err(|_| NumberError::OutOfRange)
}

/// The digits of a whole part. Groups must be of three behind the first and parted by one sign:
/// 1,5 could be one and a half, so it is no number here.
fn ungrouped(whole: &str) -> Result<String, NumberError> {
    let separator = whole.chars().find(|c| !c.is_ascii_digit());
    let known = |c| {
        matches!(
            c,
            ',' | '٬' | '،' | '\'' | '’' | ' ' | '\u{00A0}' | '\u{202F}'
        )
    };
    if separator.is_some_and(|c| !known(c)) {
        return Err(NumberError::Format);
    }
    let mut groups = whole.split(|c| Some(c) == separator);
    let first = groups.next().unwrap_or_default();
    let mut digits = first.to_owned();
    let mut right = !first.is_empty() && (separator.is_none() || first.len() <= 3);
    for group in groups {
        right &= group.len() == 3;
        digits.push_str(group);
    }
    right &= digits.bytes().all(|b| b.is_ascii_digit());
    if right {
        Ok(digits)
    } else {
        Err(NumberError::Format)
    }
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::{
        super::tests::{EN, FA},
        *,
    };
    use crate::{Digits, Locale};

    fn d(y: i32, m: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, day).unwrap()
    }

    #[test]
    fn dates_as_people_type_them() {
        let day = d(2026, 11, 20);
        for typed in [
            "۱۴۰۵/۰۸/۲۹",
            "١٤٠٥/٨/٢٩",
            "1405-8-29",
            "1405.08.29",
            " 1405 / 8 / 29 ",
            "14050829",
            "29/8/1405",
            "۲۹-۰۸-۱۴۰۵",
            "2026-11-20",
            "2026/11/20",
            "20261120",
            "\u{200F}1405/08/29",
        ] {
            assert_eq!(FA.parse_date(typed), Ok(day), "{typed}");
            assert_eq!(EN.parse_date(typed), Ok(day), "{typed}");
        }
        assert_eq!(FA.parse_date("1250/1/1"), Ok(d(1871, 3, 21)));
        assert_eq!(EN.parse_date("1871-03-21"), Ok(d(1871, 3, 21)));
    }

    #[test]
    fn dates_that_are_refused_and_why() {
        for (typed, want) in [
            ("", DateError::Empty),
            ("  ", DateError::Empty),
            ("فردا", DateError::Format),
            ("1405/08", DateError::Format),
            ("05/08/29", DateError::Format),
            ("1405/08/29/1", DateError::Format),
            ("1405/+8/29", DateError::Format),
            ("1405//29", DateError::Format),
            ("03/04/2026", DateError::Format),
            ("1405/12/30", DateError::Day),
            ("1405/13/01", DateError::Day),
            ("1405/07/31", DateError::Day),
            ("2026-02-29", DateError::Day),
            ("1700/01/01", DateError::Year),
            ("1871-03-21", DateError::Year),
        ] {
            assert_eq!(FA.parse_date(typed), Err(want), "{typed}");
        }
        assert_eq!(FA.parse_date("1403/12/30"), Ok(d(2025, 3, 20)));
    }

    #[test]
    fn numbers_as_people_type_them() {
        for (typed, want) in [
            ("۱٬۲۳۴", Ok(1234)),
            ("١٬٢٣٤", Ok(1234)),
            ("1,234,567", Ok(1_234_567)),
            ("1،234", Ok(1234)),
            ("1 234", Ok(1234)),
            ("-12", Ok(-12)),
            ("\u{200E}\u{2212}۱۲", Ok(-12)),
            ("+7", Ok(7)),
            ("007", Ok(7)),
            ("9223372036854775808", Err(NumberError::OutOfRange)),
            ("-9223372036854775808", Ok(i64::MIN)),
            ("1".repeat(60).as_str(), Err(NumberError::OutOfRange)),
            ("", Err(NumberError::Empty)),
            ("-", Err(NumberError::Format)),
            ("1,5", Err(NumberError::Format)),
            ("1,,234", Err(NumberError::Format)),
            ("1234,567", Err(NumberError::Format)),
            (",123", Err(NumberError::Format)),
            ("1,234٬567", Err(NumberError::Format)),
            ("1.5", Err(NumberError::TooPrecise)),
            ("1e5", Err(NumberError::Format)),
            ("--1", Err(NumberError::Format)),
            ("12x", Err(NumberError::Format)),
        ] {
            assert_eq!(FA.parse_integer(typed), want, "{typed}");
        }
    }

    #[test]
    fn sums_and_weights_as_people_type_them() {
        use MoneyUnit::{Rial, Toman};
        for (typed, unit, want) in [
            ("۱٬۲۵۰٬۰۰۰", Toman, Ok(12_500_000)),
            ("۱٬۲۵۰٬۰۰۰ تومان", Rial, Ok(12_500_000)),
            ("5000 ريال", Toman, Ok(5_000)),
            ("5,000 Rials", Toman, Ok(5_000)),
            ("12/5", Toman, Ok(125)),
            ("12٫5", Toman, Ok(125)),
            ("1.500", Toman, Err(NumberError::TooPrecise)),
            ("1.5", Rial, Err(NumberError::TooPrecise)),
            ("تومان", Toman, Err(NumberError::Empty)),
            ("922337203685477580.8", Toman, Err(NumberError::OutOfRange)),
        ] {
            assert_eq!(
                FA.parse_money(typed, unit),
                want.map(Money::rial),
                "{typed}"
            );
        }
        assert_eq!(
            EN.parse_amount("-$1,234.5", Currency::Usd),
            Ok(Money::new(-123_450, Currency::Usd))
        );
        assert_eq!(
            EN.parse_amount("1.234567 USDT", Currency::Usdt),
            Ok(Money::new(1_234_567, Currency::Usdt))
        );
        assert_eq!(
            FA.parse_amount("۵ یورو", Currency::Usd),
            Err(NumberError::Format)
        );
        for (typed, want) in [
            ("۴٫۳۵۰ گرم", Ok(4_350)),
            ("4/35", Ok(4_350)),
            ("4.35g", Ok(4_350)),
            ("12 gr", Ok(12_000)),
            ("4.3501", Err(NumberError::TooPrecise)),
            (".5", Err(NumberError::Format)),
        ] {
            assert_eq!(FA.parse_weight(typed), want.map(Milligrams), "{typed}");
        }
    }

    #[test]
    fn times_and_percentages_as_people_type_them() {
        let at = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
        for (typed, want) in [
            ("۹:۳۰", Ok(at(9, 30))),
            (" 09 : 05 ", Ok(at(9, 5))),
            ("٢٣:٥٩", Ok(at(23, 59))),
            ("۸", Ok(at(8, 0))),
            ("", Err(TimeError::Empty)),
            ("24:00", Err(TimeError::Format)),
            ("9:60", Err(TimeError::Format)),
            ("9:", Err(TimeError::Format)),
            ("+9:30", Err(TimeError::Format)),
            ("9:30:10", Err(TimeError::Format)),
        ] {
            assert_eq!(FA.parse_time(typed), want, "{typed}");
        }
        for (typed, want) in [
            ("۷٫۵٪", Ok(750)),
            ("10 %", Ok(1_000)),
            ("۱۰ درصد", Ok(1_000)),
            ("0.125", Err(NumberError::TooPrecise)),
            ("%", Err(NumberError::Empty)),
        ] {
            assert_eq!(FA.parse_percent(typed), want.map(Percent), "{typed}");
        }
    }

    fn any_format() -> impl Strategy<Value = Format> {
        (any::<[bool; 4]>()).prop_map(|[l, c, n, m]| Format {
            calendar: if c {
                Calendar::Jalali
            } else {
                Calendar::Gregorian
            },
            digits: if n { Digits::Persian } else { Digits::Latin },
            money_unit: if m { MoneyUnit::Toman } else { MoneyUnit::Rial },
            ..Format::for_locale(if l { Locale::Fa } else { Locale::En })
        })
    }

    proptest! {
        #[test]
        fn what_is_shown_can_be_typed_back(f in any_format(), n in any::<i64>(), other in any::<bool>()) {
            prop_assert_eq!(f.parse_integer(&f.number(n)), Ok(n));
            prop_assert_eq!(f.parse_weight(&f.weight(Milligrams(n))), Ok(Milligrams(n)));
            prop_assert_eq!(f.parse_percent(&f.percent(n)), Ok(Percent(n)));
            let time = NaiveTime::from_hms_opt(u32::try_from(n.rem_euclid(24)).unwrap(), u32::try_from(n.rem_euclid(60)).unwrap(), 0).unwrap();
            prop_assert_eq!(f.parse_time(&f.time_of_day(time)), Ok(time));
            for currency in Currency::ALL {
                let m = Money::new(n, currency);
                prop_assert_eq!(f.parse_amount(&f.money(m), currency), Ok(m));
                prop_assert_eq!(f.parse_amount(&f.amount(m), currency), Ok(m));
            }
            // The written unit wins over the field's.
            let unit = if other { MoneyUnit::Toman } else { MoneyUnit::Rial };
            prop_assert_eq!(f.parse_money(&f.money(Money::rial(n)), unit), Ok(Money::rial(n)));
        }

        #[test]
        fn days_of_1300_to_1500_can_be_typed_back(f in any_format(), offset in 0u64..73_414) {
            let day = d(1921, 3, 21) + Days::new(offset);
            prop_assert_eq!(f.parse_date(&f.day(day)), Ok(day));
        }

        #[test]
        fn no_text_breaks_a_reader(s in any::<String>()) {
            for f in [FA, EN] {
                let _ = (f.parse_date(&s), f.parse_integer(&s), f.parse_weight(&s));
                for c in Currency::ALL {
                    let _ = f.parse_amount(&s, c);
                }
            }
        }
    }
}
