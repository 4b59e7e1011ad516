//! What happens at once: a wallet that can pay ten of fifty, one key many times, locks taken from both ends, a closing beside
//! a posting. Nothing is lost, nothing done twice, nobody waits for ever.

use futures::future::join_all;
use kernel::db::Role;
use ledger::{Entry, Period, Posted, Refusal};

use super::{BANK, BOOK, Books, By, SALES, fresh_key, post_bare, sale, short, top_up, wallet};

#[tokio::test(flavor = "multi_thread")]
async fn fifty_debits_of_a_wallet_that_can_pay_ten_are_ten() {
    let books = Books::new().await;
    books.top_up(books.sara, 1000).await;
    books.top_up(books.kaveh, 10).await;
    books.post(&sale(books.kaveh, 10, "opens the sales")).await;
    let entries: Vec<_> = (0..50)
        .map(|n| sale(books.sara, 100, &format!("order-{n}")))
        .collect();
    let posts = entries
        .iter()
        .map(|entry| books.try_post(By::Tenant(books.sara), entry));
    let outcomes: Vec<_> = join_all(posts)
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    let done = outcomes.iter().filter(|one| one.is_ok()).count();
    let refused = Err(short(wallet(books.sara).id()));
    let short = outcomes.iter().filter(|one| **one == refused).count();
    assert_eq!((done, short), (10, 40));
    assert_eq!(books.balance(&wallet(books.sara)).await, 0);
    assert_eq!(books.faults().await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_key_posted_twenty_times_at_once_is_one_entry() {
    let books = Books::new().await;
    // Enough for one: whoever comes later must be told "again" and not "short".
    books.top_up(books.sara, 100).await;
    let entries: Vec<_> = (0..20).map(|_| sale(books.sara, 100, "order")).collect();
    let posts = entries
        .iter()
        .map(|entry| books.try_post(By::Platform, entry));
    let outcomes: Vec<_> = join_all(posts)
        .await
        .into_iter()
        .map(|outcome| outcome.unwrap().unwrap())
        .collect();
    let done: Vec<_> = outcomes
        .iter()
        .filter(|one| matches!(one, Posted::Done(_)))
        .collect();
    assert_eq!(done.len(), 1, "{outcomes:?}");
    assert!(outcomes.iter().all(|one| one.id() == done[0].id()));
    assert_eq!(books.balance(&wallet(books.sara)).await, 0);
    assert_eq!(books.faults().await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_nobody_opened_is_opened_once_by_all() {
    let books = Books::new().await;
    let entries: Vec<_> = (0..16)
        .map(|_| top_up(books.sara, 10, &fresh_key()))
        .collect();
    let posts = entries
        .iter()
        .map(|entry| books.try_post(By::Platform, entry));
    for outcome in join_all(posts).await {
        outcome.unwrap().unwrap();
    }
    assert_eq!(books.balance(&wallet(books.sara)).await, 160);
    assert_eq!(books.faults().await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn transfers_from_both_ends_never_lock_each_other_out() {
    let books = Books::new().await;
    for tenant in [books.sara, books.kaveh] {
        books.top_up(tenant, 1_000_000).await;
    }
    let transfer = |from, to, n: usize| {
        Entry::draft(BOOK, "books.transfer", format!("t-{n}"))
            .debit(&wallet(from), 10)
            .credit(&wallet(to), 10)
            .balanced()
            .unwrap()
    };
    let deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";
    let before: i64 = books.app.value(deadlocks, &[]).await;
    let entries: Vec<_> = (0..120)
        .map(|n| {
            if n % 2 == 0 {
                transfer(books.sara, books.kaveh, n)
            } else {
                transfer(books.kaveh, books.sara, n)
            }
        })
        .collect();
    let posts = entries
        .iter()
        .map(|entry| books.try_post(By::Platform, entry));
    for outcome in join_all(posts).await {
        outcome.unwrap().unwrap();
    }
    assert_eq!(books.app.value::<i64>(deadlocks, &[]).await, before);
    assert_eq!(books.balance(&wallet(books.sara)).await, 1_000_000);
    assert_eq!(books.faults().await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_is_reversed_once_however_many_try() {
    let books = Books::new().await;
    let entry = books.top_up(books.sara, 100).await.id();
    let books = &books;
    let tries = (0..12).map(|n| async move {
        let key = format!("back-{n}");
        acting!(books, By::Platform, |tx| ledger::reverse(tx, entry, &key)).unwrap()
    });
    let outcomes = join_all(tries).await;
    let done = outcomes.iter().filter(|one| one.is_ok()).count();
    let reversed = |one: &&Result<_, _>| matches!(one, Err(Refusal::Reversed { .. }));
    assert_eq!((done, outcomes.iter().filter(reversed).count()), (1, 11));
    assert_eq!(books.balance(&wallet(books.sara)).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closing_waits_for_who_posts_and_who_posts_for_the_closing() {
    let books = Books::new().await;
    let last_month = Period::at(books.app.clock().now() - chrono::Duration::days(31));
    let within = books.app.clock().now() - chrono::Duration::days(31);
    books.top_up(books.sara, 10).await;
    let accounts = [BANK.of(BOOK).id(), wallet(books.sara).id()];

    // Somebody posts into the month and has not committed yet.
    let mut one = books.sql(Role::Platform).await;
    let open = one.transaction().await.unwrap();
    let outcome = post_bare(&open, within, ("first", None), accounts, [5, -5]).await;
    assert_eq!(outcome.unwrap(), "done");

    let close = async {
        let db = books.app.platform();
        db.write(async |tx| ledger::close_period(tx, BOOK, last_month).await)
            .await
    };
    tokio::pin!(close);
    let waits = tokio::time::timeout(std::time::Duration::from_millis(400), &mut close).await;
    assert!(waits.is_err(), "the closing did not wait: {waits:?}");
    // Whoever comes while it waits is behind it, and finds the month closed.
    let late = async {
        let two = books.sql(Role::Platform).await;
        post_bare(&two, within, ("second", None), accounts, [5, -5])
            .await
            .unwrap()
    };
    let first = async {
        tokio::time::sleep(std::time::Duration::from_millis(400)).await;
        open.commit().await.unwrap();
    };
    let (closed, late, ()) = tokio::join!(close, late, first);
    assert_eq!(closed.unwrap(), ledger::Closing::Done);
    assert_eq!(late, "closed");
    let entries = "SELECT count(*) FROM ledger_entries WHERE at = $1";
    assert_eq!(books.app.value::<i64>(entries, &[&within]).await, 1);
    assert_eq!(books.balance(&SALES.of(BOOK)).await, 0);
    assert_eq!(books.faults().await, [""; 0]);
}
