//! Balances, statements and trial balances: the same whether entries are summed by day or still wait, however late they
//! commit, and after a restore. And the comparison finds what somebody has changed by hand.

use chrono::Duration;
use kernel::db::Role;
use kernel::web::PageQuery;
use l10n::Calendar;
use ledger::{Entry, Grain, StatementRow, TrialLine};

use super::{BANK, BOOK, Books, SALES, VAT, fresh_key, post_bare, sale, top_up, wallet};

async fn trial(books: &Books, days_back: i64) -> Vec<TrialLine> {
    let days = books.today() - Duration::days(days_back)..books.today() + Duration::days(1);
    let db = books.app.platform();
    db.read(async |tx| ledger::trial_balance(BOOK, days.clone(), tx).await)
        .await
        .unwrap()
}

fn told(lines: &[TrialLine]) -> Vec<(String, i64, i64, i64)> {
    let line = |line: &TrialLine| (line.code.clone(), line.opening, line.debit, line.credit);
    lines.iter().map(line).collect()
}

#[tokio::test]
async fn the_trial_balance_is_the_same_before_and_after_days_are_summed() {
    let books = Books::new().await;
    books.app.clock().advance(-Duration::days(40));
    books.post(&top_up(books.sara, 1000, "old")).await;
    books.app.clock().advance(Duration::days(40));
    books.post(&top_up(books.kaveh, 500, "new")).await;
    books.post(&sale(books.sara, 300, "order")).await;
    let wanted = [
        ("books.bank", 1000, 500, 0),
        ("books.vat", 0, 0, 30),
        ("books.wallet", -1000, 300, 500),
        ("books.sales", 0, 0, 270),
    ]
    .map(|(code, opening, debit, credit)| (code.to_owned(), opening, debit, credit));
    assert_eq!(told(&trial(&books, 7).await), wanted);
    assert_eq!(books.roll_up().await, 3);
    let lines = trial(&books, 7).await;
    assert_eq!(told(&lines), wanted);
    assert_eq!(lines.iter().map(TrialLine::closing).sum::<i64>(), 0);
    assert_eq!(books.roll_up().await, 0, "nothing is summed twice");
    books.post(&sale(books.sara, 100, "after")).await;
    let sold = trial(&books, 7).await.pop().unwrap();
    assert_eq!((sold.code.as_str(), sold.credit), ("books.sales", 360));
    assert_eq!(books.balance(&SALES.of(BOOK)).await, 360);
}

#[tokio::test]
async fn an_entry_that_commits_late_is_in_no_sum_before_and_in_one_after() {
    let books = Books::new().await;
    books.top_up(books.sara, 1000).await;
    let mut late = books.sql(Role::Platform).await;
    let open = late.transaction().await.unwrap();
    let accounts = [BANK.of(BOOK).id(), wallet(books.sara).id()];
    let now = books.app.clock().now();
    post_bare(&open, now, ("late", None), accounts, [7, -7])
        .await
        .unwrap();
    // Others post and sum meanwhile.
    books.top_up(books.kaveh, 500).await;
    assert_eq!(books.roll_up().await, 2);
    assert_eq!(books.balance(&BANK.of(BOOK)).await, 1500);
    open.commit().await.unwrap();
    assert_eq!(books.balance(&BANK.of(BOOK)).await, 1507);
    assert_eq!(books.roll_up().await, 1);
    assert_eq!(books.balance(&BANK.of(BOOK)).await, 1507);
    assert_eq!(books.faults().await, [""; 0]);
}

#[tokio::test]
async fn sums_by_day_and_by_month_are_those_of_the_lines() {
    let books = Books::new().await;
    books.post(&top_up(books.sara, 10_000, "t")).await;
    let today = books.today();
    for days in [40, 40, 10, 0] {
        books.app.clock().advance(-Duration::days(days));
        books.post(&sale(books.sara, 1000, &fresh_key())).await;
        books.app.clock().advance(Duration::days(days));
        if days == 10 {
            books.roll_up().await;
        }
    }
    let db = books.app.platform();
    let sums = async |grain| {
        let days = today - Duration::days(60)..today + Duration::days(1);
        let found = db
            .read(async |tx| ledger::sums(BOOK, &["books.sales"], days.clone(), grain, tx).await)
            .await
            .unwrap();
        let told: Vec<_> = found.iter().map(|sum| (sum.day, sum.credit)).collect();
        told
    };
    let ago = |days| today - Duration::days(days);
    assert_eq!(
        sums(Grain::Day).await,
        [(ago(40), 1800), (ago(10), 900), (today, 900)]
    );
    let months = sums(Grain::Month(Calendar::Jalali)).await;
    assert_eq!(months.iter().map(|(_, credit)| credit).sum::<i64>(), 3600);
    for (day, _) in months {
        assert_eq!(Calendar::Jalali.ymd(day).day, 1);
    }
}

async fn page(books: &Books, query: &PageQuery) -> ledger::Statement {
    let account = wallet(books.sara).id();
    let now = books.app.clock().now();
    let db = books.app.tenant(books.sara);
    db.read(async |tx| {
        let during = now - Duration::days(100)..now + Duration::days(1);
        ledger::statement(account, during, query, tx).await
    })
    .await
    .unwrap()
}

#[tokio::test]
async fn a_statement_runs_backwards_with_the_balance_after_each_entry() {
    let books = Books::new().await;
    let mut expected = Vec::new();
    let mut balance = 0;
    for n in 1..=120 {
        books.app.clock().advance(Duration::minutes(7));
        let entry = if n % 3 == 0 {
            balance -= 20;
            sale(books.sara, 20, &fresh_key())
        } else {
            balance += 100 + n;
            top_up(books.sara, 100 + n, &fresh_key())
        };
        expected.push((books.post(&entry).await.id(), balance));
        if n == 60 {
            books.roll_up().await;
        }
    }
    expected.reverse();
    let told = |rows: &[StatementRow]| -> Vec<_> {
        rows.iter().map(|row| (row.entry, row.balance)).collect()
    };
    let first = page(&books, &PageQuery::default()).await;
    assert_eq!((first.opening, first.closing), (0, balance));
    assert_eq!(told(&first.page.rows), expected[..50]);
    let second = PageQuery {
        after: first.page.next,
        before: None,
    };
    let second = page(&books, &second).await;
    assert_eq!(told(&second.page.rows), expected[50..100]);
    let third = PageQuery {
        after: second.page.next,
        before: None,
    };
    let third = page(&books, &third).await;
    assert_eq!(told(&third.page.rows), expected[100..]);
    assert_eq!(third.page.next, None);
    let back = PageQuery {
        after: None,
        before: third.page.previous,
    };
    let back = page(&books, &back).await;
    assert_eq!(told(&back.page.rows), expected[50..100]);
}

#[tokio::test]
async fn a_statement_of_a_part_begins_with_what_was_before() {
    let books = Books::new().await;
    // One account whose balance is kept and one that is summed; the second time everything is there twice.
    for (account, times) in [(wallet(books.sara), 1), (BANK.of(BOOK), 2)] {
        let (id, db) = (account.id(), books.app.platform());
        let now = books.app.clock().now();
        books.post(&at(&books, 30, 1000)).await;
        books.post(&at(&books, 10, 200)).await;
        books.roll_up().await;
        books.post(&at(&books, 9, 30)).await;
        books.post(&at(&books, 0, 5)).await;
        let told = db
            .read(async |tx| {
                let during = now - Duration::days(20)..now - Duration::days(5);
                ledger::statement(id, during, &PageQuery::default(), tx).await
            })
            .await
            .unwrap();
        assert_eq!(told.opening, 1000 * times);
        assert_eq!(told.closing, 1230 * times);
        let balances: Vec<_> = told.page.rows.iter().map(|row| row.balance).collect();
        let wanted: &[i64] = match times {
            1 => &[1230, 1200],
            _ => &[2460, 2430, 2400, 2200],
        };
        assert_eq!(balances, wanted);
    }
}

fn at(books: &Books, days_ago: i64, amount: i64) -> Entry {
    Entry::draft(BOOK, "books.top_up", fresh_key())
        .at(books.app.clock().now() - Duration::days(days_ago))
        .debit(&BANK.of(BOOK), amount)
        .credit(&wallet(books.sara), amount)
        .balanced()
        .unwrap()
}

#[tokio::test]
async fn a_foreign_statement_is_not_found() {
    let books = Books::new().await;
    books.top_up(books.sara, 10).await;
    let (account, now) = (wallet(books.sara).id(), books.app.clock().now());
    let db = books.app.tenant(books.kaveh);
    let read = db.read(async |tx| {
        let during = now - Duration::days(1)..now + Duration::days(1);
        ledger::statement(account, during, &PageQuery::default(), tx).await
    });
    assert_eq!(read.await.unwrap_err().status().code, 404);
}

#[tokio::test]
async fn what_somebody_changes_by_hand_is_found_and_sums_are_made_anew() {
    let books = Books::new().await;
    books.post(&top_up(books.sara, 1000, "t")).await;
    books.post(&sale(books.sara, 300, "order")).await;
    books.roll_up().await;
    let owner = books.sql(Role::Owner).await;
    owner
        .batch_execute("UPDATE ledger_rollups SET credit = credit + 1 WHERE code = 'books.sales'")
        .await
        .unwrap();
    let faults = books.faults().await;
    assert!(
        faults.len() == 1 && faults[0].contains("books.sales"),
        "{faults:?}"
    );
    let platform = books.app.platform();
    ledger::rebuild_rollups(&platform, BOOK).await.unwrap();
    assert_eq!(books.faults().await, [""; 0]);
    assert_eq!(books.balance(&SALES.of(BOOK)).await, 270);

    owner
        .batch_execute(
            "UPDATE ledger_balances SET balance = balance + 1; \
             ALTER TABLE ledger_lines DISABLE TRIGGER append_only; \
             UPDATE ledger_lines SET amount = amount - 1 WHERE n = 3; \
             ALTER TABLE ledger_lines ENABLE TRIGGER append_only",
        )
        .await
        .unwrap();
    let faults = books.faults().await.join("\n");
    for part in ["its lines say", "sum to -1", "sums of books.vat"] {
        assert!(faults.contains(part), "{part}: {faults}");
    }
    assert_eq!(books.balance(&VAT.of(BOOK)).await, 30, "the sums stand");
}

#[tokio::test]
async fn the_nightly_comparison_is_told_by_health_and_by_the_job() {
    let books = Books::new().await;
    let health = async || {
        let reports = kernel::health::report(books.app.state()).await;
        let one = reports.iter().find(|r| r.key == "ledger.books").unwrap();
        assert!(one.ok, "never a reason to be unready");
        one.finding.english(books.app.state().registry.texts())
    };
    assert!(health().await.contains("not been compared yet"));
    kernel::migrate::prepare_app(books.app.state())
        .await
        .unwrap();
    books.top_up(books.sara, 1000).await;
    books.app.run_jobs_after(Duration::days(1)).await;
    assert_eq!(
        health().await,
        "The books fit: 1 entries and 1 balances were compared"
    );
    assert_eq!(
        books
            .app
            .value::<i64>("SELECT count(*) FROM ledger_unrolled", &[])
            .await,
        0
    );

    let owner = books.sql(Role::Owner).await;
    owner
        .batch_execute("UPDATE ledger_balances SET balance = balance + 1")
        .await
        .unwrap();
    books.app.run_jobs_after(Duration::days(1)).await;
    assert!(
        health()
            .await
            .contains("do not fit; faults at the last comparison: 1.")
    );
    let metrics = books.app.state().metrics.text(0).unwrap();
    let failed = "sarai_jobs_total{job=\"ledger.verify\",outcome=\"failed\"} 1";
    assert!(metrics.contains(failed), "{metrics}");
    assert!(books.app.jobs().await.contains(&"ledger.verify".to_owned()));
}
