//! Holds: what is promised is not spent, is captured within what is held, and ends by itself.

use chrono::Duration;
use kernel::db::OrNotFound;
use kernel::error::{AppError, AppResult};
use ledger::{Entry, Hold, HoldId, HoldState, NewHold, Posted, Refusal};

use super::{BOOK, Books, By, SALES, sale, short, wallet};

/// Sara's wallet with 1000, of which some is held for an hour.
async fn held(books: &Books, amount: i64, key: &str) -> Result<HoldId, Refusal> {
    try_hold(books, By::Tenant(books.sara), amount, key)
        .await
        .unwrap()
}

async fn try_hold(
    books: &Books,
    by: By,
    amount: i64,
    key: &str,
) -> AppResult<Result<HoldId, Refusal>> {
    let account = wallet(books.sara);
    let expires_at = books.app.clock().now() + Duration::hours(1);
    acting!(books, by, |tx| ledger::hold(
        tx,
        NewHold {
            account: &account,
            amount,
            key,
            about: None,
            expires_at,
        }
    ))
}

async fn scene() -> Books {
    let books = Books::new().await;
    books.top_up(books.sara, 1000).await;
    books.post(&sale(books.sara, 10, "opens the sales")).await;
    books.top_up(books.sara, 10).await;
    books
}

fn payout(books: &Books, amount: i64, key: &str) -> Entry {
    Entry::draft(BOOK, "books.payout", key)
        .debit(&wallet(books.sara), amount)
        .credit(&SALES.of(BOOK), amount)
        .balanced()
        .unwrap()
}

async fn capture(books: &Books, hold: HoldId, entry: &Entry) -> Result<Posted, Refusal> {
    acting!(books, By::Platform, |tx| ledger::capture(tx, hold, entry)).unwrap()
}

async fn find(books: &Books, hold: HoldId) -> Hold {
    let db = books.app.platform();
    db.read(async |tx| Hold::find(hold, tx).await.or_not_found("ledger.hold"))
        .await
        .unwrap()
}

#[tokio::test]
async fn what_is_held_cannot_be_spent() {
    let books = scene().await;
    let hold = held(&books, 600, "payout-1").await.unwrap();
    assert_eq!(
        held(&books, 600, "payout-1").await,
        Ok(hold),
        "the same hold"
    );
    assert_eq!(held(&books, 601, "payout-1").await, Err(Refusal::Differs));
    let account = wallet(books.sara).id();
    assert_eq!(held(&books, 401, "payout-2").await, Err(short(account)));
    let standing = books.standing(&wallet(books.sara)).await;
    assert_eq!(
        (standing.balance, standing.held, standing.available()),
        (1000, 600, 400)
    );
    let spend = |amount, key| {
        let entry = sale(books.sara, amount, key);
        let books = &books;
        async move {
            books
                .try_post(By::Tenant(books.sara), &entry)
                .await
                .unwrap()
        }
    };
    assert_eq!(spend(401, "order-1").await, Err(short(account)));
    assert!(spend(400, "order-2").await.is_ok());
    assert_eq!(books.faults().await, [""; 0]);
}

#[tokio::test]
async fn a_hold_is_captured_in_parts_and_never_beyond_itself() {
    let books = scene().await;
    let hold = held(&books, 600, "payout").await.unwrap();
    let account = wallet(books.sara).id();
    let too_much = payout(&books, 601, "p-0");
    assert_eq!(capture(&books, hold, &too_much).await, Err(short(account)));
    let part = payout(&books, 250, "p-1");
    let done = capture(&books, hold, &part).await.unwrap();
    assert_eq!(
        capture(&books, hold, &part).await,
        Ok(Posted::Again(done.id()))
    );
    assert_eq!(find(&books, hold).await.captured, 250);
    let rest = payout(&books, 350, "p-2");
    assert!(capture(&books, hold, &rest).await.is_ok());
    assert_eq!(find(&books, hold).await.state, HoldState::Captured);
    let more = payout(&books, 1, "p-3");
    assert_eq!(capture(&books, hold, &more).await, Err(Refusal::Gone));
    let standing = books.standing(&wallet(books.sara)).await;
    assert_eq!((standing.balance, standing.held), (400, 0));
    assert_eq!(books.faults().await, [""; 0]);
}

#[tokio::test]
async fn what_is_given_back_can_be_spent_and_not_captured() {
    let books = scene().await;
    let hold = held(&books, 600, "payout").await.unwrap();
    for _ in 0..2 {
        let db = books.app.tenant(books.sara);
        db.write(async |tx| ledger::release(tx, hold).await)
            .await
            .unwrap();
    }
    assert_eq!(find(&books, hold).await.state, HoldState::Released);
    assert_eq!(books.standing(&wallet(books.sara)).await.available(), 1000);
    let late = payout(&books, 10, "p");
    assert_eq!(capture(&books, hold, &late).await, Err(Refusal::Gone));
}

#[tokio::test]
async fn a_hold_that_is_over_is_nobodys_and_the_clock_gives_it_back() {
    let books = scene().await;
    let hold = held(&books, 600, "payout").await.unwrap();
    kernel::migrate::prepare_app(books.app.state())
        .await
        .unwrap();
    books.app.clock().advance(Duration::hours(1));
    let late = payout(&books, 10, "p");
    assert_eq!(
        capture(&books, hold, &late).await,
        Err(Refusal::Gone),
        "although no clock has closed it yet"
    );
    books.app.run_jobs_after(Duration::minutes(2)).await;
    assert_eq!(find(&books, hold).await.state, HoldState::Expired);
    assert_eq!(books.standing(&wallet(books.sara)).await.available(), 1000);
    assert_eq!(books.faults().await, [""; 0]);
}

#[tokio::test]
async fn a_refused_capture_leaves_the_hold_as_it_was() {
    let books = scene().await;
    let hold = held(&books, 600, "payout").await.unwrap();
    // The key stands for something else, so nothing is posted.
    books.post(&payout(&books, 5, "taken")).await;
    let other = payout(&books, 100, "taken");
    assert_eq!(capture(&books, hold, &other).await, Err(Refusal::Differs));
    let standing = books.standing(&wallet(books.sara)).await;
    assert_eq!((standing.balance, standing.held), (995, 600));
    assert_eq!(find(&books, hold).await.captured, 0);
    assert_eq!(books.faults().await, [""; 0]);
}

#[tokio::test]
async fn only_the_holder_and_the_books_keeper_hold() {
    let books = scene().await;
    let theirs = try_hold(&books, By::Tenant(books.kaveh), 10, "k").await;
    assert!(matches!(theirs, Err(AppError::Internal(_))), "{theirs:?}");
    let hold = held(&books, 10, "k").await.unwrap();
    let db = books.app.tenant(books.kaveh);
    let released = db.write(async |tx| ledger::release(tx, hold).await).await;
    assert!(matches!(released, Err(AppError::NotFound("ledger.hold"))));
    let seen = db.read(async |tx| Hold::find(hold, tx).await.or_not_found("ledger.hold"));
    assert!(seen.await.is_err());
    let by_staff = try_hold(&books, By::Platform, 10, "k-2").await.unwrap();
    let by_staff = by_staff.unwrap();
    let db = books.app.tenant(books.sara);
    let released = db.write(async |tx| ledger::release(tx, by_staff).await);
    assert!(released.await.is_err(), "what the platform holds, it ends");
    let entry = payout(&books, 10, "p");
    let captured = acting!(books, By::Tenant(books.sara), |tx| ledger::capture(
        tx, by_staff, &entry
    ));
    assert!(captured.is_err());
    assert!(capture(&books, by_staff, &entry).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn holds_that_end_while_they_are_captured_end_one_way() {
    let books = scene().await;
    let mut holds = Vec::new();
    for n in 0..20 {
        holds.push(held(&books, 50, &format!("h-{n}")).await.unwrap());
    }
    let now = books.app.clock().now();
    let (books, over) = (&books, now + Duration::hours(2));
    let captures = holds.iter().enumerate().map(|(n, hold)| async move {
        // As a capture whose clock is a little behind the one that closes.
        let entry = payout(books, 50, &format!("c-{n}"));
        capture(books, *hold, &entry).await
    });
    let expiries = (0..4).map(|_| async move {
        let sql = books.sql(kernel::db::Role::Platform).await;
        let mut closed = 0;
        for _ in 0..10 {
            let expire = "SELECT ledger_expire_holds($1, 3)";
            closed += sql
                .query_one(expire, &[&over])
                .await
                .unwrap()
                .get::<_, i32>(0);
        }
        closed
    });
    let (captured, expired) = tokio::join!(
        futures::future::join_all(captures),
        futures::future::join_all(expiries)
    );
    let captured = captured.iter().filter(|one| one.is_ok()).count();
    let expired: i32 = expired.iter().sum();
    assert_eq!(captured + usize::try_from(expired).unwrap(), 20);
    let standing = books.standing(&wallet(books.sara)).await;
    let spent = 50 * i64::try_from(captured).unwrap();
    assert_eq!((standing.balance, standing.held), (1000 - spent, 0));
    assert_eq!(books.faults().await, [""; 0]);
}
