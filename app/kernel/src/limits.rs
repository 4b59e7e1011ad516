//! Counts tries and pauses them: a few a minute, then pauses that grow. Kept in the database, so that all nodes count
//! together; a try is counted before its password is looked at, so that many at once do not slip through.

use std::net::IpAddr;

use diesel::sql_types::{Array, Integer, Text, Timestamptz};
use diesel_async::RunQueryDsl;

use crate::app::App;
use crate::db::{Tx, sql};
use crate::error::AppResult;
use crate::settings::{Setting, SettingDef};

/// Failures a minute before the first pause.
pub const FAILURES: Setting<i64> = Setting::integer(
    "kernel.limits.failures_a_minute",
    "kernel.limits.failures",
    1..=1000,
    5,
);
/// The settings of limits.
pub(crate) fn settings() -> Vec<SettingDef> {
    vec![FAILURES.def()]
}

/// Longest pause, in seconds.
const LONGEST: i32 = 3600;
/// Mails that one address may ask for in a minute; many people share an address behind their provider.
const MAILS_AN_ADDRESS: i32 = 30;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Passwords tried for an account by strangers to it.
    AccountPassword,
    /// Passwords tried for an account by a browser that has signed in to it before.
    DevicePassword,
    /// Old passwords tried by somebody who is signed in.
    SessionPassword,
    /// Passwords tried from an address.
    AddressPassword,
    /// Mails asked for to an account.
    AccountMail,
    /// Mails asked for from an address.
    AddressMail,
    /// Documents that an address asked for and that were never issued.
    AddressVerification,
}

impl Counted {
    fn name(self) -> &'static str {
        match self {
            Self::AccountPassword => "password.account",
            Self::DevicePassword => "password.device",
            Self::SessionPassword => "password.session",
            Self::AddressPassword => "password.address",
            Self::AccountMail => "mail.account",
            Self::AddressMail => "mail.address",
            Self::AddressVerification => "verification.address",
        }
    }

    fn limit(self, app: &App) -> AppResult<i32> {
        let set = failures(app)?;
        Ok(if self == Self::AddressMail {
            set.max(MAILS_AN_ADDRESS)
        } else {
            set
        })
    }
}

fn failures(app: &App) -> AppResult<i32> {
    Ok(i32::try_from(FAILURES.of(app)?).unwrap_or(i32::MAX))
}

/// The pause in seconds after the first, second … failure; the last one holds for all that follow.
fn pauses(limit: i32) -> Vec<i32> {
    let mut pauses = vec![0; usize::try_from(limit - 1).unwrap_or_default()];
    let mut pause = 60;
    while pause < LONGEST {
        pauses.push(pause);
        pause *= 2;
    }
    pauses.push(LONGEST);
    pauses
}

/// The pauses that the setting makes for unknown tokens of an address.
pub(crate) fn pauses_of(app: &App) -> AppResult<Vec<i32>> {
    failures(app).map(pauses)
}

diesel::define_sql_function! {
    /// Counts a try; the seconds to wait, or 0.
    fn identity_attempt(kind: Text, subject: Text, now: Timestamptz, waits: Array<Integer>) -> Integer;
}

/// Counts a try. `Err` holds the seconds to wait; the caller returns it as a value, so that the count is kept.
pub async fn attempt(tx: &mut Tx, what: Counted, subject: &str) -> AppResult<Result<(), u32>> {
    let (now, pauses) = (tx.now(), pauses(what.limit(&tx.app)?));
    let wait: i32 = diesel::select(identity_attempt(what.name(), subject, now, pauses))
        .get_result(tx)
        .await?;
    Ok(if wait > 0 {
        Err(wait.unsigned_abs())
    } else {
        Ok(())
    })
}

/// The try was good: its subject starts anew. Others' tries for the same account stay.
pub async fn clear(tx: &mut Tx, what: Counted, subject: &str) -> AppResult<()> {
    sql("SELECT identity_attempt_clear($1, $2)")
        .bind::<Text, _>(what.name())
        .bind::<Text, _>(subject)
        .execute(tx)
        .await?;
    Ok(())
}

/// The try was good: it does not count, other failures of the subject stay.
pub async fn undo(tx: &mut Tx, what: Counted, subject: &str) -> AppResult<()> {
    let (now, limit) = (tx.now(), what.limit(&tx.app)?);
    sql("SELECT identity_attempt_undo($1, $2, $3, $4)")
        .bind::<Text, _>(what.name())
        .bind::<Text, _>(subject)
        .bind::<Timestamptz, _>(now)
        .bind::<Integer, _>(limit)
        .execute(tx)
        .await?;
    Ok(())
}

/// Counts a mail asked for, per account and per address.
pub async fn mail_asked(tx: &mut Tx, email: &str) -> AppResult<Result<(), u32>> {
    let from = origin(tx.who().address);
    if let Err(wait) = attempt(tx, Counted::AddressMail, &from).await? {
        return Ok(Err(wait));
    }
    attempt(tx, Counted::AccountMail, email).await
}

/// Where a try comes from. A household or server has a whole /64 of IPv6, so its addresses count as one.
#[must_use]
pub fn origin(address: Option<IpAddr>) -> String {
    match address {
        None => "unknown".to_owned(),
        Some(IpAddr::V4(v4)) => v4.to_string(),
        Some(IpAddr::V6(v6)) => v6.to_ipv4_mapped().map_or_else(
            || {
                let [a, b, c, d, ..] = v6.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            },
            |v4| v4.to_string(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_begin_at_the_limit_double_and_end_at_an_hour() {
        assert_eq!(pauses(5), [0, 0, 0, 0, 60, 120, 240, 480, 960, 1920, 3600]);
        assert_eq!(pauses(1)[0], 60);
    }

    #[test]
    fn addresses_of_one_household_count_as_one() {
        let of = |s: &str| origin(Some(s.parse().unwrap()));
        assert_eq!(of("2001:db8:1:2:3::4"), of("2001:db8:1:2:ffff::1"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.7"), of("192.0.2.7"));
        assert_eq!(origin(None), "unknown");
    }
}
