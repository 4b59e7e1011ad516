//! How a sum is spread over its time, by seconds. One rule of rounding: each part is rounded down to the rial, the last one
//! takes what is left, so that the parts are the sum. Counted from what is left, so that a credit in the middle lowers the
//! parts that are still to come and none that was told before.

use chrono::{DateTime, Utc};
use kernel::error::AppResult;
use ledger::Period;

/// What of a sum is earned for one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The Jalali month in Tehran.
    pub month: Period,
    /// How much, in rial.
    pub amount: i64,
}

/// A sum whose time passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    /// What is not earned yet.
    pub left: i64,
    /// Until when it is earned.
    pub earned_to: DateTime<Utc>,
    /// When all of it is.
    pub ends_at: DateTime<Utc>,
}

impl Spread {
    /// When the next part is due: when the month is over, or the time before it.
    pub fn next_at(&self) -> AppResult<DateTime<Utc>> {
        let month_ends = Period::at(self.earned_to).next().begins()?;
        Ok(month_ends.min(self.ends_at))
    }

    /// Takes the parts that are due now, in the order of months; the parts that round to nothing are not among them.
    pub fn take(&mut self, now: DateTime<Utc>) -> AppResult<Vec<Part>> {
        let mut parts = Vec::new();
        while self.left > 0 {
            let next = self.next_at()?;
            if next > now {
                break;
            }
            let month = Period::at(self.earned_to);
            let amount = self.until(next);
            self.left -= amount;
            self.earned_to = next.max(self.earned_to);
            if amount > 0 {
                parts.push(Part { month, amount });
            }
        }
        Ok(parts)
    }

    /// What is earned from where it stands to `next`.
    fn until(&self, next: DateTime<Utc>) -> i64 {
        let whole = (self.ends_at - self.earned_to).num_seconds();
        if next >= self.ends_at || whole <= 0 {
            return self.left;
        }
        let passed = (next - self.earned_to).num_seconds();
        let part = i128::from(self.left) * i128::from(passed) / i128::from(whole);
        i64::try_from(part).map_or(self.left, |part| part.clamp(0, self.left))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    /// 15 Mehr to 15 Aban 1405, noon in Tehran.
    fn month(left: i64) -> Spread {
        Spread {
            left,
            earned_to: at("2026-10-07T08:30:00Z"),
            ends_at: at("2026-11-06T08:30:00Z"),
        }
    }

    #[test]
    fn a_part_is_earned_when_its_month_is_over_and_the_rest_with_the_time() {
        let mut spread = month(1_000_000);
        assert_eq!(spread.take(at("2026-10-22T20:29:59Z")).unwrap(), []);
        // Mehr ends at 20:30 UTC on 22 October: 15.5 of 30 days.
        let first = spread.take(at("2026-10-22T20:30:00Z")).unwrap();
        assert_eq!(first.len(), 1);
        assert_eq!(
            (first[0].month.number(), first[0].amount),
            (140_507, 516_666)
        );
        assert_eq!(spread.take(at("2026-11-06T08:29:59Z")).unwrap(), []);
        let rest = spread.take(at("2026-11-06T08:30:00Z")).unwrap();
        assert_eq!((rest[0].month.number(), rest[0].amount), (140_508, 483_334));
        assert_eq!(spread.take(at("2030-01-01T00:00:00Z")).unwrap(), []);
    }

    #[test]
    fn what_was_paid_after_its_time_is_earned_at_once() {
        let mut late = month(7);
        late.earned_to = late.ends_at;
        let parts = late.take(late.ends_at).unwrap();
        assert_eq!((parts.len(), parts[0].amount, late.left), (1, 7, 0));
    }

    proptest! {
        #[test]
        fn parts_are_the_sum_however_often_somebody_looks(
            left in 1_i64..1_000_000_000_000, seconds in 1_i64..200_000_000, looks in proptest::collection::vec(0_i64..220_000_000, 0..6)
        ) {
            let begins = at("2026-10-07T08:30:00Z");
            let span = |seconds| begins + chrono::TimeDelta::seconds(seconds);
            let whole = Spread { left, earned_to: begins, ends_at: span(seconds) };
            let (mut once, mut often) = (whole, whole);
            let at_once = once.take(span(seconds)).unwrap();
            let mut looks = looks;
            looks.sort_unstable();
            let mut bit_by_bit = Vec::new();
            for look in looks.into_iter().filter(|look| *look < seconds).chain([seconds]) {
                bit_by_bit.extend(often.take(span(look)).unwrap());
            }
            prop_assert_eq!(at_once.iter().map(|part| part.amount).sum::<i64>(), left);
            prop_assert_eq!(at_once, bit_by_bit);
        }
    }
}
