//! Weight and fineness of gold as whole milligrams and whole parts per thousand.
//! Both are counted like money, because in a gold shop they are money.

use serde::{Deserialize, Serialize};

use crate::{MoneyError, Rounding};

/// A weight in milligrams (1 sut). Negative in a balance that is owed.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Milligrams(pub i64);

impl Milligrams {
    /// The number of milligrams.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The sum of both.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.0
            .checked_add(other.0)
            .map(Self)
            .ok_or(MoneyError::Overflow)
    }

    /// The difference.
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.0
            .checked_sub(other.0)
            .map(Self)
            .ok_or(MoneyError::Overflow)
    }

    /// So many times the weight.
    pub fn checked_mul(self, times: i64) -> Result<Self, MoneyError> {
        self.0
            .checked_mul(times)
            .map(Self)
            .ok_or(MoneyError::Overflow)
    }
}

/// Parts of pure gold in a thousand, 1 to 1000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Fineness(u16);

impl Fineness {
    /// 18 karat, the fineness in which Iranian shops keep their books.
    pub const F750: Self = Self(750);
    /// Mazaneh, the price per mesghal, is quoted for this fineness.
    pub const F705: Self = Self(705);
    /// Bank coins.
    pub const F900: Self = Self(900);
    /// Pure.
    pub const F1000: Self = Self(1000);

    /// A fineness in per mille; assay values such as 740 or 745 occur.
    pub const fn new(per_mille: u16) -> Result<Self, MoneyError> {
        if per_mille >= 1 && per_mille <= 1000 {
            Ok(Self(per_mille))
        } else {
            Err(MoneyError::Fineness)
        }
    }

    /// Parts per thousand.
    pub const fn per_mille(self) -> u16 {
        self.0
    }

    /// The karat in which the trade names this fineness (750 is 18), if it has one.
    pub const fn karat(self) -> Option<u8> {
        match self.0 {
            585 => Some(14),
            750 => Some(18),
            875 => Some(21),
            916 | 917 => Some(22),
            999 | 1000 => Some(24),
            _ => None,
        }
    }
}

impl TryFrom<u16> for Fineness {
    type Error = MoneyError;
    fn try_from(per_mille: u16) -> Result<Self, MoneyError> {
        Self::new(per_mille)
    }
}

impl From<Fineness> for u16 {
    fn from(f: Fineness) -> Self {
        f.0
    }
}

/// A weight at its fineness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct GoldWeight {
    /// Gross weight of the alloy.
    pub weight: Milligrams,
    /// Its fineness.
    pub fineness: Fineness,
}

impl GoldWeight {
    /// So much of an alloy.
    pub const fn new(weight: Milligrams, fineness: Fineness) -> Self {
        Self { weight, fineness }
    }

    /// The weight at another fineness that holds the same pure gold: weight × fineness / target.
    pub fn to_fineness(self, target: Fineness, rounding: Rounding) -> Result<Self, MoneyError> {
        let from = i64::from(self.fineness.per_mille());
        let weight = rounding
            .scale(self.weight.0, from, i64::from(target.per_mille()))
            .ok_or(MoneyError::Overflow)?;
        Ok(Self::new(Milligrams(weight), target))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_pure_gold_at_another_fineness() {
        let f = |n| Fineness::new(n).unwrap();
        let to_750 = |mg, n, r| {
            GoldWeight::new(Milligrams(mg), f(n))
                .to_fineness(Fineness::F750, r)
                .map(|g| g.weight.0)
        };
        // One mesghal of 705 is 4.3318 g of 750.
        assert_eq!(to_750(4_608, 705, Rounding::HalfUp), Ok(4_332));
        assert_eq!(to_750(4_608, 705, Rounding::Down), Ok(4_331));
        assert_eq!(to_750(8_133, 900, Rounding::HalfUp), Ok(9_760));
        assert_eq!(to_750(10_000, 740, Rounding::Down), Ok(9_866));
        assert_eq!(to_750(10_000, 750, Rounding::Up), Ok(10_000));
        assert_eq!(
            to_750(i64::MAX, 1000, Rounding::Down),
            Err(MoneyError::Overflow)
        );
    }

    #[test]
    fn fineness_stays_in_its_range_also_from_json() {
        assert_eq!(Fineness::new(0), Err(MoneyError::Fineness));
        assert_eq!(Fineness::new(1001), Err(MoneyError::Fineness));
        assert!(serde_json::from_str::<Fineness>("1001").is_err());
        assert_eq!(
            serde_json::from_str::<Fineness>("750").unwrap(),
            Fineness::F750
        );
        assert_eq!(Fineness::F750.karat(), Some(18));
        assert_eq!(Fineness::F705.karat(), None);
    }

    #[test]
    fn weights_are_added_with_care() {
        assert_eq!(
            Milligrams(4_350).checked_add(Milligrams(650)),
            Ok(Milligrams(5_000))
        );
        assert_eq!(
            Milligrams(i64::MAX).checked_add(Milligrams(1)),
            Err(MoneyError::Overflow)
        );
        assert_eq!(
            Milligrams(i64::MIN).checked_sub(Milligrams(1)),
            Err(MoneyError::Overflow)
        );
        assert_eq!(
            Milligrams(i64::MAX).checked_mul(2),
            Err(MoneyError::Overflow)
        );
    }
}
