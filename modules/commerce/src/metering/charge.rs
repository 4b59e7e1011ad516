//! What an hour costs. The month's price is divided by 720 hours and never by rounded hours: after n hours what was taken is
//! the n-th part of it, rounded once; a month of more than 720 hours costs no more than its price.

use l10n::Rounding;
use ledger::Period;

use crate::catalogue::Tax;

/// Hours that a month's price is divided by.
pub const MONTH_HOURS: i64 = 720;

/// What was taken for a service in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The month.
    pub month: Period,
    /// Hours of it.
    pub hours: i32,
    /// Without tax.
    pub net: i64,
    /// Tax.
    pub vat: i64,
}

/// What one hour costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HourCharge {
    /// Without tax.
    pub net: i64,
    /// Tax.
    pub vat: i64,
}

impl HourCharge {
    /// To be taken from the wallet.
    #[must_use]
    pub fn total(self) -> i64 {
        self.net.saturating_add(self.vat)
    }
}

/// What so many hours of a month cost without tax.
fn so_far(monthly: i64, hours: i32) -> i64 {
    let counted = i128::from(hours).min(i128::from(MONTH_HOURS));
    let share = Rounding::HalfUp.divide(i128::from(monthly) * counted, i128::from(MONTH_HOURS));
    // Not more than `monthly`, which is an i64.
    share
        .and_then(|net| i64::try_from(net).ok())
        .unwrap_or(monthly)
}

/// A month's price as a price for an hour, to be shown: what is taken differs from it by a rial at most.
#[must_use]
pub fn hourly(monthly: i64) -> i64 {
    so_far(monthly, 1)
}

impl Taken {
    /// Nothing yet, in a month.
    #[must_use]
    pub fn nothing(month: Period) -> Self {
        Self {
            month,
            hours: 0,
            net: 0,
            vat: 0,
        }
    }

    /// What the next hour costs, which lies in `month`, and what has been taken after it.
    #[must_use]
    pub fn next(self, monthly: i64, month: Period, tax: Tax) -> (HourCharge, Self) {
        let before = if self.month == month {
            self
        } else {
            Self::nothing(month)
        };
        let hours = before.hours.saturating_add(1);
        let net = so_far(monthly, hours).max(before.net);
        // The tax of the sums, and not the sum of taxes: they too add up to the tax of the month's price.
        let tax_on = |net| tax.on(net).unwrap_or(0);
        let charge = HourCharge {
            net: net - before.net,
            vat: tax_on(net) - tax_on(before.net),
        };
        let after = Self {
            month,
            hours,
            net,
            vat: before.vat.saturating_add(charge.vat),
        };
        (charge, after)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn month(number: i32) -> Period {
        Period::from_number(number).unwrap()
    }

    fn azar() -> Period {
        month(140_509)
    }

    fn taken(monthly: i64, hours: i32, tax: Tax) -> (i64, i64, Taken) {
        let mut so_far = Taken::nothing(azar());
        let (mut net, mut vat) = (0, 0);
        for _ in 0..hours {
            let (charge, after) = so_far.next(monthly, azar(), tax);
            net += charge.net;
            vat += charge.vat;
            so_far = after;
        }
        (net, vat, so_far)
    }

    #[test]
    fn a_month_of_744_hours_costs_the_months_price() {
        let (net, vat, _) = taken(1_000_000, 744, Tax { rate: 1000 });
        assert_eq!((net, vat), (1_000_000, 100_000));
    }

    #[test]
    fn half_a_month_costs_half_of_it() {
        let (net, vat, _) = taken(7_200_001, 360, Tax { rate: 1000 });
        assert_eq!((net, vat), (3_600_001, 360_000));
    }

    #[test]
    fn another_month_begins_anew() {
        let (_, _, full) = taken(720, 720, Tax { rate: 0 });
        let (charge, after) = full.next(720, month(140_510), Tax { rate: 0 });
        assert_eq!((charge.net, after.hours), (1, 1));
    }

    proptest! {
        #[test]
        fn hours_add_up_to_their_share_and_each_is_fair(monthly in 0_i64..=1_000_000_000_000, hours in 0_i32..=744, rate in 0_i32..=10_000) {
            let tax = Tax { rate };
            let (net, vat, after) = taken(monthly, hours, tax);
            prop_assert_eq!((net, vat), (after.net, after.vat));
            prop_assert_eq!(net, so_far(monthly, hours));
            prop_assert_eq!(vat, tax.on(net).unwrap());
            prop_assert!(net <= monthly);
            let (next, _) = after.next(monthly, azar(), tax);
            prop_assert!(next.net >= 0 && next.vat >= 0 && next.net <= hourly(monthly) + 1);
        }
    }
}
