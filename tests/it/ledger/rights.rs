//! Who may: a tenant spends what it holds on what a tenant may pay, keeps its own book, and reads its own lines. Nobody
//! writes a table, and what is written stays.

use kernel::db::Role;
use kernel::error::AppError;
use ledger::{Account, AccountDef, AccountKind, BookId, Entry, Keeping, Posted, Unit};
use tokio_postgres::Client;
use tokio_postgres::error::SqlState;
use uuid::Uuid;

use super::{BANK, BOOK, Books, By, OWED, SALES, VAT, post_bare, sale, short, wallet};

static LOAN: AccountDef = AccountDef {
    code: "books.loan",
    kind: AccountKind::Asset,
    unit: Unit::IRR,
    keeping: Keeping::Floor(0),
    tenant_may_pay: false,
    label: "ledger.account",
};

fn entry(debit: &Account, credit: &Account, key: &str) -> Entry {
    Entry::draft(BOOK, "books.try", key)
        .debit(debit, 10)
        .credit(credit, 10)
        .balanced()
        .unwrap()
}

#[tokio::test]
async fn a_tenant_pays_from_its_own_wallet() {
    let books = Books::new().await;
    books.top_up(books.sara, 100).await;
    books.post(&sale(books.sara, 10, "opens the others")).await;
    let paid = books
        .try_post(By::Tenant(books.sara), &sale(books.sara, 40, "order"))
        .await;
    assert!(matches!(paid.unwrap(), Ok(Posted::Done(_))));
    let without = books
        .try_post(By::Tenant(books.kaveh), &sale(books.kaveh, 40, "order-2"))
        .await;
    assert_eq!(
        without.unwrap(),
        Err(short(wallet(books.kaveh).id())),
        "a wallet that was never opened has nothing"
    );
}

#[tokio::test]
async fn a_tenant_does_nothing_else_in_anothers_book() {
    let books = Books::new().await;
    for tenant in [books.sara, books.kaveh] {
        books.top_up(tenant, 1000).await;
        let (owed, loan) = (OWED.of(BOOK).held_by(tenant), LOAN.of(BOOK).held_by(tenant));
        for (debit, key) in [(owed, "owed"), (loan, "loan")] {
            let key = format!("{key}-{tenant}");
            books.post(&entry(&debit, &SALES.of(BOOK), &key)).await;
        }
    }
    books.post(&sale(books.sara, 10, "opens the tax")).await;
    let (own, theirs) = (wallet(books.sara), wallet(books.kaveh));
    let owed = OWED.of(BOOK).held_by(books.sara);
    let loan = LOAN.of(BOOK).held_by(books.sara);
    let (sales, vat, bank) = (SALES.of(BOOK), VAT.of(BOOK), BANK.of(BOOK));
    let wrong = [
        ("another's wallet", entry(&theirs, &sales, "1")),
        ("into its own wallet", entry(&bank, &own, "2")),
        ("from income into its own wallet", entry(&sales, &own, "3")),
        ("into another's wallet", entry(&own, &theirs, "4")),
        ("more of what it owes", entry(&owed, &sales, "5")),
        ("less of what it owes", entry(&own, &owed, "6")),
        ("a loan, floor or not", entry(&loan, &sales, "7")),
        ("between accounts of the platform", entry(&sales, &vat, "8")),
        ("into the bank", entry(&own, &bank, "9")),
        (
            "a credit hidden among debits",
            Entry::draft(BOOK, "books.try", "10")
                .debit(&own, 20)
                .credit(&sales, 10)
                .credit(&theirs, 10)
                .balanced()
                .unwrap(),
        ),
        (
            "both sides of another's wallet",
            Entry::draft(BOOK, "books.try", "11")
                .debit(&theirs, 5)
                .credit(&theirs, 5)
                .debit(&own, 5)
                .credit(&sales, 5)
                .balanced()
                .unwrap(),
        ),
    ];
    for (what, entry) in &wrong {
        let tried = books.try_post(By::Tenant(books.sara), entry).await;
        assert!(
            matches!(tried, Err(AppError::Internal(_))),
            "{what}: {tried:?}"
        );
    }
    assert_eq!(books.balance(&own).await, 990);
    assert_eq!(books.balance(&theirs).await, 1000);
    // The same under the platform's role goes through: it is the role that was refused.
    for (what, entry) in &wrong {
        let done = books.try_post(By::Platform, entry).await.unwrap();
        assert!(done.is_ok(), "{what}: {done:?}");
    }
}

#[tokio::test]
async fn names_cannot_be_forged() {
    let books = Books::new().await;
    books.top_up(books.sara, 1000).await;
    books.post(&sale(books.sara, 10, "opens the others")).await;
    let sql = books.sql_of(books.sara).await;
    let denied = |error: tokio_postgres::Error, what: &str| {
        assert_eq!(
            error.code(),
            Some(&SqlState::INSUFFICIENT_PRIVILEGE),
            "{what}: {error}"
        );
    };
    let accounts = [wallet(books.sara).id(), SALES.of(BOOK).id()];
    let now = books.app.clock().now();
    let post = async |sql: &Client, by| {
        let posted = post_bare(sql, now, ("k", by), accounts, [10, -10]).await;
        posted.unwrap_err()
    };
    let error = post(&sql, Some(Uuid::now_v7())).await;
    denied(error, "in another person's name");
    for (role, what) in [(Role::Public, "the public"), (Role::Jobs, "the queue")] {
        denied(post(&books.sql(role).await, None).await, what);
    }
    let nobody = books.sql(Role::Tenant).await;
    let error = post(&nobody, None).await;
    denied(error, "a connection that says no tenant");
    for work in [
        "SELECT ledger_open_book(NULL, now())",
        "SELECT ledger_roll_up(gen_random_uuid(), 1)",
        "SELECT ledger_rebuild_day(gen_random_uuid(), '2026-01-01')",
        "SELECT ledger_expire_holds(now() + interval '10 years', 1)",
        "SELECT ledger_note_verification(gen_random_uuid(), now(), 0, 0, '{}')",
        "SELECT ledger_take_back('{}', '{}')",
        "SELECT ledger_close_period('80cc7c5f-bf0c-8858-9a8e-f8d3f412c488', 140001, '2021-03-20 20:30Z', '2021-04-20 20:30Z', NULL, now())",
    ] {
        denied(sql.query(work, &[]).await.unwrap_err(), work);
    }
}

#[tokio::test]
async fn nobody_closes_a_month_in_another_persons_name() {
    let books = Books::new().await;
    let shop = books.open_book(books.sara).await;
    let sql = books.sql_of(books.sara).await;
    let close = "SELECT ledger_close_period($1, 140001, '2021-03-20 20:30Z', '2021-04-20 20:30Z', $2, now())";
    let forged = sql.query(close, &[&shop.0, &Some(Uuid::now_v7())]).await;
    assert_eq!(
        forged.unwrap_err().code(),
        Some(&SqlState::INSUFFICIENT_PRIVILEGE)
    );
    let nobody = sql.query_one(close, &[&shop.0, &None::<Uuid>]).await;
    assert_eq!(nobody.unwrap().get::<_, String>(0), "done");
}

#[tokio::test]
async fn an_account_is_opened_by_who_keeps_its_book() {
    let books = Books::new().await;
    let shop = books.open_book(books.sara).await;
    assert_eq!(shop, BookId::of(books.sara));
    for (book, may) in [
        (shop, true),
        (BOOK, false),
        (BookId::of(books.kaveh), false),
    ] {
        let account = OWED.of(book).part("customer");
        let db = books.app.tenant(books.sara);
        let opened = db.write(async |tx| ledger::open(tx, &account).await).await;
        if book == BookId::of(books.kaveh) {
            assert!(opened.unwrap_err().to_string().contains("no book"));
        } else {
            assert_eq!(opened.unwrap(), may, "{book}");
        }
    }
}

#[tokio::test]
async fn a_tenant_keeps_its_own_book_and_sees_no_other() {
    let books = Books::new().await;
    let shop = books.open_book(books.sara).await;
    let entry = Entry::draft(shop, "books.sale", "till-1")
        .debit(&BANK.of(shop), 500)
        .credit(&SALES.of(shop), 500)
        .balanced()
        .unwrap();
    let posted = books.try_post(By::Tenant(books.sara), &entry).await;
    assert!(matches!(posted.unwrap(), Ok(Posted::Done(_))));
    let other = books.try_post(By::Tenant(books.kaveh), &entry).await;
    assert!(matches!(other, Err(AppError::Internal(_))), "{other:?}");
    let bank = BANK.of(shop).id();
    let seen = async |tenant| {
        let db = books.app.tenant(tenant);
        db.read(async |tx| ledger::balance(bank, tx).await)
            .await
            .unwrap()
    };
    assert_eq!(seen(books.sara).await, 500);
    assert_eq!(seen(books.kaveh).await, 0);
}

#[tokio::test]
async fn a_tenant_reads_its_own_lines_alone() {
    let books = Books::new().await;
    books.top_up(books.sara, 1000).await;
    books.top_up(books.kaveh, 1000).await;
    books.post(&sale(books.sara, 100, "order")).await;
    let sql = books.sql_of(books.sara).await;
    let counts = [
        ("ledger_lines", 2),
        ("ledger_entries", 2),
        ("ledger_accounts", 1),
        ("ledger_balances", 1),
        ("ledger_books", 0),
        ("ledger_holds", 0),
        ("ledger_rollups", 0),
        ("ledger_unrolled", 0),
        ("ledger_periods", 0),
    ];
    books.roll_up().await;
    for (table, rows) in counts {
        let count = format!("SELECT count(*) FROM {table}");
        let found: i64 = sql.query_one(&count, &[]).await.unwrap().get(0);
        assert_eq!(found, rows, "{table}");
    }
    let theirs = "SELECT count(*) FROM ledger_standing($1)";
    let found: i64 = sql
        .query_one(theirs, &[&wallet(books.kaveh).id().0])
        .await
        .unwrap()
        .get(0);
    assert_eq!(found, 0, "another's standing");
}

const TABLES: &str = "SELECT c.oid::regclass::text FROM pg_class c WHERE c.relname LIKE 'ledger\\_%' AND c.relkind = 'r' ORDER BY 1";

#[tokio::test]
async fn no_role_of_the_program_writes_a_table_of_the_ledger() {
    let books = Books::new().await;
    books.top_up(books.sara, 1000).await;
    let owner = books.sql(Role::Owner).await;
    let tables: Vec<String> = owner
        .query(TABLES, &[])
        .await
        .unwrap()
        .iter()
        .map(|row| row.get(0))
        .collect();
    assert!(tables.len() >= 11, "{tables:?}");
    for role in [Role::Tenant, Role::Platform, Role::Public, Role::Jobs] {
        let sql = books.sql(role).await;
        for table in &tables {
            for statement in [
                format!("INSERT INTO {table} DEFAULT VALUES"),
                format!("DELETE FROM {table}"),
                format!("TRUNCATE {table}"),
            ] {
                let error = sql.execute(&statement, &[]).await.expect_err(&statement);
                assert_eq!(
                    error.code(),
                    Some(&SqlState::INSUFFICIENT_PRIVILEGE),
                    "{statement} as {role:?}: {error}"
                );
            }
        }
        let update = "UPDATE ledger_balances SET balance = balance + 1";
        let error = sql.execute(update, &[]).await.expect_err(update);
        assert_eq!(error.code(), Some(&SqlState::INSUFFICIENT_PRIVILEGE));
    }
}

#[tokio::test]
async fn a_table_of_the_ledger_that_a_role_could_write_is_found() {
    let books = Books::new().await;
    let owner = books.sql(Role::Owner).await;
    owner
        .batch_execute("GRANT UPDATE (balance) ON ledger_balances TO sarai_platform; CREATE TABLE ledger_extra (id int); SELECT enable_staff('ledger_extra')")
        .await
        .unwrap();
    let db = books.app.platform();
    let faults = db
        .read(async |tx| kernel::db::catalogue::faults(tx).await)
        .await
        .unwrap();
    let faults: Vec<_> = faults
        .iter()
        .map(|fault| format!("{}: {}", fault.table_name, fault.fault))
        .collect();
    assert_eq!(
        faults,
        [
            "ledger_balances: written by sarai_platform without a function of its owner",
            "ledger_extra: written by sarai_platform without a function of its owner",
        ]
    );
}

#[tokio::test]
async fn what_is_written_stays_for_the_owner_too() {
    let books = Books::new().await;
    books.top_up(books.sara, 1000).await;
    let owner = books.sql(Role::Owner).await;
    for statement in [
        "UPDATE ledger_entries SET key = 'other'",
        "UPDATE ledger_lines SET amount = amount * 2",
        "DELETE FROM ledger_entries",
        "DELETE FROM ledger_lines",
        "TRUNCATE ledger_entries",
        "TRUNCATE ledger_lines",
        // One more line for an entry that stands, and lines for none.
        "INSERT INTO ledger_lines SELECT entry_id, n + 10, account_id, unit, amount, holder_tenant_id, book_tenant_id, at FROM ledger_lines",
        "INSERT INTO ledger_lines SELECT gen_random_uuid(), n, account_id, unit, amount, holder_tenant_id, book_tenant_id, at FROM ledger_lines",
    ] {
        let error = owner.execute(statement, &[]).await.expect_err(statement);
        assert_eq!(
            error.code(),
            Some(&SqlState::OBJECT_NOT_IN_PREREQUISITE_STATE),
            "{statement}: {error}"
        );
    }
    // An entry without lines, and one whose lines are in another's book.
    let alone = "INSERT INTO ledger_entries (id, book_id, at, kind, key, digest, holders) VALUES (gen_random_uuid(), $1, now(), 'k', 'k', '', '{}')";
    let error = owner.execute(alone, &[&BOOK.0]).await.expect_err(alone);
    assert_eq!(error.code(), Some(&SqlState::CHECK_VIOLATION), "{error}");
    let stranger = "WITH e AS (INSERT INTO ledger_entries (id, book_id, at, kind, key, digest, holders) \
                    VALUES (gen_random_uuid(), gen_random_uuid(), now(), 'k', 'k', '', '{}') RETURNING id) \
                    INSERT INTO ledger_lines SELECT e.id, n, account_id, unit, amount, holder_tenant_id, book_tenant_id, now() FROM ledger_lines, e";
    let error = owner.execute(stranger, &[]).await.expect_err(stranger);
    assert!(
        [
            Some(&SqlState::CHECK_VIOLATION),
            Some(&SqlState::OBJECT_NOT_IN_PREREQUISITE_STATE)
        ]
        .contains(&error.code()),
        "{error}"
    );
}
