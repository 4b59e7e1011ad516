//! What the gateway takes for a payment. Public facts give no tariff: one percent between 1,200 and 60,000 rial stands for
//! it, so that a client meets fees that are neither nothing nor all alike.

use l10n::{Money, Rounding};

const BASIS_POINTS: i64 = 100;
const LEAST: i64 = 1_200;
const MOST: i64 = 60_000;

/// What the banks' network takes, in rial; part of the gateway's fee, told apart in the answer.
pub const SHAPARAK: i64 = 1_200;

/// The fee in rial of a payment of so many rial.
#[must_use]
pub fn of(amount_rial: i64) -> i64 {
    let percent = Money::rial(amount_rial).percent(BASIS_POINTS, Rounding::HalfUp);
    percent.map_or(MOST, |fee| fee.minor).clamp(LEAST, MOST)
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn a_fee_is_a_percent_between_its_bounds() {
        for (amount, fee) in [(1_000, 1_200), (250_050, 2_501), (1_000_000_000, 60_000)] {
            assert_eq!(of(amount), fee, "{amount}");
        }
    }
}
