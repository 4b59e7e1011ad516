//! Who came lately: new people and new businesses by day, for the staff's home.
//! Days are the reader's, so they are told by their first moments.

use chrono::{DateTime, Days, NaiveDate, Utc};
use diesel::sql_types::{Array, BigInt, Integer, Timestamptz};
use diesel::{QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;
use l10n::Format;

use crate::db::{ReadTx, sql};

/// How many came on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrivals {
    /// The day.
    pub day: NaiveDate,
    /// New accounts of people.
    pub people: i64,
    /// New companies and shops.
    pub businesses: i64,
}

/// The first moment of the reader's day `count - 1` days ago: since then it has been `count` days, today among them.
#[must_use]
pub fn since(count: u32, now: DateTime<Utc>, format: &Format) -> DateTime<Utc> {
    format.start_of_day(back(count.saturating_sub(1), now, *format))
}

fn back(days: u32, now: DateTime<Utc>, format: Format) -> NaiveDate {
    let today = format.today(now);
    today
        .checked_sub_days(Days::new(u64::from(days)))
        .unwrap_or(today)
}

/// The last `count` days of the reader, the oldest first.
pub async fn by_day(
    count: u32,
    now: DateTime<Utc>,
    format: &Format,
    tx: &mut ReadTx,
) -> QueryResult<Vec<Arrivals>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Integer)]
        day: i32,
        #[diesel(sql_type = BigInt)]
        people: i64,
        #[diesel(sql_type = BigInt)]
        businesses: i64,
    }
    let days: Vec<NaiveDate> = (0..count).rev().map(|n| back(n, now, *format)).collect();
    let begins: Vec<DateTime<Utc>> = days.iter().map(|day| format.start_of_day(*day)).collect();
    let rows: Vec<Row> = sql(
        "SELECT day, sum(people)::bigint AS people, sum(businesses)::bigint AS businesses FROM (
           SELECT width_bucket(created_at, $1) AS day, 1 AS people, 0 AS businesses FROM users WHERE created_at >= ($1)[1]
           UNION ALL
           SELECT width_bucket(created_at, $1), 0, 1 FROM tenants WHERE kind <> 'person' AND created_at >= ($1)[1]
         ) came GROUP BY day",
    )
    .bind::<Array<Timestamptz>, _>(begins)
    .get_results(tx)
    .await?;
    let of_day = |(n, day): (i32, NaiveDate)| {
        let row = rows.iter().find(|row| row.day == n);
        Arrivals {
            day,
            people: row.map_or(0, |row| row.people),
            businesses: row.map_or(0, |row| row.businesses),
        }
    };
    Ok((1..).zip(days).map(of_day).collect())
}
