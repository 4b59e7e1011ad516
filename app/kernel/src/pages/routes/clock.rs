//! `/dev/clock`: tells the program's time and moves it, for developers and outside checks. Development only: the host does
//! not mount these routes in production.

use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use rocket::{State, get, post};
use serde::Deserialize;
use serde_json::json;

use crate::api::{JsonIn, JsonOut};
use crate::app::App;
use crate::clock::{self, machine_now};
use crate::error::{AppError, AppResult};

/// Where to move it: exactly one of both.
#[derive(Deserialize)]
pub struct Move {
    /// On by this much, ISO 8601: `PT1H`, `P2DT30M`.
    advance: Option<String>,
    /// To this time, RFC 3339.
    at: Option<DateTime<Utc>>,
}

/// Tell the time.
#[get("/dev/clock")]
pub fn show(app: &State<Arc<App>>) -> AppResult<JsonOut> {
    told(app)
}

/// Move the time, for all nodes.
#[post("/dev/clock", data = "<body>")]
pub async fn update(body: JsonIn<Move>, app: &State<Arc<App>>) -> AppResult<JsonOut> {
    let by = match (&body.advance, body.at) {
        (Some(text), None) => duration(text).ok_or("advance: an ISO 8601 duration such as PT1H"),
        (None, Some(at)) => Ok(at - app.clock.now()),
        _ => Err("either advance or at"),
    };
    let by = by.map_err(|wrong| AppError::BadRequest(wrong.to_owned()))?;
    let platform = app.without_request().platform();
    platform
        .write(async |tx| clock::advance(by, tx).await)
        .await?;
    clock::follow(app).await?;
    told(app)
}

fn told(app: &App) -> AppResult<JsonOut> {
    JsonOut::ok(&json!({
        "now": app.clock.now(),
        "machine": machine_now(),
        "ahead_seconds": app.clock.moved().num_seconds(),
    }))
}

/// Days and smaller of ISO 8601; months and years have no length of their own.
fn duration(text: &str) -> Option<Duration> {
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let text = text.strip_prefix('P')?;
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    if time.is_some_and(str::is_empty) || (time.is_none() && date.is_empty()) {
        return None;
    }
    let days = parts(date, &[('W', 7 * 86_400), ('D', 86_400)])?;
    let rest = parts(
        time.unwrap_or_default(),
        &[('H', 3_600), ('M', 60), ('S', 1)],
    )?;
    Duration::try_seconds(days.checked_add(rest)?.checked_mul(sign)?)
}

/// The seconds of numbers with these designators, each once at most and in this order.
fn parts(mut text: &str, units: &[(char, i64)]) -> Option<i64> {
    let mut sum = 0_i64;
    for (unit, seconds) in units {
        if let Some((number, rest)) = text.split_once(*unit) {
            let digits = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
            let number = digits.then(|| number.parse::<i64>().ok()).flatten()?;
            sum = sum.checked_add(number.checked_mul(*seconds)?)?;
            text = rest;
        }
    }
    text.is_empty().then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_iso_8601_writes_them() {
        for (text, seconds) in [
            ("PT1H", 3_600),
            ("P2DT30M", 2 * 86_400 + 1_800),
            ("P1W", 7 * 86_400),
            ("PT90S", 90),
            ("-PT1M", -60),
        ] {
            assert_eq!(duration(text), Some(Duration::seconds(seconds)), "{text}");
        }
        for text in [
            "",
            "P",
            "PT",
            "1H",
            "PT1",
            "PTH",
            "P1M",
            "P1Y",
            "PT-1H",
            "PT1M1H",
            "PT99999999999999999999S",
        ] {
            assert_eq!(duration(text), None, "{text}");
        }
    }
}
