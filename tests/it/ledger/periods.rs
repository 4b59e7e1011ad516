//! Closing months of the Jalali calendar: in order, when they are over, for good.

use chrono::Duration;
use kernel::error::{AppError, AppResult};
use ledger::{Closing, Entry, Period, Refusal};

use super::{BANK, BOOK, Books, By, fresh_key, top_up, wallet};

async fn close(books: &Books, period: Period) -> AppResult<Closing> {
    let db = books.app.platform();
    db.write(async |tx| ledger::close_period(tx, BOOK, period).await)
        .await
}

fn key(error: AppError) -> String {
    match error {
        AppError::Conflict(key) => key.to_owned(),
        other => other.to_string(),
    }
}

fn at(books: &Books, days_ago: i64) -> Entry {
    Entry::draft(BOOK, "books.top_up", fresh_key())
        .at(books.app.clock().now() - Duration::days(days_ago))
        .debit(&BANK.of(BOOK), 10)
        .credit(&wallet(books.sara), 10)
        .balanced()
        .unwrap()
}

#[tokio::test]
async fn months_are_closed_in_order_when_they_are_over() {
    let books = Books::new().await;
    let now = books.app.clock().now();
    let this = Period::at(now);
    let last = Period::at(now - Duration::days(31));
    let before = Period::at(now - Duration::days(62));
    assert_eq!((before.next(), last.next()), (last, this));
    books.post(&at(&books, 62)).await;
    books.post(&at(&books, 31)).await;

    let error = close(&books, this).await.unwrap_err();
    assert_eq!(key(error), "ledger.refused.early");
    let error = close(&books, last).await.unwrap_err();
    assert_eq!(key(error), "ledger.refused.earlier_open");
    assert_eq!(close(&books, before).await.unwrap(), Closing::Done);
    assert_eq!(close(&books, before).await.unwrap(), Closing::Again);
    assert_eq!(close(&books, last).await.unwrap(), Closing::Done);
    let db = books.app.platform();
    let closed = db
        .read(async |tx| ledger::closed_periods(BOOK, tx).await)
        .await
        .unwrap();
    let closed: Vec<_> = closed.iter().map(|one| one.period).collect();
    assert_eq!(closed, [last, before]);
    let told = "SELECT count(*) FROM audit_events WHERE action = 'ledger.period.close' AND subject_id = $1";
    assert_eq!(books.app.value::<i64>(told, &[&BOOK.0]).await, 2);
}

#[tokio::test]
async fn nothing_is_posted_into_a_closed_month_or_before_it() {
    let books = Books::new().await;
    let posted = at(&books, 31);
    books.post(&posted).await;
    let last = Period::at(books.app.clock().now() - Duration::days(31));
    close(&books, last).await.unwrap();
    for days in [31, 62, 400] {
        let entry = at(&books, days);
        let period = Period::at(books.app.clock().now() - Duration::days(days));
        let refused = books.try_post(By::Platform, &entry).await.unwrap();
        assert_eq!(refused, Err(Refusal::Closed { period }), "{days} days ago");
    }
    let again = books.try_post(By::Platform, &posted).await.unwrap();
    assert!(again.is_ok(), "what stands is answered: {again:?}");
    // What was wrong in it is set right in a month that is open.
    let entry = posted.id();
    let back = acting!(books, By::Platform, |tx| ledger::reverse(tx, entry, "back"));
    assert!(back.unwrap().is_ok());
    books.post(&top_up(books.sara, 10, "now")).await;
    assert_eq!(books.balance(&wallet(books.sara)).await, 10);
}

#[tokio::test]
async fn the_last_instant_of_a_month_is_closed_with_it_and_the_next_is_not() {
    let books = Books::new().await;
    let this = Period::at(books.app.clock().now());
    let begin = l10n::Format::for_locale(l10n::Locale::Fa).start_of_day(this.first_day().unwrap());
    let last = Period::at(begin - Duration::microseconds(1));
    close(&books, last).await.unwrap();
    let entry = |time| {
        Entry::draft(BOOK, "books.top_up", fresh_key())
            .at(time)
            .debit(&BANK.of(BOOK), 10)
            .credit(&wallet(books.sara), 10)
            .balanced()
            .unwrap()
    };
    let before = entry(begin - Duration::microseconds(1));
    let refused = books.try_post(By::Platform, &before).await.unwrap();
    assert_eq!(refused, Err(Refusal::Closed { period: last }));
    books.post(&entry(begin)).await;
}
