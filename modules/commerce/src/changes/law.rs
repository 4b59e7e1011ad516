//! What a change costs, exactly. Pure: nothing here reads a clock or a table.

use l10n::Rounding;

/// What a change is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// What a whole period costs from now on, without tax.
    pub price: i64,
    /// What was paid for this period, counted for the whole of it, without tax.
    pub paid: i64,
    /// Seconds that are left of the period.
    pub left: i64,
    /// Seconds of the whole period.
    pub period: i64,
}

impl Terms {
    /// Whether it takes place now, against money; what costs less than was paid waits until the period ends.
    #[must_use]
    pub fn is_now(self) -> bool {
        self.price >= self.paid
    }

    /// `half_up((price − paid) × left / period)`: what is to be paid now, without tax; nothing when it waits. `None` when
    /// the terms make no sense or the sum is too large to count.
    #[must_use]
    pub fn charge(self) -> Option<i64> {
        if self.period <= 0 || !(0..=self.period).contains(&self.left) || self.paid < 0 {
            return None;
        }
        if !self.is_now() {
            return Some(0);
        }
        let difference = i128::from(self.price) - i128::from(self.paid);
        let share = difference.checked_mul(i128::from(self.left))?;
        let charge = Rounding::HalfUp.divide(share, i128::from(self.period))?;
        i64::try_from(charge).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PERIOD: i64 = 2_592_000;

    fn terms(price: i64, paid: i64, left: i64) -> Terms {
        Terms {
            price,
            paid,
            left,
            period: PERIOD,
        }
    }

    #[test]
    fn half_of_a_month_costs_half_of_the_difference() {
        let half = PERIOD / 2;
        assert_eq!(terms(3_000_000, 1_000_000, half).charge(), Some(1_000_000));
        assert_eq!(terms(1_000_000, 3_000_000, half).charge(), Some(0));
        assert_eq!(terms(3_000_000, 1_000_000, 0).charge(), Some(0));
    }

    #[test]
    fn half_a_rial_is_rounded_up_once() {
        assert_eq!(terms(1, 0, PERIOD / 2).charge(), Some(1));
        assert_eq!(terms(1, 0, PERIOD / 2 - 1).charge(), Some(0));
        assert_eq!(terms(i64::MAX, 0, PERIOD).charge(), Some(i64::MAX));
        assert_eq!(terms(1, 0, PERIOD + 1).charge(), None);
    }

    /// One customer's way through a period: changes at times, in order. What he has paid besides the period, what he used
    /// times the period's seconds, and how many changes cost something.
    fn walk(first: i64, changes: &[(i64, i64)]) -> (i64, i128, i128) {
        let (mut paid, mut charged, mut used, mut at, mut count) = (first, 0, 0_i128, 0, 0);
        for &(time, price) in changes {
            used += i128::from(paid) * i128::from(time - at);
            at = time;
            let terms = terms(price, paid, PERIOD - time);
            charged += terms.charge().unwrap();
            if terms.is_now() {
                paid = price;
                count += 1;
            }
        }
        used += i128::from(paid) * i128::from(PERIOD - at);
        (charged, used, count)
    }

    proptest! {
        #[test]
        fn no_sequence_of_changes_gains(
            first in 0_i64..10_000_000_000,
            mut changes in prop::collection::vec((0..=PERIOD, 0_i64..10_000_000_000), 0..12),
        ) {
            changes.sort_by_key(|(time, _)| *time);
            let (charged, used, count) = walk(first, &changes);
            let paid = i128::from(first) + i128::from(charged);
            // Only rounding is between what was paid and what was used: at most half a rial for each change.
            let error = (paid * i128::from(PERIOD) - used).abs() * 2;
            prop_assert!(error <= count * i128::from(PERIOD));
            prop_assert!(charged >= 0);
        }

        #[test]
        fn a_way_round_costs_what_the_straight_way_costs(
            first in 0_i64..10_000_000_000,
            mut steps in prop::collection::vec(0_i64..10_000_000_000, 1..8),
            time in 0..=PERIOD,
        ) {
            steps.sort_unstable();
            let last = *steps.last().unwrap();
            let round: Vec<(i64, i64)> = steps.iter().map(|price| (time, *price)).collect();
            let (round, ..) = walk(first, &round);
            let (straight, ..) = walk(first, &[(time, last)]);
            prop_assert!((round - straight).abs() <= i64::try_from(steps.len()).unwrap());
        }
    }
}
