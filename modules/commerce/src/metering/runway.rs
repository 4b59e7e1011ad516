//! How long the money lasts: the coming hours are gone through as the meter will take them, with the renewals that fall
//! between, so that what a page foretells is what happens.

use chrono::{DateTime, TimeDelta, Utc};
use ledger::Period;

use super::charge::Taken;
use super::hours;
use crate::catalogue::Tax;

/// What runs by the hour.
#[derive(Clone, Copy, Debug)]
pub struct Running {
    /// Its price of a month.
    pub monthly: i64,
    /// What was taken in this month.
    pub taken: Taken,
    /// The first hour that is not taken.
    pub next_hour: DateTime<Utc>,
}

/// What is paid from the wallet at a moment, when it is there: a period of another service.
#[derive(Clone, Copy, Debug)]
pub struct Due {
    /// When.
    pub at: DateTime<Utc>,
    /// With tax.
    pub total: i64,
}

/// How far it is looked ahead.
const AHEAD: TimeDelta = TimeDelta::days(93);

/// The beginning of the first hour that the wallet does not pay for each of them; nothing within three months.
/// `due` is sorted by time.
#[must_use]
pub fn runs_out_at(
    available: i64,
    running: &[Running],
    due: &[Due],
    tax: Tax,
) -> Option<DateTime<Utc>> {
    let first = running.iter().map(|one| one.next_hour).min()?;
    let (mut left, mut due) = (available, due.iter().peekable());
    let mut taken: Vec<Taken> = running.iter().map(|one| one.taken).collect();
    let mut hour = first;
    let mut month = Period::at(hour);
    let mut month_ends = month.next().begins().ok();
    while hour - first < AHEAD {
        if month_ends.is_some_and(|end| hour >= end) {
            month = Period::at(hour);
            month_ends = month.next().begins().ok();
        }
        while let Some(paid) = due.next_if(|one| one.at <= hour) {
            if paid.total <= left {
                left -= paid.total;
            }
        }
        for (one, taken) in running.iter().zip(&mut taken) {
            if one.next_hour > hour {
                continue;
            }
            let (charge, after) = taken.next(one.monthly, month, tax);
            if charge.total() > left {
                return Some(hour);
            }
            left -= charge.total();
            *taken = after;
        }
        hour = hours::after(hour);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAX: Tax = Tax { rate: 1000 };

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    /// 10,000 rial an hour, 11,000 with tax.
    fn running() -> Running {
        let next_hour = at("2026-11-30T07:30:00Z");
        Running {
            monthly: 7_200_000,
            taken: Taken::nothing(Period::at(next_hour)),
            next_hour,
        }
    }

    #[test]
    fn money_for_three_hours_ends_at_the_fourth() {
        let ends = runs_out_at(33_000, &[running()], &[], TAX);
        assert_eq!(ends, Some(at("2026-11-30T10:30:00Z")));
        let less = runs_out_at(32_999, &[running()], &[], TAX);
        assert_eq!(less, Some(at("2026-11-30T09:30:00Z")));
        assert_eq!(
            runs_out_at(0, &[running()], &[], TAX),
            Some(running().next_hour)
        );
    }

    #[test]
    fn what_is_renewed_meanwhile_is_counted_when_it_can_be_paid() {
        let renewal = |total| Due {
            at: at("2026-11-30T08:00:00Z"),
            total,
        };
        let ends = runs_out_at(33_000, &[running()], &[renewal(22_000)], TAX);
        assert_eq!(ends, Some(at("2026-11-30T08:30:00Z")));
        let ends = runs_out_at(33_000, &[running()], &[renewal(22_001)], TAX);
        assert_eq!(ends, Some(at("2026-11-30T10:30:00Z")));
    }

    #[test]
    fn month_that_is_full_costs_nothing_more_until_the_next() {
        let mut full = running();
        full.taken = Taken {
            month: Period::from_number(140_509).unwrap(),
            hours: 720,
            net: 7_200_000,
            vat: 720_000,
        };
        // 1405/10/01 00:00 in Tehran.
        assert_eq!(
            runs_out_at(0, &[full], &[], TAX),
            Some(at("2026-12-21T20:30:00Z"))
        );
    }

    #[test]
    fn nothing_runs_out_of_nothing() {
        assert_eq!(runs_out_at(0, &[], &[], TAX), None);
        assert_eq!(runs_out_at(i64::MAX, &[running()], &[], TAX), None);
    }
}
