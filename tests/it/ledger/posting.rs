//! Posting: once for each key, refused as values that leave nothing behind, reversed once.

use kernel::db::Role;
use kernel::module::ResourceRef;
use l10n::{Milligrams, Rial};
use ledger::{Entry, Keeping, Posted, Refusal};
use uuid::Uuid;

use super::{
    BANK, BOOK, Books, By, GOLD, GOLD_IN, SALES, VAT, WALLET, fresh_key, post_bare, sale, short,
    top_up, wallet,
};

/// The wallet as another version of its chart has it.
static CREDIT: ledger::AccountDef = ledger::AccountDef {
    code: "books.wallet",
    kind: ledger::AccountKind::Liability,
    unit: ledger::Unit::IRR,
    keeping: Keeping::Floor(-500),
    tenant_may_pay: false,
    label: "ledger.account",
};

const ENTRIES: &str = "SELECT count(*) FROM ledger_entries";

#[tokio::test]
async fn an_entry_moves_money_and_opens_its_accounts_by_itself() {
    let books = Books::new().await;
    books.top_up(books.sara, 1000).await;
    let sold = books.post(&sale(books.sara, 300, "order-1")).await;
    assert!(matches!(sold, Posted::Done(_)));
    let balances = [
        (BANK.of(BOOK), 1000),
        (wallet(books.sara), 700),
        (SALES.of(BOOK), 270),
        (VAT.of(BOOK), 30),
        (wallet(books.kaveh), 0),
    ];
    for (account, balance) in balances {
        assert_eq!(books.balance(&account).await, balance, "{account:?}");
    }
    assert_eq!(books.faults().await, [""; 0]);
}

#[tokio::test]
async fn one_statement_is_enough() {
    let books = Books::new().await;
    books.top_up(books.sara, 1000).await;
    books.post(&sale(books.sara, 10, "opens the others")).await;
    let entry = sale(books.sara, 10, "measured");
    let statements = books
        .app
        .platform()
        .write(async |tx| {
            let before = tx.statements().count();
            ledger::post(tx, &entry).await?;
            Ok(tx.statements().count() - before)
        })
        .await
        .unwrap();
    assert_eq!(statements, 1);
}

#[tokio::test]
async fn a_key_stands_for_one_entry() {
    let books = Books::new().await;
    let first = books.post(&top_up(books.sara, 1000, "k")).await;
    let again = books.post(&top_up(books.sara, 1000, "k")).await;
    assert_eq!(again, Posted::Again(first.id()));
    for other in [
        top_up(books.sara, 1001, "k"),
        top_up(books.kaveh, 1000, "k"),
        Entry::draft(BOOK, "books.gift", "k")
            .debit(&BANK.of(BOOK), 1000)
            .credit(&wallet(books.sara), 1000)
            .balanced()
            .unwrap(),
        Entry::draft(BOOK, "books.top_up", "k")
            .about(ResourceRef {
                kind: "books.thing".to_owned(),
                id: Uuid::nil(),
            })
            .debit(&BANK.of(BOOK), 1000)
            .credit(&wallet(books.sara), 1000)
            .balanced()
            .unwrap(),
    ] {
        let refused = books.try_post(By::Platform, &other).await.unwrap();
        assert_eq!(refused, Err(Refusal::Differs), "{other:?}");
    }
    assert_eq!(books.balance(&wallet(books.sara)).await, 1000);
    assert_eq!(books.app.value::<i64>(ENTRIES, &[]).await, 1);
}

#[tokio::test]
async fn the_same_entry_is_recognised_when_the_account_could_not_pay_it_again() {
    let books = Books::new().await;
    books.top_up(books.sara, 300).await;
    let first = books.post(&sale(books.sara, 300, "order-1")).await;
    let again = books.post(&sale(books.sara, 300, "order-1")).await;
    assert_eq!(again, Posted::Again(first.id()));
}

#[tokio::test]
async fn what_is_refused_leaves_nothing_and_the_transaction_goes_on() {
    let books = Books::new().await;
    books.top_up(books.sara, 100).await;
    books.top_up(books.kaveh, 1000).await;
    // Both wallets pay; whichever is locked first is given back when the other is short.
    let both = |sara: i64, kaveh: i64| {
        Entry::draft(BOOK, "books.sale", format!("both-{sara}-{kaveh}"))
            .debit(&wallet(books.sara), sara)
            .debit(&wallet(books.kaveh), kaveh)
            .credit(&SALES.of(BOOK), sara + kaveh)
            .balanced()
            .unwrap()
    };
    let (too_much, other_way, fits) = (both(101, 10), both(1, 1001), both(50, 10));
    let outcomes = books
        .app
        .platform()
        .write(async |tx| {
            Ok((
                super::refused(ledger::post(tx, &too_much).await)?,
                super::refused(ledger::post(tx, &other_way).await)?,
                super::refused(ledger::post(tx, &fits).await)?,
            ))
        })
        .await
        .unwrap();
    assert_eq!(outcomes.0, Err(short(wallet(books.sara).id())));
    assert_eq!(outcomes.1, Err(short(wallet(books.kaveh).id())));
    assert!(matches!(outcomes.2, Ok(Posted::Done(_))));
    assert_eq!(books.balance(&wallet(books.sara)).await, 50);
    assert_eq!(books.balance(&wallet(books.kaveh)).await, 990);
    assert_eq!(books.faults().await, [""; 0]);
}

#[tokio::test]
async fn a_refusal_tells_the_visitor_what_to_do() {
    let books = Books::new().await;
    let entry = sale(books.sara, 10, "too early");
    let error = books
        .app
        .platform()
        .write(async |tx| Ok(ledger::post(tx, &entry).await?))
        .await
        .unwrap_err();
    assert_eq!(error.status().code, 409);
    let texts = books.app.state().registry.texts();
    for refusal in [
        short(wallet(books.sara).id()),
        Refusal::Differs,
        Refusal::Gone,
    ] {
        for locale in [l10n::Locale::Fa, l10n::Locale::En] {
            assert!(texts.t(locale, refusal.text()).ends_with('.'));
        }
    }
}

#[tokio::test]
async fn gold_and_money_move_in_one_entry() {
    let books = Books::new().await;
    books.top_up(books.sara, 1000).await;
    let customer = GOLD.of(BOOK).part("customer-7");
    let entry = Entry::draft(BOOK, "books.gold_sale", "g-1")
        .debit(&customer, Milligrams(4_350))
        .credit(&GOLD_IN.of(BOOK), Milligrams(4_350))
        .debit(&wallet(books.sara), Rial(400))
        .credit(&SALES.of(BOOK), Rial(400))
        .balanced()
        .unwrap();
    books.post(&entry).await;
    assert_eq!(books.balance(&customer).await, 4_350);
    assert_eq!(books.balance(&GOLD.of(BOOK).part("customer-8")).await, 0);
    assert_eq!(books.balance(&wallet(books.sara)).await, 600);
}

#[tokio::test]
async fn an_entry_is_reversed_once() {
    let books = Books::new().await;
    let sold = books.top_up(books.sara, 1000).await.id();
    let reverse = |key: &'static str| {
        let books = &books;
        async move { acting!(books, By::Platform, |tx| ledger::reverse(tx, sold, key)).unwrap() }
    };
    let done = reverse("back-1").await.unwrap();
    assert!(matches!(done, Posted::Done(_)));
    assert_eq!(reverse("back-1").await, Ok(Posted::Again(done.id())));
    assert_eq!(
        reverse("back-2").await,
        Err(Refusal::Reversed { by: done.id() })
    );
    assert_eq!(books.balance(&wallet(books.sara)).await, 0);
    assert_eq!(books.balance(&BANK.of(BOOK)).await, 0);
    assert_eq!(books.faults().await, [""; 0]);
}

#[tokio::test]
async fn what_was_spent_cannot_be_taken_back_by_a_reversal() {
    let books = Books::new().await;
    let paid_in = books.top_up(books.sara, 1000).await.id();
    books.post(&sale(books.sara, 10, "order-1")).await;
    let reversed = acting!(books, By::Platform, |tx| ledger::reverse(
        tx, paid_in, "back"
    ));
    assert_eq!(
        reversed.unwrap(),
        Err(short(wallet(books.sara).id())),
        "floors have no bypass"
    );
}

#[tokio::test]
async fn the_program_and_the_database_name_accounts_alike() {
    let books = Books::new().await;
    let owner = books.sql(Role::Owner).await;
    for account in [
        wallet(books.sara),
        BANK.of(BOOK),
        GOLD.of(ledger::BookId::of(books.sara)).part("مشتری ۷"),
    ] {
        let def = account.def();
        let holder = (def.code == WALLET.code).then_some(books.sara.0);
        let part = if def.code == GOLD.code {
            "مشتری ۷"
        } else {
            ""
        };
        let name = "SELECT ledger_account_id($1, $2, $3, $4, $5)";
        let row = owner
            .query_one(
                name,
                &[
                    &account.book().0,
                    &def.unit.code(),
                    &def.code,
                    &part,
                    &holder,
                ],
            )
            .await
            .unwrap();
        assert_eq!(row.get::<_, Uuid>(0), account.id().0, "{}", def.code);
    }
    let book: Uuid = owner
        .query_one("SELECT id FROM ledger_books WHERE tenant_id IS NULL", &[])
        .await
        .unwrap()
        .get(0);
    assert_eq!(book, BOOK.0);
    let of = "SELECT ledger_book_id($1)";
    let of: Uuid = owner.query_one(of, &[&books.sara.0]).await.unwrap().get(0);
    assert_eq!(of, ledger::BookId::of(books.sara).0);
}

#[tokio::test]
async fn an_account_keeps_what_it_was_opened_with() {
    let books = Books::new().await;
    books.top_up(books.sara, 1000).await;
    let other = CREDIT.of(BOOK).held_by(books.sara);
    let db = books.app.platform();
    let opened = db.write(async |tx| ledger::open(tx, &other).await).await;
    assert!(
        opened.unwrap_err().to_string().contains("another floor"),
        "a floor is not moved by opening anew"
    );
}

#[tokio::test]
async fn the_database_refuses_what_does_not_balance_whoever_asks() {
    let books = Books::new().await;
    books.top_up(books.sara, 1000).await;
    let platform = books.sql(Role::Platform).await;
    let accounts = [BANK.of(BOOK).id(), wallet(books.sara).id()];
    let now = books.app.clock().now();
    for (amounts, why) in [
        ([5, -4], "does not sum to zero"),
        ([0, 0], "ledger_lines_amount_check"),
        (
            [1_000_000_000_000_001, -1_000_000_000_000_001],
            "ledger_lines_amount_check",
        ),
    ] {
        let key = fresh_key();
        let posted = post_bare(&platform, now, (&key, None), accounts, amounts).await;
        let error = posted.unwrap_err();
        let said = error.as_db_error().unwrap().to_string();
        assert!(said.contains(why), "{amounts:?}: {said}");
    }
    assert_eq!(books.balance(&wallet(books.sara)).await, 1000);
}
