//! What can be wrong with a typed value or a sum, each with the key of its text.
//! Kept free of words for users, because the kernel translates `key()` per request.

use thiserror::Error;

/// A text is not the tag of any known locale, calendar, digit set or unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("unknown tag")]
pub struct UnknownTag;

impl UnknownTag {
    /// Key of the text for users.
    pub fn key(&self) -> &'static str {
        "kernel.invalid.choice"
    }
}

/// Why a typed date was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DateError {
    /// Nothing was typed.
    #[error("no date given")]
    Empty,
    /// Not year, month, day.
    #[error("not a date in the form year/month/day")]
    Format,
    /// The year belongs to neither calendar's accepted range.
    #[error("year out of range")]
    Year,
    /// No such day in that calendar, as 30 Esfand of a common year.
    #[error("no such day")]
    Day,
}

impl DateError {
    /// Key of the text for users.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Empty => "kernel.invalid.required",
            Self::Format => "kernel.invalid.date",
            Self::Year => "kernel.invalid.date_year",
            Self::Day => "kernel.invalid.date_day",
        }
    }
}

/// Why a typed time of day was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TimeError {
    /// Nothing was typed.
    #[error("no time given")]
    Empty,
    /// Not an hour and a minute of one day.
    #[error("not a time in the form hour:minute")]
    Format,
}

impl TimeError {
    /// Key of the text for users.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Empty => "kernel.invalid.required",
            Self::Format => "kernel.invalid.time",
        }
    }
}

/// Why a typed number, sum or weight was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NumberError {
    /// Nothing was typed.
    #[error("no number given")]
    Empty,
    /// Not a number, or its groups are not of three digits.
    #[error("not a number")]
    Format,
    /// More decimals than the unit has: cutting them would lose value without a word.
    #[error("too many decimals")]
    TooPrecise,
    /// Larger than can be stored.
    #[error("number out of range")]
    OutOfRange,
}

impl NumberError {
    /// Key of the text for users.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Empty => "kernel.invalid.required",
            Self::Format => "kernel.invalid.number",
            Self::TooPrecise => "kernel.invalid.number_precision",
            Self::OutOfRange => "kernel.invalid.number_range",
        }
    }
}

/// Why arithmetic on money, weight or fineness was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MoneyError {
    /// The result does not fit.
    #[error("amount out of range")]
    Overflow,
    /// The two sums are in different currencies.
    #[error("different currencies")]
    CurrencyMismatch,
    /// A division by zero, or shares whose sum is zero.
    #[error("no shares to divide by")]
    NoShares,
    /// Fineness outside 1 to 1000 per mille.
    #[error("fineness must be 1 to 1000")]
    Fineness,
}

impl MoneyError {
    /// Key of the text for users.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Overflow => "kernel.invalid.number_range",
            Self::CurrencyMismatch => "kernel.invalid.currency",
            Self::NoShares => "kernel.invalid.shares",
            Self::Fineness => "kernel.invalid.fineness",
        }
    }
}
