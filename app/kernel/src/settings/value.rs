//! The types that a setting may have, and how each is stored.
//! A new kind is a type here, a variant of `SettingKind`, and its control in `view`.

use std::str::FromStr;

use chrono::NaiveTime;
use l10n::{Percent, Rial};
use rust_decimal::Decimal;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value as Json, json};

use super::declaration::{SEALED, SettingKind, TIME};
use crate::error::AppResult;
use crate::keys::Keys;
use crate::words::Words;

/// A type of settings.
pub trait SettingValue: Sized + Send + 'static {
    /// What a constant holds as default.
    type Given: Copy + Send + Sync + 'static;
    /// The default as it is stored.
    fn given(given: Self::Given, kind: SettingKind) -> Json;
    /// The value as it is stored; a secret still open.
    fn plain(&self) -> Json;
    /// Reads what is stored; `None` when it is of another kind.
    fn read(stored: &Json, keys: &Keys) -> AppResult<Option<Self>>;
}

macro_rules! values {
    ($($type:ty, $given:ty, |$default:ident| $store:expr, |$value:ident| $plain:expr, |$stored:ident| $read:expr;)+) => { $(
        impl SettingValue for $type {
            type Given = $given;
            fn given($default: Self::Given, _: SettingKind) -> Json { $store }
            fn plain(&self) -> Json { let $value = self; $plain }
            fn read($stored: &Json, _: &Keys) -> AppResult<Option<Self>> { Ok($read) }
        }
    )+ };
}

values! {
    i64, i64, |n| json!(n), |n| json!(n), |stored| stored.as_i64();
    Rial, Rial, |rial| json!(rial.0), |rial| json!(rial.0), |stored| stored.as_i64().map(Rial);
    Percent, i64, |n| json!(n), |percent| json!(percent.0), |stored| stored.as_i64().map(Percent);
    bool, bool, |on| json!(on), |on| json!(on), |stored| stored.as_bool();
    String, &'static str, |text| json!(text), |text| json!(text), |stored| stored.as_str().map(str::to_owned);
    NaiveTime, NaiveTime, |at| json!(at.format(TIME).to_string()), |at| json!(at.format(TIME).to_string()),
        |stored| stored.as_str().and_then(|text| NaiveTime::parse_from_str(text, TIME).ok());
}

impl<T: Words> SettingValue for T {
    type Given = T;
    fn given(given: T, _: SettingKind) -> Json {
        json!(given.as_str())
    }
    fn plain(&self) -> Json {
        json!(self.as_str())
    }
    fn read(stored: &Json, _: &Keys) -> AppResult<Option<Self>> {
        Ok(stored.as_str().and_then(T::parse))
    }
}

impl SettingValue for Decimal {
    /// In units of the last decimal.
    type Given = i64;
    fn given(given: i64, kind: SettingKind) -> Json {
        let places = match kind {
            SettingKind::Decimal { places, .. } => places,
            _ => 0,
        };
        json!(Decimal::new(given, places.into()).to_string())
    }
    fn plain(&self) -> Json {
        json!(self.to_string())
    }
    fn read(stored: &Json, _: &Keys) -> AppResult<Option<Self>> {
        let text = stored.as_str();
        Ok(text.and_then(|text| Decimal::from_str(text).ok()))
    }
}

/// A secret has no default: `None` until somebody gives it.
impl SettingValue for Option<SecretString> {
    type Given = ();
    fn given((): (), _: SettingKind) -> Json {
        Json::Null
    }
    fn plain(&self) -> Json {
        self.as_ref()
            .map_or(Json::Null, |secret| json!(secret.expose_secret()))
    }
    fn read(stored: &Json, keys: &Keys) -> AppResult<Option<Self>> {
        let sealed = stored.get(SEALED).and_then(Json::as_str);
        let secret = sealed.map(|sealed| keys.open(sealed)).transpose()?;
        Ok(Some(secret.map(SecretString::from)))
    }
}
