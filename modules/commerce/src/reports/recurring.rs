//! What the services that run will bring, who left and came, and what is not paid. From the rows of services and invoices:
//! none of it is in the books yet.

use std::ops::Range;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use kernel::db::{ReadTx, sql};
use kernel::error::AppResult;
use l10n::{Format, Locale, Rounding};

use crate::catalogue::Cycle;

/// How many times a price is paid in a year. A month has thirty days here and a year twelve months, so that a figure does
/// not move with the calendar; nothing for what is paid once.
fn times_a_year(cycle: Cycle) -> i128 {
    match cycle {
        Cycle::Once => 0,
        Cycle::Day => 12 * 30,
        // Of hours it is the price of a month.
        Cycle::Hour | Cycle::Month => 12,
        Cycle::Quarter => 4,
        Cycle::HalfYear => 2,
        Cycle::Year => 1,
    }
}

/// What running services bring in a month and a year, without tax. The year is exact; the month is a twelfth of it, rounded
/// once, half a rial up.
pub fn monthly_and_yearly(by_cycle: &[(Cycle, i64)]) -> (i64, i64) {
    let yearly: i128 = by_cycle
        .iter()
        .map(|(cycle, sum)| i128::from(*sum) * times_a_year(*cycle))
        .sum();
    let monthly = Rounding::HalfUp.divide(yearly, 12).unwrap_or(i128::MAX);
    let fit = |sum: i128| i64::try_from(sum).unwrap_or(i64::MAX);
    (fit(monthly), fit(yearly))
}

/// A share in hundredths of a percent, half of one up; nothing of nothing.
pub fn share(part: i64, whole: i64) -> Option<i64> {
    let share = Rounding::HalfUp.divide(i128::from(part) * 10_000, i128::from(whole))?;
    i64::try_from(share).ok()
}

/// Figures that are not sums of the books.
#[derive(Clone, Debug)]
pub struct Recurring {
    /// What running services bring in a month.
    pub monthly: i64,
    /// And in a year.
    pub yearly: i64,
    /// How many run.
    pub running: i64,
    /// How many are suspended.
    pub suspended: i64,
    /// Recurring services that ran when the days began.
    pub base: i64,
    /// How many of these ended in them.
    pub lost: i64,
    /// Customers who paid for the first time in them.
    pub new_customers: i64,
    /// Invoices that wait for their money now.
    pub open: Owed,
    /// Those of them that are late.
    pub late: Owed,
}

/// Invoices that are not paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owed {
    /// How many.
    pub count: i64,
    /// Their sum with tax, in rial.
    pub sum: i64,
}

#[derive(QueryableByName)]
struct OfCycle {
    #[diesel(sql_type = Text)]
    cycle: Cycle,
    #[diesel(sql_type = BigInt)]
    sum: i64,
}

#[derive(QueryableByName)]
struct Counts {
    #[diesel(sql_type = BigInt)]
    running: i64,
    #[diesel(sql_type = BigInt)]
    suspended: i64,
    #[diesel(sql_type = BigInt)]
    base: i64,
    #[diesel(sql_type = BigInt)]
    lost: i64,
    #[diesel(sql_type = BigInt)]
    new_customers: i64,
}

#[derive(QueryableByName)]
struct Unpaid {
    #[diesel(sql_type = BigInt)]
    open: i64,
    #[diesel(sql_type = BigInt)]
    open_sum: i64,
    #[diesel(sql_type = BigInt)]
    late: i64,
    #[diesel(sql_type = BigInt)]
    late_sum: i64,
}

const CYCLES: &str = "SELECT s.cycle, sum(coalesce(p.monthly, p.amount))::bigint AS sum \
    FROM commerce_subscriptions s JOIN commerce_prices p ON p.id = s.price_id \
    WHERE s.wanted = 'running' AND s.cycle <> 'once' AND p.currency = 'IRR' GROUP BY s.cycle";

const COUNTS: &str = "SELECT count(*) FILTER (WHERE wanted = 'running') AS running, \
      count(*) FILTER (WHERE wanted = 'suspended') AS suspended, \
      count(*) FILTER (WHERE cycle <> 'once' AND began_at < $1 AND (ended_at IS NULL OR ended_at >= $1)) AS base, \
      count(*) FILTER (WHERE cycle <> 'once' AND began_at < $1 AND ended_at >= $1 AND ended_at < $2) AS lost, \
      (SELECT count(*) FROM (SELECT min(paid_at) AS first FROM commerce_invoices WHERE state = 'paid' GROUP BY tenant_id) f \
        WHERE f.first >= $1 AND f.first < $2) AS new_customers \
    FROM commerce_subscriptions";

const UNPAID: &str = "SELECT count(*) AS open, coalesce(sum(total), 0)::bigint AS open_sum, \
      count(*) FILTER (WHERE due_at < $1) AS late, coalesce(sum(total) FILTER (WHERE due_at < $1), 0)::bigint AS late_sum \
    FROM commerce_invoices WHERE state = 'open' AND currency = 'IRR'";

impl Recurring {
    /// Reads them.
    pub async fn read(days: &Range<NaiveDate>, tx: &mut ReadTx) -> AppResult<Self> {
        let tehran = Format::for_locale(Locale::Fa);
        let (from, until): (DateTime<Utc>, DateTime<Utc>) = (
            tehran.start_of_day(days.start),
            tehran.start_of_day(days.end),
        );
        let cycles: Vec<OfCycle> = sql(CYCLES).load(tx).await?;
        let counts: Counts = sql(COUNTS)
            .bind::<Timestamptz, _>(from)
            .bind::<Timestamptz, _>(until)
            .get_result(tx)
            .await?;
        let now = tx.now();
        let unpaid: Unpaid = sql(UNPAID)
            .bind::<Timestamptz, _>(now)
            .get_result(tx)
            .await?;
        let by_cycle: Vec<(Cycle, i64)> = cycles.iter().map(|one| (one.cycle, one.sum)).collect();
        let (monthly, yearly) = monthly_and_yearly(&by_cycle);
        Ok(Self {
            monthly,
            yearly,
            running: counts.running,
            suspended: counts.suspended,
            base: counts.base,
            lost: counts.lost,
            new_customers: counts.new_customers,
            open: Owed {
                count: unpaid.open,
                sum: unpaid.open_sum,
            },
            late: Owed {
                count: unpaid.late,
                sum: unpaid.late_sum,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_a_month_and_a_year_of_itself() {
        assert_eq!(
            monthly_and_yearly(&[(Cycle::Month, 1_000)]),
            (1_000, 12_000)
        );
        assert_eq!(
            monthly_and_yearly(&[(Cycle::Quarter, 3_000)]),
            (1_000, 12_000)
        );
        assert_eq!(
            monthly_and_yearly(&[(Cycle::HalfYear, 6_000)]),
            (1_000, 12_000)
        );
        assert_eq!(
            monthly_and_yearly(&[(Cycle::Year, 12_000)]),
            (1_000, 12_000)
        );
        assert_eq!(monthly_and_yearly(&[(Cycle::Day, 100)]), (3_000, 36_000));
        assert_eq!(monthly_and_yearly(&[(Cycle::Hour, 10)]), (10, 120));
        assert_eq!(monthly_and_yearly(&[(Cycle::Once, 10)]), (0, 0));
    }

    #[test]
    fn rounding_is_once_and_half_up() {
        // A year of 7 and a quarter of 1: 11 a year, 0.92 a month.
        assert_eq!(
            monthly_and_yearly(&[(Cycle::Year, 7), (Cycle::Quarter, 1)]),
            (1, 11)
        );
        assert_eq!(monthly_and_yearly(&[(Cycle::Year, 6)]), (1, 6));
        assert_eq!(monthly_and_yearly(&[(Cycle::Year, 5)]), (0, 5));
    }

    #[test]
    fn a_share_of_nothing_is_none() {
        assert_eq!(share(1, 3), Some(3_333));
        assert_eq!(share(0, 0), None);
    }
}
