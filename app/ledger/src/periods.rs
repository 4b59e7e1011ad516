//! Months of the Jalali calendar in Tehran, and closing them. What is closed stays closed: a later entry sets right what an
//! earlier one had wrong.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::prelude::*;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::{Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{ReadTx, Tx, sql};
use kernel::error::{AppError, AppResult};
use kernel::ids::UserId;
use l10n::calendar::jalali_from_gregorian;
use l10n::{Calendar, Format, Locale, Ymd};
use serde::Serialize;

use crate::ids::BookId;
use crate::schema::ledger_periods;

/// A month of a Jalali year, such as Azar 1405. A column of the type `integer` for diesel: [`Period::number`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Integer)]
pub struct Period {
    year: i32,
    month: u8,
}

impl Period {
    /// A month; `None` unless there is one.
    #[must_use]
    pub fn new(year: i32, month: u8) -> Option<Self> {
        let there = (1..=12).contains(&month) && (1000..=9999).contains(&year);
        there.then_some(Self { year, month })
    }

    /// The month in Tehran at this time.
    #[must_use]
    pub fn at(time: DateTime<Utc>) -> Self {
        Self::of_day(tehran().today(time))
    }

    /// The month of a day.
    #[must_use]
    pub fn of_day(day: NaiveDate) -> Self {
        let Ymd { year, month, .. } = jalali_from_gregorian(day);
        Self { year, month }
    }

    /// As the database counts it: 140509.
    #[must_use]
    pub fn number(self) -> i32 {
        self.year * 100 + i32::from(self.month)
    }

    /// Reads [`Period::number`].
    #[must_use]
    pub fn from_number(number: i32) -> Option<Self> {
        Self::new(number / 100, u8::try_from(number % 100).ok()?)
    }

    /// The month before.
    #[must_use]
    pub fn previous(self) -> Self {
        match self.month {
            1 => Self {
                year: self.year - 1,
                month: 12,
            },
            month => Self {
                month: month - 1,
                ..self
            },
        }
    }

    /// The month after.
    #[must_use]
    pub fn next(self) -> Self {
        match self.month {
            12 => Self {
                year: self.year + 1,
                month: 1,
            },
            month => Self {
                month: month + 1,
                ..self
            },
        }
    }

    /// Its first day.
    pub fn first_day(self) -> AppResult<NaiveDate> {
        let day = Calendar::Jalali.date(Ymd::new(self.year, self.month, 1));
        day.map_err(|_| AppError::internal(format!("no such month: {}", self.number())))
    }

    /// When it begins.
    pub fn begins(self) -> AppResult<DateTime<Utc>> {
        Ok(start_of(self.first_day()?))
    }

    /// Its name, for people.
    #[must_use]
    pub fn name(self, fmt: &Format) -> String {
        let jalali = Format {
            calendar: Calendar::Jalali,
            ..*fmt
        };
        jalali.month_year(self.year, self.month)
    }
}

impl ToSql<Integer, Pg> for Period {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        <i32 as ToSql<Integer, Pg>>::to_sql(&self.number(), &mut out.reborrow())
    }
}

impl FromSql<Integer, Pg> for Period {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        let number = <i32 as FromSql<Integer, Pg>>::from_sql(bytes)?;
        Self::from_number(number).ok_or_else(|| format!("{number} is no month").into())
    }
}

/// Days of the books are Tehran's, whoever reads them.
pub(crate) fn tehran() -> Format {
    Format::for_locale(Locale::Fa)
}

/// When a day of the books begins.
pub(crate) fn start_of(day: NaiveDate) -> DateTime<Utc> {
    tehran().start_of_day(day)
}

/// A month that is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClosedPeriod {
    /// Which.
    pub period: Period,
    /// When it was closed.
    pub at: DateTime<Utc>,
    /// By whom; nobody when a job did.
    pub by: Option<UserId>,
}

/// What closing a month came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    /// It is closed now.
    Done,
    /// It was closed before.
    Again,
}

#[derive(QueryableByName)]
struct Outcome {
    #[diesel(sql_type = Text)]
    outcome: String,
}

/// What the trail keeps of a closing.
#[derive(Serialize)]
struct Closed {
    book: BookId,
    period: i32,
}

/// Closes a month of a book for good, when it is over and every month before it is closed. The first one closed takes in
/// whatever lies before it only when nothing does.
pub async fn close_period(tx: &mut Tx, book: BookId, period: Period) -> AppResult<Closing> {
    let (from, until) = (
        start_of(period.first_day()?),
        start_of(period.next().first_day()?),
    );
    let (by, now) = (tx.who().user.map(|user| user.0), tx.now());
    let Outcome { outcome } = sql("SELECT ledger_close_period($1, $2, $3, $4, $5, $6) AS outcome")
        .bind::<SqlUuid, _>(book.0)
        .bind::<Integer, _>(period.number())
        .bind::<Timestamptz, _>(from)
        .bind::<Timestamptz, _>(until)
        .bind::<Nullable<SqlUuid>, _>(by)
        .bind::<Timestamptz, _>(now)
        .get_result(tx)
        .await?;
    match outcome.as_str() {
        "done" => {
            let closed = Closed {
                book,
                period: period.number(),
            };
            let event = Audit::new("ledger.period.close", "ledger.book", book.0);
            audit::record(tx, event.after(closed)).await?;
            Ok(Closing::Done)
        }
        "again" => Ok(Closing::Again),
        "early" => Err(AppError::Conflict("ledger.refused.early")),
        "open" => Err(AppError::Conflict("ledger.refused.earlier_open")),
        other => Err(unknown(other)),
    }
}

/// The closed months of a book, newest first.
pub async fn closed_periods(book: BookId, tx: &mut ReadTx) -> AppResult<Vec<ClosedPeriod>> {
    let rows: Vec<(i32, DateTime<Utc>, Option<UserId>)> = ledger_periods::table
        .filter(ledger_periods::book_id.eq(book))
        .order(ledger_periods::period.desc())
        .select((
            ledger_periods::period,
            ledger_periods::closed_at,
            ledger_periods::closed_by,
        ))
        .load(tx)
        .await?;
    let closed = rows.into_iter().filter_map(|(number, at, by)| {
        Some(ClosedPeriod {
            period: Period::from_number(number)?,
            at,
            by,
        })
    });
    Ok(closed.collect())
}

/// A word that this program does not know: the database's functions are newer.
pub(crate) fn unknown(outcome: &str) -> AppError {
    AppError::internal(format!("the ledger answers {outcome:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_begins_at_midnight_in_tehran() {
        let azar = Period::new(1405, 9).unwrap();
        assert_eq!(
            azar.first_day().unwrap(),
            NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
        );
        let begin = azar.begins().unwrap();
        assert_eq!(begin.to_rfc3339(), "2026-11-21T20:30:00+00:00");
        assert_eq!(Period::at(begin), azar);
        assert_eq!(
            Period::at(begin - chrono::Duration::seconds(1)),
            Period::new(1405, 8).unwrap()
        );
        assert_eq!(
            azar.name(&Format::for_locale(Locale::En)),
            tehran_en().month_year(1405, 9)
        );
    }

    fn tehran_en() -> Format {
        Format {
            calendar: Calendar::Jalali,
            ..Format::for_locale(Locale::En)
        }
    }

    #[test]
    fn months_follow_each_other_over_the_year() {
        let esfand = Period::new(1405, 12).unwrap();
        assert_eq!(esfand.next(), Period::new(1406, 1).unwrap());
        assert_eq!(esfand.next().previous(), esfand);
        assert_eq!(esfand.previous(), Period::new(1405, 11).unwrap());
        assert_eq!(Period::from_number(esfand.number()), Some(esfand));
        assert_eq!(Period::from_number(140_513), None);
        assert_eq!(Period::new(1405, 0), None);
    }
}
