//! Amounts of usage as people read and write them: in units, with two places at most.

use l10n::{Format, Rounding};

/// So much counted, in units.
#[must_use]
pub fn units(fmt: Format, counted: i64, scale: i64) -> String {
    let hundredths = Rounding::HalfUp.divide(i128::from(counted) * 100, i128::from(scale));
    let hundredths = hundredths.and_then(|all| i64::try_from(all).ok());
    fmt.decimal(hundredths.unwrap_or(i64::MAX), 2, 0)
}

/// How many percent of what is included are used, at most a hundred; nothing where nothing is.
#[must_use]
pub fn percent(used: i64, included: i64) -> Option<u8> {
    if included <= 0 {
        return None;
    }
    let percent = i128::from(used.max(0)) * 100 / i128::from(included);
    Some(u8::try_from(percent.min(100)).unwrap_or(100))
}

#[cfg(test)]
mod tests {
    use l10n::Locale;

    use super::*;

    #[test]
    fn counted_bytes_are_shown_in_units_with_two_places() {
        let en = Format::for_locale(Locale::En);
        assert_eq!(units(en, 1_610_612_736, 1 << 30), "1.5");
        assert_eq!(units(en, 1 << 30, 1 << 30), "1");
        assert_eq!(units(en, 1, 1 << 30), "0");
        assert_eq!(units(Format::for_locale(Locale::Fa), 12_345, 1), "۱۲٬۳۴۵");
    }

    #[test]
    fn percent_of_what_is_included_ends_at_a_hundred() {
        assert_eq!(percent(79, 100), Some(79));
        assert_eq!(percent(i64::MAX, 3), Some(100));
        assert_eq!(percent(5, 0), None);
    }
}
