//! What the registry knows of a setting: its key, kind, bounds, default, and whose it is.
//! Made only from a [`Setting`](super::Setting), so that a default is always of its kind.

use std::str::FromStr;

use chrono::NaiveTime;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use serde_json::Value as Json;

/// How a time of day is stored.
pub(super) const TIME: &str = "%H:%M";
/// The name under which a sealed value lies in its JSON, so that it is known for one without its declaration.
pub(super) const SEALED: &str = "sealed";
/// Most characters of a secret.
pub(super) const SECRET_LENGTH: usize = 4_000;

/// A setting as it is declared.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct SettingDef {
    /// `<module>.<name>`.
    pub key: &'static str,
    /// Text key; `<label>_hint` is the explanation.
    pub label: &'static str,
    /// Type and bounds; decides the form's control.
    pub kind: SettingKind,
    /// Who has a value of it.
    pub whose: Whose,
    /// Value until somebody changes it, as it is stored.
    pub default: Json,
}

/// Who has a value of a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// One value for all, at `/admin/settings`.
    Platform,
    /// Each tenant its own, at `/account/settings`.
    Tenant,
    /// Each tenant its own; the platform's is for those that have none.
    TenantOverPlatform,
}

impl Whose {
    /// Whether staff set it.
    #[must_use]
    pub fn has_platform(self) -> bool {
        self != Self::Tenant
    }
    /// Whether tenants set it.
    #[must_use]
    pub fn has_tenants(self) -> bool {
        self != Self::Platform
    }
}

/// Type and bounds of a setting. Bounds are in the units of the value.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SettingKind {
    /// One line of text.
    Line {
        /// Most characters.
        max: usize,
    },
    /// Several lines of text.
    Lines {
        /// Most characters.
        max: usize,
    },
    /// A whole number.
    Integer {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// A sum in rial; shown and typed in the reader's unit.
    Money {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// A number with decimals, in units of 10^-`places`.
    Decimal {
        /// Decimals.
        places: u8,
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// A percentage, in hundredths of a percent.
    Percent {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// A time of day in Tehran.
    Time,
    /// Yes or no.
    Switch,
    /// One of these words; the label of each is `<label>_<word>`.
    Choice(#[serde(serialize_with = "list")] fn() -> Vec<&'static str>),
    /// Sealed at rest and never shown again.
    Secret,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn list<S: Serializer>(words: &fn() -> Vec<&'static str>, to: S) -> Result<S::Ok, S::Error> {
    words().serialize(to)
}

impl SettingDef {
    /// The module that declares it.
    #[must_use]
    pub fn module(&self) -> &'static str {
        let module = self.key.split_once('.').map(|(module, _)| module);
        module.unwrap_or(self.key)
    }

    /// Whether its value is never shown.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        matches!(self.kind, SettingKind::Secret)
    }

    /// Text keys of the words of a choice.
    pub(crate) fn word_labels(&self) -> Vec<String> {
        match self.kind {
            SettingKind::Choice(words) => {
                words().iter().map(|word| self.word_label(word)).collect()
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn word_label(&self, word: &str) -> String {
        format!("{}_{word}", self.label)
    }

    /// Whether a stored value is of the kind and within its bounds: what an older program wrote may not be.
    pub(super) fn fits(&self, stored: &Json) -> bool {
        let text = stored.as_str();
        let within =
            |number: Option<i64>, min, max| number.is_some_and(|n| (min..=max).contains(&n));
        match self.kind {
            SettingKind::Line { max } | SettingKind::Lines { max } => {
                text.is_some_and(|text| text.chars().count() <= max)
            }
            SettingKind::Integer { min, max }
            | SettingKind::Money { min, max }
            | SettingKind::Percent { min, max } => within(stored.as_i64(), min, max),
            SettingKind::Decimal { places, min, max } => {
                let number = text.and_then(|text| Decimal::from_str(text).ok());
                within(number.and_then(|n| units(n, places)), min, max)
            }
            SettingKind::Time => text.is_some_and(|t| NaiveTime::parse_from_str(t, TIME).is_ok()),
            SettingKind::Switch => stored.is_boolean(),
            SettingKind::Choice(words) => text.is_some_and(|text| words().contains(&text)),
            SettingKind::Secret => stored.get(SEALED).is_some_and(Json::is_string),
        }
    }
}

/// The number in units of 10^-`places`; `None` when it has more decimals.
pub(super) fn units(number: Decimal, places: u8) -> Option<i64> {
    let mut exact = number;
    exact.rescale(places.into());
    if exact != number {
        return None;
    }
    i64::try_from(exact.mantissa()).ok()
}
