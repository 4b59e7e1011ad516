//! The number of a document: counted without gaps for each book, series and Jalali year.

use std::fmt;

use chrono::{DateTime, Utc};
use l10n::{Calendar, Format, Locale};

/// A number with what it is counted in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Told apart by letters or digits; most books have one series, without a name.
    pub series: String,
    /// Jalali year of the day in Tehran on which it was issued.
    pub year: i16,
    /// From 1.
    pub number: i64,
}

/// `1405-12`, or `B-1405-12` in the series B.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.series.is_empty() {
            write!(f, "{}-", self.series)?;
        }
        write!(f, "{}-{}", self.year, self.number)
    }
}

/// The Jalali year of a moment in Tehran.
pub(crate) fn year(at: DateTime<Utc>) -> i16 {
    let day = Format::for_locale(Locale::Fa).today(at);
    i16::try_from(Calendar::Jalali.ymd(day).year).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_turns_at_midnight_of_nowruz_in_tehran() {
        let of = |text: &str| year(text.parse().unwrap());
        assert_eq!(of("2026-03-20T20:29:59Z"), 1404);
        assert_eq!(of("2026-03-20T20:30:00Z"), 1405);
    }

    #[test]
    fn a_number_is_written_with_its_year_and_its_series() {
        let number = |series: &str| Number {
            series: series.to_owned(),
            year: 1405,
            number: 12,
        };
        assert_eq!(number("").to_string(), "1405-12");
        assert_eq!(number("B").to_string(), "B-1405-12");
    }
}
