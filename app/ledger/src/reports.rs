//! Reports of a book: trial balance, and sums of accounts by day or month. Each is one statement, so it sees one moment:
//! sums of days, and the entries that none of them has yet.

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::NaiveDate;
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Date, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use kernel::db::{ReadTx, sql};
use kernel::error::AppResult;
use l10n::{Calendar, Ymd};

use crate::chart::AccountKind;
use crate::ids::BookId;
use crate::periods::start_of;
use crate::unit::Unit;

/// What moved in the book `$1` before the day `$2`, which begins at `$3`.
macro_rules! moved {
    ($rest:literal) => {
        concat!(
            "WITH moved AS (
               SELECT r.code, r.unit, r.part, r.kind, r.day, r.debit, r.credit FROM ledger_rollups r
                WHERE r.book_id = $1 AND r.day < $2
               UNION ALL
               SELECT a.code, a.unit, CASE WHEN a.kept THEN '' ELSE a.part END, a.kind,
                      (l.at AT TIME ZONE 'Asia/Tehran')::date, greatest(l.amount, 0), greatest(-l.amount, 0)
                 FROM ledger_unrolled q JOIN ledger_lines l ON l.entry_id = q.entry_id
                 JOIN ledger_accounts a ON a.id = l.account_id
                WHERE q.book_id = $1 AND l.at < $3
             ) ",
            $rest
        )
    };
}

/// One line of a trial balance: the accounts of a code, together where each is somebody's.
#[derive(Clone, Debug, PartialEq, Eq, QueryableByName)]
pub struct TrialLine {
    /// The chart's code.
    #[diesel(sql_type = Text)]
    pub code: String,
    /// Which account, where the chart has several that are nobody's.
    #[diesel(sql_type = Text)]
    pub part: String,
    /// What it is.
    #[diesel(sql_type = Text)]
    pub kind: AccountKind,
    /// What is counted.
    #[diesel(embed)]
    pub unit: Unit,
    /// Debits less credits before the time of the report.
    #[diesel(sql_type = BigInt)]
    pub opening: i64,
    /// Debits in its time.
    #[diesel(sql_type = BigInt)]
    pub debit: i64,
    /// Credits in its time.
    #[diesel(sql_type = BigInt)]
    pub credit: i64,
}

impl TrialLine {
    /// Debits less credits until its end.
    #[must_use]
    pub fn closing(&self) -> i64 {
        self.opening + self.debit - self.credit
    }
}

/// The trial balance of the days from `days.start` until before `days.end`: by unit, then kind and code. In each unit debits
/// equal credits.
pub async fn trial_balance(
    book: BookId,
    days: Range<NaiveDate>,
    tx: &mut ReadTx,
) -> AppResult<Vec<TrialLine>> {
    const TEXT: &str = moved!(
        "SELECT m.code, m.part, min(m.kind) AS kind, m.unit, u.scale,
                coalesce(sum(m.debit - m.credit) FILTER (WHERE m.day < $4), 0)::bigint AS opening,
                coalesce(sum(m.debit) FILTER (WHERE m.day >= $4), 0)::bigint AS debit,
                coalesce(sum(m.credit) FILTER (WHERE m.day >= $4), 0)::bigint AS credit
           FROM moved m JOIN ledger_units u ON u.code = m.unit GROUP BY m.unit, u.scale, m.code, m.part
          ORDER BY m.unit, array_position(ARRAY['asset', 'liability', 'equity', 'income', 'expense'], min(m.kind)), m.code, m.part"
    );
    let lines = sql(TEXT)
        .bind::<SqlUuid, _>(book.0)
        .bind::<Date, _>(days.end)
        .bind::<Timestamptz, _>(start_of(days.end))
        .bind::<Date, _>(days.start)
        .load(tx)
        .await?;
    Ok(lines)
}

/// By what a report sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// Tehran's days.
    Day,
    /// Months of this calendar.
    Month(Calendar),
    /// Years of this calendar.
    Year(Calendar),
}

impl Grain {
    /// The first day of the piece of time that holds a day.
    #[must_use]
    pub fn first_of(self, day: NaiveDate) -> NaiveDate {
        let (calendar, whole_year) = match self {
            Self::Day => return day,
            Self::Month(calendar) => (calendar, false),
            Self::Year(calendar) => (calendar, true),
        };
        let Ymd { year, month, .. } = calendar.ymd(day);
        let first = Ymd::new(year, if whole_year { 1 } else { month }, 1);
        calendar.date(first).unwrap_or(day)
    }

    /// The first day of the next piece; `None` at the end of time.
    #[must_use]
    pub fn next(self, first: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Day => first.succ_opt(),
            Self::Month(calendar) => calendar.add_months(first, 1),
            Self::Year(calendar) => calendar.add_months(first, 12),
        }
    }
}

/// What moved on the accounts of a code in a day, or in the month or year that begins with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// The day, or the first of the month or year.
    pub day: NaiveDate,
    /// The chart's code.
    pub code: String,
    /// Which account, where the chart has several that are nobody's.
    pub part: String,
    /// What is counted.
    pub unit: Unit,
    /// Debits.
    pub debit: i64,
    /// Credits.
    pub credit: i64,
}

#[derive(QueryableByName)]
struct SumRow {
    #[diesel(sql_type = Date)]
    day: NaiveDate,
    #[diesel(sql_type = Text)]
    code: String,
    #[diesel(sql_type = Text)]
    part: String,
    #[diesel(embed)]
    unit: Unit,
    #[diesel(sql_type = BigInt)]
    debit: i64,
    #[diesel(sql_type = BigInt)]
    credit: i64,
}

/// What moved on accounts of these codes from `days.start` until before `days.end`, in order of time. Days and months
/// without a posting are not there.
pub async fn sums(
    book: BookId,
    codes: &[&str],
    days: Range<NaiveDate>,
    grain: Grain,
    tx: &mut ReadTx,
) -> AppResult<Vec<Sum>> {
    const TEXT: &str = moved!(
        "SELECT m.day, m.code, m.part, m.unit, u.scale, sum(m.debit)::bigint AS debit, sum(m.credit)::bigint AS credit
           FROM moved m JOIN ledger_units u ON u.code = m.unit WHERE m.day >= $4 AND m.code = ANY ($5)
          GROUP BY m.day, m.unit, u.scale, m.code, m.part ORDER BY m.day, m.unit, m.code, m.part"
    );
    let rows: Vec<SumRow> = sql(TEXT)
        .bind::<SqlUuid, _>(book.0)
        .bind::<Date, _>(days.end)
        .bind::<Timestamptz, _>(start_of(days.end))
        .bind::<Date, _>(days.start)
        .bind::<Array<Text>, _>(codes)
        .load(tx)
        .await?;
    let mut sums = BTreeMap::new();
    for row in rows {
        let key = (grain.first_of(row.day), row.unit, row.code, row.part);
        let sum: &mut (i64, i64) = sums.entry(key).or_default();
        sum.0 += row.debit;
        sum.1 += row.credit;
    }
    let sums = sums
        .into_iter()
        .map(|((day, unit, code, part), (debit, credit))| Sum {
            day,
            code,
            part,
            unit,
            debit,
            credit,
        });
    Ok(sums.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_belongs_to_the_month_of_the_readers_calendar() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 29).unwrap();
        let first = |grain: Grain| grain.first_of(day).to_string();
        assert_eq!(first(Grain::Day), "2026-11-29");
        assert_eq!(first(Grain::Month(Calendar::Jalali)), "2026-11-22");
        assert_eq!(first(Grain::Month(Calendar::Gregorian)), "2026-11-01");
        assert_eq!(first(Grain::Year(Calendar::Jalali)), "2026-03-21");
        assert_eq!(first(Grain::Year(Calendar::Gregorian)), "2026-01-01");
    }

    #[test]
    fn pieces_of_time_follow_each_other_without_a_gap() {
        for grain in [
            Grain::Day,
            Grain::Month(Calendar::Jalali),
            Grain::Year(Calendar::Jalali),
        ] {
            let mut first = grain.first_of(NaiveDate::from_ymd_opt(2024, 2, 1).unwrap());
            for _ in 0..40 {
                let next = grain.next(first).unwrap();
                assert_eq!(grain.first_of(next), next, "{grain:?}");
                assert_eq!(grain.first_of(next.pred_opt().unwrap()), first, "{grain:?}");
                first = next;
            }
        }
    }
}
