//! Values with units: money, gold weight, dates; all words and digits come from `l10n`.
//! Here so that a screen cannot show a bare number of money or a date without its machine form.
use chrono::{DateTime, Utc};
use l10n::{Format, Milligrams, Money};
use maud::{Markup, html};

/// Money with its unit, in the reader's digits.
pub fn money(format: &Format, amount: Money) -> Markup {
    html! { bdi.money { (format.money(amount)) } }
}

/// Gold weight in grams.
pub fn weight(format: &Format, weight: Milligrams) -> Markup {
    html! { bdi.weight { (format.weight(weight)) } }
}

/// A day in the reader's calendar.
pub fn date(format: &Format, at: DateTime<Utc>) -> Markup {
    html! { time datetime=(Format::iso(at)) { (format.date(at)) } }
}

/// A day and a time of day.
pub fn date_time(format: &Format, at: DateTime<Utc>) -> Markup {
    html! { time datetime=(Format::iso(at)) { (format.date_time(at)) } }
}

/// "Three hours ago"; the exact time is in the tip and in the machine form.
pub fn relative_date(format: &Format, at: DateTime<Utc>, now: DateTime<Utc>) -> Markup {
    html! {
        time datetime=(Format::iso(at)) title=(format.date_time(at)) { (format.relative(at, now)) }
    }
}
