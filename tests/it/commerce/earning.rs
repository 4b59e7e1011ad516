//! What was paid ahead becomes income as its time passes: to the rial, once, and for many lines.

use chrono::Duration;
use commerce::{Cycle, EarnIncome, ProductId, deferred, income};
use kernel::db::Role;
use kernel::jobs;
use kit::TestApp;
use ledger::{BookId, Entry};

use super::stall::{self, MONTH, bought, choose, confirm, pay_in};

/// Invoices of a thousand lines each: `THOUSANDS=100 cargo test … many_lines -- --nocapture` shows what it takes.
fn thousands() -> i64 {
    let told = std::env::var("THOUSANDS").ok();
    told.map_or(12, |told| told.parse().unwrap())
}

/// Lets so many days pass, and what is due become income.
pub async fn earn_after(app: &TestApp, days: i64) {
    app.clock().advance(Duration::days(days));
    let db = app.platform();
    db.write(async |tx| jobs::enqueue(tx, &EarnIncome {}).await)
        .await
        .unwrap();
    app.run_jobs_after(Duration::zero()).await;
}

/// What the books say of a product: earned later, earned.
pub async fn books(app: &TestApp, product: ProductId) -> (i64, i64) {
    let db = app.platform();
    db.read(async |tx| {
        Ok((
            ledger::balance(deferred(product).id(), tx).await?,
            ledger::balance(income(product).id(), tx).await?,
        ))
    })
    .await
    .unwrap()
}

/// The balance of what is earned later is what the lines have left, and each line's parts are what it has earned.
pub async fn assert_fits(app: &TestApp, product: ProductId) {
    let left: i64 = app
        .value("SELECT coalesce(sum(amount - earned - credited), 0)::bigint FROM commerce_deferrals WHERE product_id = $1", &[&product.0])
        .await;
    assert_eq!(books(app, product).await.0, left);
    let odd: i64 = app
        .value(
            "SELECT count(*) FROM commerce_deferrals d WHERE d.earned <> (SELECT coalesce(sum(r.amount), 0) FROM commerce_releases r
               WHERE r.invoice_id = d.invoice_id AND r.n = d.n)",
            &[],
        )
        .await;
    assert_eq!(odd, 0, "lines whose parts are not what they have earned");
    let reports = kernel::health::report(app.state()).await;
    let ours = reports.iter().find(|one| one.key == "commerce.deferred");
    let said = ours.unwrap().finding.english(app.state().registry.texts());
    assert!(said.contains("fits the ledger"), "{said}");
}

async fn parts(app: &TestApp) -> Vec<i64> {
    app.value("SELECT coalesce(array_agg(amount ORDER BY invoice_id, n, month), '{}') FROM commerce_releases", &[])
        .await
}

#[tokio::test]
async fn income_follows_the_months_and_is_the_sum_in_the_end() {
    let app = stall::app().await;
    let sara = app.customer("sara").await;
    pay_in(&app, sara.tenant, 10_000_000).await;
    bought(&sara, "ماهانه").await;
    app.run_jobs().await;
    let product = stall::product(&app).await;
    assert_eq!(books(&app, product).await, (MONTH, 0));
    let mut earned = 0;
    for day in 1..=32 {
        earn_after(&app, 1).await;
        let (later, now) = books(&app, product).await;
        assert_eq!(later + now, MONTH, "day {day}");
        assert!(now >= earned, "day {day}");
        earned = now;
        assert_fits(&app, product).await;
    }
    let told = parts(&app).await;
    assert_eq!(told.iter().sum::<i64>(), MONTH);
    assert!((1..=2).contains(&told.len()), "a month touches two at most");
    assert_eq!(books(&app, product).await, (0, MONTH));
    earn_after(&app, 0).await;
    assert_eq!(parts(&app).await, told);
}

#[tokio::test]
async fn late_run_tells_each_month_of_its_own() {
    let app = stall::app().await;
    let sara = app.customer("sara").await;
    pay_in(&app, sara.tenant, 20_000_000).await;
    let product = stall::product(&app).await;
    let db = app.platform();
    db.write(async |tx| stall::price(product, Cycle::Quarter, 1_000_001, tx).await)
        .await
        .unwrap();
    choose(&sara, "فصل", Cycle::Quarter).await;
    confirm(&sara).await.assert_redirect("/orders/");
    choose(&sara, "همیشه", Cycle::Once).await;
    confirm(&sara).await.assert_redirect("/orders/");
    app.run_jobs().await;
    earn_after(&app, 100).await;
    let told = parts(&app).await;
    assert!((3..=4).contains(&told.len()), "{told:?}");
    assert_eq!(told.iter().sum::<i64>(), 1_000_001);
    assert_eq!(books(&app, product).await, (0, 6_000_001));
    let entries: i64 = app
        .value(
            "SELECT count(*) FROM ledger_entries WHERE kind = 'commerce.entries.earned'",
            &[],
        )
        .await;
    assert_eq!(entries, i64::try_from(told.len()).unwrap());
    assert_fits(&app, product).await;
}

#[tokio::test]
async fn two_runs_at_once_earn_once() {
    let app = stall::app().await;
    let sara = app.customer("sara").await;
    pay_in(&app, sara.tenant, 10_000_000).await;
    bought(&sara, "ماهانه").await;
    app.run_jobs().await;
    app.clock().advance(Duration::days(40));
    let db = app.platform();
    for _ in 0..4 {
        db.write(async |tx| jobs::enqueue(tx, &EarnIncome {}).await)
            .await
            .unwrap();
    }
    tokio::join!(app.run_jobs_after(Duration::zero()), app.run_jobs());
    let product = stall::product(&app).await;
    assert_eq!(books(&app, product).await, (0, MONTH));
    assert_fits(&app, product).await;
}

#[tokio::test]
async fn many_lines_are_earned_in_batches_with_an_entry_for_each_month() {
    let app = stall::app().await;
    let sara = app.customer("sara").await;
    pay_in(&app, sara.tenant, 10_000_000).await;
    bought(&sara, "ماهانه").await;
    app.run_jobs().await;
    many(&app).await;
    let product = stall::product(&app).await;
    let lines = thousands() * 1_000;
    let entry = Entry::draft(BookId::PLATFORM, "commerce.entries.sale", "many")
        .debit(&commerce::clearing("test"), lines * 1_000)
        .credit(&deferred(product), lines * 1_000)
        .balanced()
        .unwrap();
    let db = app.platform();
    db.write(async |tx| Ok(ledger::post(tx, &entry).await?))
        .await
        .unwrap();
    let began = std::time::Instant::now();
    earn_after(&app, 40).await;
    println!("{lines} lines: {:?}", began.elapsed());
    assert_eq!(books(&app, product).await, (0, MONTH + lines * 1_000));
    let entries: i64 = app
        .value(
            "SELECT count(*) FROM ledger_entries WHERE kind = 'commerce.entries.earned'",
            &[],
        )
        .await;
    assert!(entries <= 2 * (lines / 5_000 + 1), "{entries} entries");
    assert_fits(&app, product).await;
}

/// Paid invoices of a thousand lines each, for services like Sara's.
async fn many(app: &TestApp) {
    let sql = app.sql_as(Role::Platform).await;
    for no in 0..thousands() {
        let id = uuid::Uuid::now_v7();
        for one in [
            "INSERT INTO commerce_subscriptions (id, tenant_id, order_id, product_id, price_id, kind, cycle, name_fa, name_en, options,
                wanted, standing, began_at, period_no, period_from, period_to, made_at)
             SELECT $1, tenant_id, order_id, product_id, price_id, kind, cycle, name_fa, name_en, options, wanted, 'running', began_at,
                1, period_from, period_to, made_at FROM commerce_subscriptions ORDER BY id LIMIT 1",
            "INSERT INTO commerce_invoices (id, tenant_id, state, currency, net, vat, total, made_at, due_at)
             SELECT $1, tenant_id, 'open', 'IRR', 0, 0, 0, made_at, made_at FROM commerce_subscriptions WHERE id = $1",
            "INSERT INTO commerce_invoice_lines (invoice_id, n, tenant_id, product_id, subscription_id, period_no, text_fa, text_en,
                quantity, unit_net, net, vat_rate, vat, deferred)
             SELECT $1, n, tenant_id, product_id, id, 1, 'x', 'x', 1, 1000, 1000, 0, 0, true
               FROM commerce_subscriptions, generate_series(1, 1000) n WHERE id = $1",
            "UPDATE commerce_invoices SET state = 'paid', paid_at = made_at WHERE id = $1",
        ] {
            let done = sql.execute(one, &[&id]).await;
            assert!(done.unwrap() > 0, "{no}: {one}");
        }
    }
}
