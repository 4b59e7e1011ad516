//! Shapes that several answers share.

use kernel::texts::Texts;
use l10n::{Locale, Money};
use serde::Serialize;
use utoipa::ToSchema;

use crate::accounts::CURRENCY;

/// A sum of money in whole smallest units of its currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CommerceMoney {
    /// Smallest units: rial for IRR.
    #[schema(example = 1_250_000)]
    pub amount: i64,
    /// ISO 4217.
    #[schema(example = "IRR")]
    pub currency: &'static str,
}

impl From<Money> for CommerceMoney {
    fn from(money: Money) -> Self {
        Self {
            amount: money.minor,
            currency: money.currency.code(),
        }
    }
}

/// So many rial.
pub fn rial(amount: i64) -> CommerceMoney {
    Money::new(amount, CURRENCY).into()
}

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CommerceText {
    /// Persian.
    #[schema(example = "پشتیبانی ماهانه")]
    pub fa: String,
    /// English.
    #[schema(example = "Monthly support")]
    pub en: String,
}

impl CommerceText {
    /// What was written in both.
    pub fn of(fa: &str, en: &str) -> Self {
        Self {
            fa: fa.to_owned(),
            en: en.to_owned(),
        }
    }

    /// The program's own text under a key.
    pub fn named(key: &str, texts: &Texts) -> Self {
        Self {
            fa: texts.t(Locale::Fa, key),
            en: texts.t(Locale::En, key),
        }
    }
}
