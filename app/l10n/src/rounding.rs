//! Named roundings: every division of money or weight says which way the rest goes.
//! Integer arithmetic only, because a float would lose a rial without anyone noticing.

/// Which way an exact quotient is brought to a whole unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// Nearest; a half goes away from zero (5.5 → 6, -5.5 → -6). Prices and tax.
    HalfUp,
    /// Nearest; a half goes to the even neighbour. Statistics, interest.
    HalfEven,
    /// Toward zero (5.9 → 5, -5.9 → -5). Discounts in the shop's favour.
    Down,
    /// Away from zero (5.1 → 6, -5.1 → -6).
    Up,
    /// Toward minus infinity.
    Floor,
    /// Toward plus infinity.
    Ceil,
}

impl Rounding {
    /// `numerator / denominator` as a whole number; `None` when the denominator is zero or the
    /// quotient overflows.
    pub fn divide(self, numerator: i128, denominator: i128) -> Option<i128> {
        let quotient = numerator.checked_div(denominator)?;
        let rest = numerator.checked_rem(denominator)?;
        if rest == 0 {
            return Some(quotient);
        }
        let away = if (rest < 0) == (denominator < 0) {
            1
        } else {
            -1
        };
        let twice = rest.unsigned_abs().checked_mul(2)?;
        let half = twice.cmp(&denominator.unsigned_abs());
        let step = match self {
            Self::Down => false,
            Self::Up => true,
            Self::Floor => away < 0,
            Self::Ceil => away > 0,
            Self::HalfUp => half.is_ge(),
            Self::HalfEven => half.is_gt() || (half.is_eq() && quotient % 2 != 0),
        };
        quotient.checked_add(if step { away } else { 0 })
    }

    /// `value * numerator / denominator`, rounded once at the end.
    pub(crate) fn scale(self, value: i64, numerator: i64, denominator: i64) -> Option<i64> {
        let product = i128::from(value).checked_mul(i128::from(numerator))?;
        self.divide(product, i128::from(denominator))?
            .try_into()
            .ok()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Rounding::{self, Ceil, Down, Floor, HalfEven, HalfUp, Up};

    #[test]
    fn each_rounding_by_name() {
        for (n, want) in [
            (25, [3, 2, 2, 3, 2, 3]),
            (35, [4, 4, 3, 4, 3, 4]),
            (-25, [-3, -2, -2, -3, -3, -2]),
            (-35, [-4, -4, -3, -4, -4, -3]),
            (24, [2, 2, 2, 3, 2, 3]),
            (-26, [-3, -3, -2, -3, -3, -2]),
            (30, [3; 6]),
        ] {
            for (r, w) in [HalfUp, HalfEven, Down, Up, Floor, Ceil]
                .into_iter()
                .zip(want)
            {
                assert_eq!(r.divide(n, 10), Some(w), "{r:?} {n}/10");
                assert_eq!(r.divide(-n, -10), Some(w), "{r:?} {n}/10, both negative");
            }
        }
        assert_eq!(HalfUp.divide(1, 0), None);
        assert_eq!(Down.divide(i128::MIN, -1), None);
    }

    proptest! {
        #[test]
        fn never_further_than_one_unit(n in any::<i64>(), d in any::<i64>().prop_filter("zero", |d| *d != 0)) {
            let (n, d) = (i128::from(n), i128::from(d));
            for r in [HalfUp, HalfEven, Down, Up, Floor, Ceil] {
                let error = (r.divide(n, d).unwrap() * d - n).abs();
                prop_assert!(error < d.abs());
                if matches!(r, Rounding::HalfUp | Rounding::HalfEven) {
                    prop_assert!(error * 2 <= d.abs());
                }
            }
        }
    }
}
