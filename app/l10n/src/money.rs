//! Money as whole smallest units with its currency: rial, cent, millionth of tether.
//! Checked arithmetic only; a sum that cannot be right is refused instead of wrapped.

use std::{cmp::Ordering, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{MoneyError, MoneyUnit, Rounding, UnknownTag};

/// Currencies in which something can be priced or paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    /// Iranian rial; no decimals in use.
    #[default]
    Irr,
    /// US dollar, in cents.
    Usd,
    /// Euro, in cents.
    Eur,
    /// Tether, in millionths as its tokens count.
    Usdt,
}

impl Currency {
    /// Every currency.
    pub const ALL: [Self; 4] = [Self::Irr, Self::Usd, Self::Eur, Self::Usdt];

    /// ISO 4217 code, or the token's usual one.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Irr => "IRR",
            Self::Usd => "USD",
            Self::Eur => "EUR",
            Self::Usdt => "USDT",
        }
    }

    /// Decimal places of the smallest unit (ISO 4217 for dollar and euro; the rial's two on paper
    /// are not in use; six for the tether contracts on Tron and Ethereum).
    pub const fn places(self) -> u8 {
        match self {
            Self::Irr => 0,
            Self::Usd | Self::Eur => 2,
            Self::Usdt => 6,
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Currency {
    type Err = UnknownTag;
    fn from_str(s: &str) -> Result<Self, UnknownTag> {
        Self::ALL
            .into_iter()
            .find(|c| c.code() == s)
            .ok_or(UnknownTag)
    }
}

/// A sum in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Whole smallest units of the currency.
    pub minor: i64,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// So many smallest units.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// So many rial.
    pub const fn rial(rial: i64) -> Self {
        Self::new(rial, Currency::Irr)
    }

    /// Nothing, in that currency.
    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// Whether the sum is zero.
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    fn same(self, other: Self) -> Result<(), MoneyError> {
        if self.currency == other.currency {
            Ok(())
        } else {
            Err(MoneyError::CurrencyMismatch)
        }
    }

    fn with(self, minor: Option<i64>) -> Result<Self, MoneyError> {
        Ok(Self {
            minor: minor.ok_or(MoneyError::Overflow)?,
            ..self
        })
    }

    /// The sum of both.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.same(other)?;
        self.with(self.minor.checked_add(other.minor))
    }

    /// The difference.
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.same(other)?;
        self.with(self.minor.checked_sub(other.minor))
    }

    /// So many times the sum.
    pub fn checked_mul(self, times: i64) -> Result<Self, MoneyError> {
        self.with(self.minor.checked_mul(times))
    }

    /// The sum with its sign turned.
    pub fn checked_neg(self) -> Result<Self, MoneyError> {
        self.with(self.minor.checked_neg())
    }

    /// The total of many sums; zero of `currency` when there are none.
    pub fn sum(
        currency: Currency,
        sums: impl IntoIterator<Item = Self>,
    ) -> Result<Self, MoneyError> {
        sums.into_iter()
            .try_fold(Self::zero(currency), Self::checked_add)
    }

    /// `self * numerator / denominator`, rounded once: rates, shares of time, price of a weight.
    pub fn mul_div(
        self,
        numerator: i64,
        denominator: i64,
        rounding: Rounding,
    ) -> Result<Self, MoneyError> {
        if denominator == 0 {
            return Err(MoneyError::NoShares);
        }
        self.with(rounding.scale(self.minor, numerator, denominator))
    }

    /// A percentage in hundredths of a percent (10 % is 1000).
    pub fn percent(self, basis_points: i64, rounding: Rounding) -> Result<Self, MoneyError> {
        self.mul_div(basis_points, 10_000, rounding)
    }

    /// To the nearest multiple of `step` smallest units (shops round to 1000 toman).
    pub fn round_to(self, step: i64, rounding: Rounding) -> Result<Self, MoneyError> {
        let steps = rounding
            .divide(self.minor.into(), step.into())
            .ok_or(MoneyError::NoShares)?;
        let minor = steps
            .checked_mul(step.into())
            .and_then(|m| i64::try_from(m).ok());
        self.with(minor)
    }

    /// Splits the sum by weights so that the parts add up to it exactly: each part is cut toward
    /// zero and the units left over go, one each, to the first parts that have a weight.
    pub fn allocate(self, shares: &[u32]) -> Result<Vec<Self>, MoneyError> {
        let total: i64 = shares.iter().map(|s| i64::from(*s)).sum();
        if total == 0 {
            return Err(MoneyError::NoShares);
        }
        let mut parts = shares
            .iter()
            .map(|s| self.mul_div(i64::from(*s), total, Rounding::Down))
            .collect::<Result<Vec<_>, _>>()?;
        let given = Self::sum(self.currency, parts.iter().copied())?;
        let mut rest = self.checked_sub(given)?.minor;
        for (part, share) in parts.iter_mut().zip(shares) {
            if rest != 0 && *share > 0 {
                part.minor += rest.signum();
                rest -= rest.signum();
            }
        }
        Ok(parts)
    }
}

impl PartialOrd for Money {
    /// Sums of different currencies have no order.
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (self.currency == other.currency).then(|| self.minor.cmp(&other.minor))
    }
}

/// A sum that is certainly in rial, for columns and gateways that know nothing else.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Rial(pub i64);

impl Rial {
    /// The number of rial.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// So many whole units of what people count in.
    pub fn from_unit(n: i64, unit: MoneyUnit) -> Result<Self, MoneyError> {
        n.checked_mul(10_i64.pow(unit.places().into()))
            .map(Self)
            .ok_or(MoneyError::Overflow)
    }
}

/// A part of a hundred, in hundredths of a percent: 10 % is 1000.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Percent(pub i64);

impl Percent {
    /// That part of a sum, rounded once.
    pub fn of(self, sum: Money, rounding: Rounding) -> Result<Money, MoneyError> {
        sum.percent(self.0, rounding)
    }
}

impl From<Rial> for Money {
    fn from(rial: Rial) -> Self {
        Self::rial(rial.0)
    }
}

impl TryFrom<Money> for Rial {
    type Error = MoneyError;
    fn try_from(m: Money) -> Result<Self, MoneyError> {
        if m.currency == Currency::Irr {
            Ok(Self(m.minor))
        } else {
            Err(MoneyError::CurrencyMismatch)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const R: fn(i64) -> Money = Money::rial;

    #[test]
    fn sums_refuse_overflow_and_foreign_currency() {
        let dollar = Money::new(1, Currency::Usd);
        assert_eq!(R(1).checked_add(dollar), Err(MoneyError::CurrencyMismatch));
        assert_eq!(R(1).checked_sub(dollar), Err(MoneyError::CurrencyMismatch));
        assert_eq!(R(i64::MAX).checked_add(R(1)), Err(MoneyError::Overflow));
        assert_eq!(R(i64::MIN).checked_neg(), Err(MoneyError::Overflow));
        assert_eq!(R(i64::MAX).checked_mul(2), Err(MoneyError::Overflow));
        assert_eq!(
            R(i64::MAX).mul_div(3, 2, Rounding::Down),
            Err(MoneyError::Overflow)
        );
        assert_eq!(
            R(1).mul_div(1, 0, Rounding::Down),
            Err(MoneyError::NoShares)
        );
        assert_eq!(R(1).partial_cmp(&dollar), None);
        assert!(R(1) < R(2));
        assert_eq!(Rial::try_from(dollar), Err(MoneyError::CurrencyMismatch));
        assert_eq!(Rial::from_unit(12, MoneyUnit::Toman), Ok(Rial(120)));
        assert_eq!(
            Rial::from_unit(i64::MAX, MoneyUnit::Toman),
            Err(MoneyError::Overflow)
        );
    }

    #[test]
    fn gold_invoice_of_the_market_rule() {
        // 5.230 g of 750 at 85,000,000 rial, ojrat 15 %, profit 7 %, VAT 10 %.
        let half = Rounding::HalfUp;
        let gold = R(85_000_000).mul_div(5_230, 1_000, half).unwrap();
        let ojrat = gold.percent(1_500, half).unwrap();
        let profit = gold.checked_add(ojrat).unwrap().percent(700, half).unwrap();
        let taxable = ojrat.checked_add(profit).unwrap();
        let vat = taxable.percent(1_000, half).unwrap();
        let parts = [gold, ojrat, profit, vat];
        assert_eq!(
            parts.map(|m| m.minor),
            [444_550_000, 66_682_500, 35_786_275, 10_246_878]
        );
        assert_eq!(Money::sum(Currency::Irr, parts), Ok(R(557_265_653)));
    }

    #[test]
    fn rounded_to_a_thousand_toman() {
        assert_eq!(
            R(51_164_140).round_to(10_000, Rounding::Down),
            Ok(R(51_160_000))
        );
        assert_eq!(
            R(51_165_000).round_to(10_000, Rounding::HalfUp),
            Ok(R(51_170_000))
        );
        assert_eq!(R(1).round_to(0, Rounding::Down), Err(MoneyError::NoShares));
    }

    #[test]
    fn leftover_units_go_to_the_first_parts_with_a_weight() {
        let parts = |m: i64, s: &[u32]| {
            R(m).allocate(s)
                .map(|p| p.iter().map(|m| m.minor).collect::<Vec<_>>())
        };
        assert_eq!(parts(100, &[1, 1, 1]), Ok(vec![34, 33, 33]));
        assert_eq!(parts(-100, &[1, 1, 1]), Ok(vec![-34, -33, -33]));
        assert_eq!(parts(5, &[0, 1, 1]), Ok(vec![0, 3, 2]));
        assert_eq!(parts(5, &[0, 0]), Err(MoneyError::NoShares));
        assert_eq!(parts(5, &[]), Err(MoneyError::NoShares));
    }

    #[test]
    fn stored_form_is_stable() {
        let m = Money::new(-1250, Currency::Usd);
        let json = serde_json::to_string(&m).unwrap();
        assert_eq!(json, r#"{"minor":-1250,"currency":"USD"}"#);
        assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), m);
        for c in Currency::ALL {
            assert_eq!(c.code().parse(), Ok(c));
        }
    }

    proptest! {
        #[test]
        fn parts_add_up_to_the_whole(minor in any::<i64>(), shares in prop::collection::vec(any::<u32>(), 1..40)) {
            prop_assume!(shares.iter().any(|s| *s > 0));
            let parts = R(minor).allocate(&shares).unwrap();
            prop_assert_eq!(Money::sum(Currency::Irr, parts.iter().copied()), Ok(R(minor)));
            for (part, share) in parts.iter().zip(&shares) {
                prop_assert!(*share > 0 || part.is_zero());
            }
        }
    }
}
