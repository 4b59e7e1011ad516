//! Summing entries by day. An entry waits in a queue of the ledger until it is summed, and leaves it in the transaction that
//! adds it to its days: so none is left out for having committed late, and none is counted twice.

use chrono::NaiveDate;
use diesel::QueryableByName;
use diesel::sql_types::{Date, Integer, Nullable, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use kernel::db::{PlatformDb, ReadTx, sql};
use kernel::error::AppResult;
use uuid::Uuid;

use crate::ids::BookId;

/// Entries that one transaction sums.
const BATCH: i32 = 20_000;

#[derive(QueryableByName)]
struct Book {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = Integer)]
    count: i32,
}

/// The days between which a book has entries or sums.
#[derive(Clone, Copy, Debug, QueryableByName)]
pub(crate) struct Days {
    #[diesel(sql_type = Nullable<Date>)]
    pub(crate) first: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Date>)]
    pub(crate) last: Option<NaiveDate>,
}

impl Days {
    /// Each of them.
    pub(crate) fn each(self) -> impl Iterator<Item = NaiveDate> {
        let first = self.first.zip(self.last);
        first
            .into_iter()
            .flat_map(|(first, last)| first.iter_days().take_while(move |day| *day <= last))
    }
}

/// Every book.
pub(crate) async fn books(tx: &mut ReadTx) -> AppResult<Vec<BookId>> {
    let books: Vec<Book> = sql("SELECT id FROM ledger_books ORDER BY id")
        .load(tx)
        .await?;
    Ok(books.into_iter().map(|book| BookId(book.id)).collect())
}

/// The days of a book.
pub(crate) async fn days(book: BookId, tx: &mut ReadTx) -> AppResult<Days> {
    let days = sql(
        "SELECT least((min(e.at) AT TIME ZONE 'Asia/Tehran')::date, (SELECT min(day) FROM ledger_rollups WHERE book_id = $1)) AS first, \
         greatest((max(e.at) AT TIME ZONE 'Asia/Tehran')::date, (SELECT max(day) FROM ledger_rollups WHERE book_id = $1)) AS last \
         FROM ledger_entries e WHERE e.book_id = $1",
    );
    Ok(days.bind::<SqlUuid, _>(book.0).get_result(tx).await?)
}

/// Sums what waits in every book. Returns how many entries.
pub async fn roll_up(db: &PlatformDb) -> AppResult<i64> {
    let waiting = db.read(async |tx| {
        let books: Vec<Book> = sql("SELECT DISTINCT book_id AS id FROM ledger_unrolled")
            .load(tx)
            .await?;
        Ok(books)
    });
    let mut all = 0;
    for book in waiting.await? {
        loop {
            let count = db.write(async |tx| {
                let roll_up = sql("SELECT ledger_roll_up($1, $2) AS count")
                    .bind::<SqlUuid, _>(book.id)
                    .bind::<Integer, _>(BATCH);
                let Count { count } = roll_up.get_result(tx).await?;
                Ok(count)
            });
            let count = count.await?;
            all += i64::from(count);
            if count < BATCH {
                break;
            }
        }
    }
    Ok(all)
}

/// Sums every day of a book anew, a day a transaction; reports are right meanwhile. For when [`crate::verify`] finds sums that
/// are not those of their lines.
pub async fn rebuild_rollups(db: &PlatformDb, book: BookId) -> AppResult<()> {
    let days = db.read(async |tx| days(book, tx).await).await?;
    for day in days.each() {
        db.write(async |tx| {
            sql("SELECT ledger_rebuild_day($1, $2)")
                .bind::<SqlUuid, _>(book.0)
                .bind::<Date, _>(day)
                .execute(tx)
                .await?;
            Ok(())
        })
        .await?;
    }
    Ok(())
}
