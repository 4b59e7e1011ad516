//! How often something is paid. Months are Jalali months in Tehran, whatever the reader's calendar: two readers of one
//! invoice see one period.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Asia::Tehran;
use l10n::Calendar;

kernel::words! {
    /// How often something is paid.
    pub enum Cycle {
        /// Once, and never again.
        Once = "once",
        /// Each hour.
        Hour = "hour",
        /// Each day.
        Day = "day",
        /// Each month.
        Month = "month",
        /// Every three months.
        Quarter = "quarter",
        /// Every six months.
        HalfYear = "half_year",
        /// Each year.
        Year = "year",
    }
}

enum Length {
    Open,
    Time(TimeDelta),
    Months(i32),
}

impl Cycle {
    /// Text key: how it is chosen («ماهانه»).
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Once => "commerce.cycle.once",
            Self::Hour => "commerce.cycle.hour",
            Self::Day => "commerce.cycle.day",
            Self::Month => "commerce.cycle.month",
            Self::Quarter => "commerce.cycle.quarter",
            Self::HalfYear => "commerce.cycle.half_year",
            Self::Year => "commerce.cycle.year",
        }
    }

    /// Text key: what stands behind a price («در ماه»).
    #[must_use]
    pub fn per(self) -> &'static str {
        match self {
            Self::Once => "commerce.per.once",
            Self::Hour => "commerce.per.hour",
            Self::Day => "commerce.per.day",
            Self::Month => "commerce.per.month",
            Self::Quarter => "commerce.per.quarter",
            Self::HalfYear => "commerce.per.half_year",
            Self::Year => "commerce.per.year",
        }
    }

    fn length(self) -> Length {
        match self {
            Self::Once | Self::Hour => Length::Open,
            Self::Day => Length::Time(TimeDelta::days(1)),
            Self::Month => Length::Months(1),
            Self::Quarter => Length::Months(3),
            Self::HalfYear => Length::Months(6),
            Self::Year => Length::Months(12),
        }
    }

    /// Whether it ends and is paid again by an invoice.
    #[must_use]
    pub fn recurs(self) -> bool {
        !matches!(self, Self::Once | Self::Hour)
    }

    /// Whether a meter takes it from the wallet as time passes.
    #[must_use]
    pub fn is_metered(self) -> bool {
        self == Self::Hour
    }

    /// When the `n`th period ends that is counted from `start`; nothing for what has no periods. Counted from the start each
    /// time: a month that begins on the 31st is short once, not from then on.
    #[must_use]
    pub fn end(self, start: DateTime<Utc>, n: u32) -> Option<DateTime<Utc>> {
        let times = i32::try_from(n).ok()?;
        match self.length() {
            Length::Open => None,
            Length::Time(one) => start.checked_add_signed(one.checked_mul(times)?),
            Length::Months(one) => {
                let local = start.with_timezone(&Tehran).naive_local();
                let day = Calendar::Jalali.add_months(local.date(), one.checked_mul(times)?)?;
                let at = day.and_time(local.time()).and_local_timezone(Tehran);
                Some(at.latest()?.with_timezone(&Utc))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn month_is_a_jalali_month() {
        // 1405/06/31 10:00 in Tehran; Mehr has 30 days.
        let start = at("2026-09-22T06:30:00Z");
        assert_eq!(Cycle::Month.end(start, 1), Some(at("2026-10-22T06:30:00Z")));
        assert_eq!(Cycle::Month.end(start, 2), Some(at("2026-11-21T06:30:00Z")));
        // 1406/06/31: the year is whole again.
        assert_eq!(Cycle::Year.end(start, 1), Some(at("2027-09-22T06:30:00Z")));
        assert_eq!(Cycle::Month.end(start, 12), Cycle::Year.end(start, 1));
    }

    #[test]
    fn what_is_paid_once_or_metered_has_no_periods() {
        assert_eq!(Cycle::Once.end(at("2026-09-22T06:30:00Z"), 1), None);
        assert_eq!(Cycle::Hour.end(at("2026-09-22T06:30:00Z"), 1), None);
    }
}
