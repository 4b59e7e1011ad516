//! Laws over random sequences on a real database: whatever is posted, held, captured, given back, reversed and summed, and
//! in whatever order it commits, the books agree with a model that fits on a page.

use std::collections::HashSet;

use chrono::Duration;
use kernel::db::Role;
use ledger::{EntryId, HoldId, NewHold, Posted, Refusal};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::{BANK, BOOK, Books, By, SALES, VAT, fresh_key, post_bare, sale, top_up, wallet};

/// One step; the numbers choose among what is there.
#[derive(Clone, Debug)]
enum Step {
    TopUp(bool, i64),
    Sale(bool, i64),
    Reverse(usize),
    Hold(bool, i64),
    Capture(usize, i64),
    Release(usize),
    RollUp,
    /// An entry whose transaction stays open until the n-th step from here.
    Late(i64, usize),
}

fn step() -> impl Strategy<Value = Step> {
    let amount = 10..500_i64;
    prop_oneof![
        4 => (any::<bool>(), amount.clone()).prop_map(|(who, amount)| Step::TopUp(who, amount)),
        6 => (any::<bool>(), amount.clone()).prop_map(|(who, amount)| Step::Sale(who, amount)),
        2 => any::<usize>().prop_map(Step::Reverse),
        3 => (any::<bool>(), amount.clone()).prop_map(|(who, amount)| Step::Hold(who, amount)),
        3 => (any::<usize>(), amount.clone()).prop_map(|(one, amount)| Step::Capture(one, amount)),
        2 => any::<usize>().prop_map(Step::Release),
        2 => Just(Step::RollUp),
        1 => (amount, 1..6_usize).prop_map(|(amount, steps)| Step::Late(amount, steps)),
    ]
}

/// What the books must say.
#[derive(Default)]
struct Model {
    balance: [i64; 2],
    bank: i64,
    sales: i64,
    vat: i64,
    /// Who, and what is still held.
    holds: Vec<(HoldId, usize, i64)>,
    /// What each entry did: to whose wallet, to it, to the bank, to sales, to the tax.
    entries: Vec<(EntryId, usize, [i64; 4])>,
    reversed: HashSet<EntryId>,
}

impl Model {
    fn available(&self, who: usize) -> i64 {
        let held = self.holds.iter().filter(|hold| hold.1 == who);
        self.balance[who] - held.map(|hold| hold.2).sum::<i64>()
    }

    fn add(&mut self, who: usize, [wallet, bank, sales, vat]: [i64; 4]) {
        self.balance[who] += wallet;
        self.bank += bank;
        self.sales += sales;
        self.vat += vat;
    }

    fn posted(&mut self, outcome: Result<Posted, Refusal>, may: bool, who: usize, moves: [i64; 4]) {
        assert_eq!(outcome.is_ok(), may, "{outcome:?}");
        if let Ok(posted) = outcome {
            self.add(who, moves);
            self.entries.push((posted.id(), who, moves));
        }
    }
}

/// A transaction of somebody else that has posted and not committed.
struct Open {
    sql: tokio_postgres::Client,
    amount: i64,
    steps: usize,
}

async fn open_late(books: &Books, amount: i64, steps: usize) -> Open {
    let sql = books.sql(Role::Platform).await;
    sql.batch_execute("BEGIN").await.unwrap();
    // The bank alone: a wallet would keep the others waiting, which is another test's.
    let accounts = [BANK.of(BOOK).id(), SALES.of(BOOK).id()];
    let (now, key) = (books.app.clock().now(), fresh_key());
    post_bare(&sql, now, (&key, None), accounts, [amount, -amount])
        .await
        .unwrap();
    Open { sql, amount, steps }
}

async fn take(books: &Books, model: &mut Model, step: &Step) -> Option<Open> {
    let tenants = [books.sara, books.kaveh];
    match *step {
        Step::TopUp(who, amount) => {
            let who = usize::from(who);
            let entry = top_up(tenants[who], amount, &fresh_key());
            let outcome = books.try_post(By::Platform, &entry).await.unwrap();
            model.posted(outcome, true, who, [amount, amount, 0, 0]);
        }
        Step::Sale(who, amount) => {
            let who = usize::from(who);
            let entry = sale(tenants[who], amount, &fresh_key());
            let outcome = books
                .try_post(By::Tenant(tenants[who]), &entry)
                .await
                .unwrap();
            let may = model.available(who) >= amount;
            let tax = amount / 10;
            model.posted(outcome, may, who, [-amount, 0, amount - tax, tax]);
        }
        Step::Reverse(one) => {
            let (entry, who, moves) = *model.entries.get(one % model.entries.len().max(1))?;
            let key = fresh_key();
            let outcome =
                acting!(books, By::Platform, |tx| ledger::reverse(tx, entry, &key)).unwrap();
            let back = moves.map(|amount| -amount);
            let again = model.reversed.contains(&entry);
            let may = !again && (back[0] > 0 || model.available(who) + back[0] >= 0);
            assert_eq!(again, matches!(outcome, Err(Refusal::Reversed { .. })));
            model.posted(outcome, may, who, back);
            if may {
                model.reversed.insert(entry);
            }
        }
        Step::Hold(who, amount) => {
            let who = usize::from(who);
            let (account, key) = (wallet(tenants[who]), fresh_key());
            let expires_at = books.app.clock().now() + Duration::days(1);
            let outcome = acting!(books, By::Tenant(tenants[who]), |tx| ledger::hold(
                tx,
                NewHold {
                    account: &account,
                    amount,
                    key: &key,
                    about: None,
                    expires_at
                }
            ));
            let outcome = outcome.unwrap();
            assert_eq!(outcome.is_ok(), model.available(who) >= amount);
            model.holds.extend(outcome.ok().map(|id| (id, who, amount)));
        }
        Step::Capture(one, amount) => {
            let place = one % model.holds.len().max(1);
            let (hold, who, left) = *model.holds.get(place)?;
            let entry = sale(tenants[who], amount, &fresh_key());
            let outcome =
                acting!(books, By::Platform, |tx| ledger::capture(tx, hold, &entry)).unwrap();
            let may = amount <= left;
            let tax = amount / 10;
            model.posted(outcome, may, who, [-amount, 0, amount - tax, tax]);
            if may {
                model.holds[place].2 -= amount;
            }
        }
        Step::Release(one) => {
            let place = one % model.holds.len().max(1);
            let (hold, ..) = *model.holds.get(place)?;
            let db = books.app.platform();
            db.write(async |tx| ledger::release(tx, hold).await)
                .await
                .unwrap();
            model.holds.remove(place);
        }
        Step::RollUp => {
            books.roll_up().await;
        }
        Step::Late(amount, steps) => return Some(open_late(books, amount, steps).await),
    }
    None
}

async fn agree(books: &Books, model: &Model) {
    for (who, tenant) in [books.sara, books.kaveh].into_iter().enumerate() {
        let standing = books.standing(&wallet(tenant)).await;
        assert_eq!(standing.balance, model.balance[who]);
        assert_eq!(standing.available(), model.available(who));
        assert!(standing.available() >= 0, "below the floor");
    }
    for (account, balance) in [
        (BANK.of(BOOK), model.bank),
        (SALES.of(BOOK), model.sales),
        (VAT.of(BOOK), model.vat),
    ] {
        assert_eq!(
            books.balance(&account).await,
            balance,
            "{}",
            account.def().code
        );
    }
    let days = books.today() - Duration::days(9)..books.today() + Duration::days(9);
    let db = books.app.platform();
    let trial = db.read(async |tx| ledger::trial_balance(BOOK, days.clone(), tx).await);
    let closing = trial
        .await
        .unwrap()
        .iter()
        .map(ledger::TrialLine::closing)
        .sum::<i64>();
    assert_eq!(closing, 0, "the trial balance");
}

#[tokio::test]
async fn whatever_happens_the_books_agree() {
    let mut runner = TestRunner::default();
    for _ in 0..6 {
        let books = Books::new().await;
        // So that a late entry finds its accounts, and the tenant's role need not open any.
        books.top_up(books.sara, 100).await;
        let opening = sale(books.sara, 100, &fresh_key());
        let opened = books.post(&opening).await.id();
        let mut model = Model::default();
        model.add(0, [0, 100, 90, 10]);
        model.entries.push((opened, 0, [-100, 0, 90, 10]));
        books.top_up(books.kaveh, 100).await;
        model.add(1, [100, 100, 0, 0]);
        let steps = prop::collection::vec(step(), 40..60);
        let steps = steps.new_tree(&mut runner).unwrap().current();
        let mut open: Vec<Open> = Vec::new();
        for (n, step) in steps.iter().enumerate() {
            open.extend(take(&books, &mut model, step).await);
            for late in &mut open {
                late.steps -= usize::from(late.steps > 0);
            }
            for late in open.extract_if(.., |late| late.steps == 0) {
                late.sql.batch_execute("COMMIT").await.unwrap();
                model.add(0, [0, late.amount, late.amount, 0]);
            }
            if n % 10 == 0 {
                agree(&books, &model).await;
            }
        }
        for late in open {
            late.sql.batch_execute("COMMIT").await.unwrap();
            model.add(0, [0, late.amount, late.amount, 0]);
        }
        agree(&books, &model).await;
        assert_eq!(books.faults().await, [""; 0], "{steps:?}");
        books.roll_up().await;
        agree(&books, &model).await;
        assert_eq!(books.faults().await, [""; 0], "{steps:?}");
    }
}
