//! Hours begin when a clock in Tehran shows a full one; so each belongs to one Jalali month.

use chrono::{DateTime, TimeDelta, Timelike, Utc};
use chrono_tz::Asia::Tehran;

/// The beginning of the hour in which a moment lies.
#[must_use]
pub fn start(at: DateTime<Utc>) -> DateTime<Utc> {
    let local = at.with_timezone(&Tehran);
    let past = TimeDelta::minutes(i64::from(local.minute()))
        + TimeDelta::seconds(i64::from(local.second()))
        + TimeDelta::nanoseconds(i64::from(local.nanosecond()));
    at - past
}

/// The beginning of the next hour.
#[must_use]
pub fn after(hour: DateTime<Utc>) -> DateTime<Utc> {
    hour + TimeDelta::hours(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn hours_begin_at_half_past_in_utc() {
        assert_eq!(
            start(at("2026-11-30T07:29:59Z")),
            at("2026-11-30T06:30:00Z")
        );
        assert_eq!(
            start(at("2026-11-30T07:30:00Z")),
            at("2026-11-30T07:30:00Z")
        );
    }
}
