//! Locale rules of Iran and of English readers: digits, dates, money, gold, words, identifiers.
//! Pure functions without a clock or I/O, so every crate shows and reads values in one way.

pub mod banks;
pub mod calendar;
mod error;
mod format;
mod gold;
mod locale;
mod money;
pub mod normalise;
mod rounding;
pub mod validate;
pub mod words;

pub use calendar::Ymd;
pub use error::{DateError, MoneyError, NumberError, TimeError, UnknownTag};
pub use format::Format;
pub use gold::{Fineness, GoldWeight, Milligrams};
pub use locale::{Calendar, Digits, Locale, MoneyUnit};
pub use money::{Currency, Money, Percent, Rial};
pub use rounding::Rounding;
pub use validate::Invalid;
