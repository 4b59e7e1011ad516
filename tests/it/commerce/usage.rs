//! Paid by what is used: counted once however often it is told, free as far as it is included, invoiced when the month is over,
//! at rest when that is not paid.

use chrono::{DateTime, Duration, Utc};
use commerce::{BillUsage, Cycle, NewRate, ProductId, Rate, RenewServices};
use kernel::db::Role;
use kernel::jobs;
use kernel::module::PlatformRole;
use kit::{Client, Member, TestApp};
use ledger::Period;
use serde_json::{Value, json};
use uuid::Uuid;

use super::stall::{
    self, GIGABYTE, SLUG, TRAFFIC, another, balance, bought, choose, confirm, desk, money_came,
    pay_in,
};

/// Units that come with a month.
const INCLUDED: i64 = 50;
/// What a unit costs beyond, in rial and without tax.
const UNIT: i64 = 4_000;
/// Twelve units beyond, with tax.
const DUE: i64 = 52_800;
const ONCE: i64 = 5_500_000;

fn rate(product: ProductId, included: i64, amount: i64) -> NewRate {
    NewRate {
        product,
        counter: TRAFFIC.to_owned(),
        included: included * GIGABYTE,
        scale: GIGABYTE,
        amount,
    }
}

async fn set(app: &TestApp, rate: &NewRate) {
    let db = app.platform();
    db.write(async |tx| Rate::set(rate, tx).await)
        .await
        .unwrap();
}

/// A program whose thing is paid by what it uses too, and Sara, who has bought it once; the service.
async fn with_a_thing(left: i64) -> (TestApp, Member, Uuid) {
    let app = stall::app().await;
    set(&app, &rate(stall::product(&app).await, INCLUDED, UNIT)).await;
    let sara = app.customer("sara").await;
    pay_in(&app, sara.tenant, ONCE + left).await;
    choose(&sara, "چیز", Cycle::Once).await;
    confirm(&sara).await.assert_redirect("/orders/");
    app.run_jobs().await;
    let service = service(&app).await;
    (app, sara, service)
}

async fn service(app: &TestApp) -> Uuid {
    app.value(
        "SELECT max(id::text)::uuid FROM commerce_subscriptions",
        &[],
    )
    .await
}

/// The service that is paid so.
async fn paid_by(app: &TestApp, cycle: Cycle) -> Uuid {
    let one = "SELECT id FROM commerce_subscriptions WHERE cycle = $1";
    app.value(one, &[&cycle.as_str()]).await
}

async fn tell(app: &TestApp, service: Uuid, total: i64) {
    let (desk, db) = (desk(app), app.platform());
    db.write(async |tx| desk.used(service, TRAFFIC, total, tx).await)
        .await
        .unwrap();
}

async fn look(app: &TestApp) {
    let db = app.platform();
    db.write(async |tx| {
        jobs::enqueue(tx, &BillUsage {}).await?;
        jobs::enqueue(tx, &RenewServices {}).await
    })
    .await
    .unwrap();
    app.run_jobs_after(Duration::zero()).await;
}

/// Goes to the beginning of the next Jalali month.
async fn month_over(app: &TestApp) {
    let now: DateTime<Utc> = app.clock().now();
    let next = Period::at(now).next().begins().unwrap();
    app.clock().advance(next - now + Duration::minutes(1));
    look(app).await;
}

/// Totals and states of the invoices of usage, the oldest first.
async fn invoices(app: &TestApp) -> Vec<(i64, String)> {
    let sql = app.sql_as(Role::Platform).await;
    let rows = sql
        .query(
            "SELECT total, state FROM commerce_invoices WHERE order_id IS NULL AND EXISTS (
               SELECT 1 FROM commerce_usages u WHERE u.invoice_id = commerce_invoices.id) ORDER BY made_at, id",
            &[],
        )
        .await
        .unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

async fn stands(app: &TestApp, service: Uuid) -> (String, String) {
    let sql = app.sql_as(Role::Platform).await;
    let row = sql
        .query_one(
            "SELECT wanted, standing FROM commerce_subscriptions WHERE id = $1",
            &[&service],
        )
        .await
        .unwrap();
    (row.get(0), row.get(1))
}

fn both(word: &str) -> (String, String) {
    (word.to_owned(), word.to_owned())
}

fn mails(app: &TestApp, word: &str) -> usize {
    let mails = app.smtp().mails();
    mails.iter().filter(|m| m.subject.contains(word)).count()
}

#[tokio::test]
async fn what_goes_beyond_is_paid_once_when_the_month_is_over() {
    let (app, sara, service) = with_a_thing(DUE + 7).await;
    tell(&app, service, 30 * GIGABYTE).await;
    for total in [62, 62, 40] {
        tell(&app, service, total * GIGABYTE).await;
    }
    look(&app).await;
    assert_eq!(invoices(&app).await, []);
    let page = sara.get(format!("/services/{service}")).await;
    page.assert_ok().assert_text("۶۲").assert_text("۵٬۲۸۰");
    month_over(&app).await;
    look(&app).await;
    assert_eq!(invoices(&app).await, [(DUE, "paid".to_owned())]);
    assert_eq!(balance(&app, sara.tenant).await, 7);
    let page = sara.get(format!("/services/{service}/usage")).await;
    page.assert_ok().assert_text("۶۲").assert_text("۴٬۸۰۰");
    let sheet = sara
        .get(format!("/services/{service}/usage/export?format=csv"))
        .await;
    sheet.assert_ok().assert_text("48000");
    assert_eq!(stands(&app, service).await, both("running"));
}

#[tokio::test]
async fn what_is_included_costs_nothing_and_comes_anew_each_month() {
    let (app, sara, service) = with_a_thing(0).await;
    tell(&app, service, INCLUDED * GIGABYTE).await;
    month_over(&app).await;
    tell(&app, service, 2 * INCLUDED * GIGABYTE).await;
    month_over(&app).await;
    assert_eq!(invoices(&app).await, []);
    let settled: i64 = app
        .value(
            "SELECT count(*) FROM commerce_usages WHERE billed_at IS NOT NULL AND invoice_id IS NULL",
            &[],
        )
        .await;
    assert_eq!((settled, balance(&app, sara.tenant).await), (2, 0));
}

#[tokio::test]
async fn whoever_does_not_pay_in_time_rests_and_is_back_with_the_money() {
    let (app, sara, service) = with_a_thing(DUE - 1).await;
    tell(&app, service, 62 * GIGABYTE).await;
    month_over(&app).await;
    assert_eq!(invoices(&app).await, [(DUE, "open".to_owned())]);
    assert_eq!(mails(&app, "فاکتور مصرف"), 1);
    app.clock().advance(Duration::days(5));
    look(&app).await;
    assert_eq!(stands(&app, service).await, both("running"));
    app.clock().advance(Duration::days(1));
    look(&app).await;
    look(&app).await;
    assert_eq!(stands(&app, service).await, both("suspended"));
    assert_eq!(mails(&app, "تعلیق شد"), 1);
    money_came(&app, &sara, 1).await;
    assert_eq!(invoices(&app).await, [(DUE, "paid".to_owned())]);
    assert_eq!(stands(&app, service).await, both("running"));
    assert_eq!(balance(&app, sara.tenant).await, 0);
}

#[tokio::test]
async fn a_period_that_is_paid_does_not_wake_who_owes_usage() {
    let (app, sara, _) = with_a_thing(1_100_000).await;
    bought(&sara, "ماهانه").await;
    app.run_jobs().await;
    let service = paid_by(&app, Cycle::Month).await;
    tell(&app, service, 400 * GIGABYTE).await;
    month_over(&app).await;
    let due = (400 - INCLUDED) * UNIT / 10 * 11;
    assert_eq!(invoices(&app).await, [(due, "open".to_owned())]);
    app.clock().advance(Duration::days(7));
    look(&app).await;
    assert_eq!(stands(&app, service).await.0, "suspended");
    // Enough for a period, too little for what was used.
    money_came(&app, &sara, 1_100_000).await;
    app.clock().advance(Duration::days(32));
    look(&app).await;
    assert_eq!(stands(&app, service).await.0, "suspended");
    assert_eq!(balance(&app, sara.tenant).await, 1_100_000);
    money_came(&app, &sara, due).await;
    look(&app).await;
    assert_eq!(invoices(&app).await[0].1, "paid");
}

#[tokio::test]
async fn hours_do_not_go_on_before_usage_is_paid() {
    let (app, sara, _) = with_a_thing(0).await;
    let product = stall::product(&app).await;
    let db = app.platform();
    db.write(async |tx| stall::price(product, Cycle::Hour, 720_000, tx).await)
        .await
        .unwrap();
    pay_in(&app, sara.tenant, 2_000_000).await;
    choose(&sara, "ساعتی", Cycle::Hour).await;
    confirm(&sara).await.assert_redirect("/orders/");
    app.run_jobs().await;
    let service = paid_by(&app, Cycle::Hour).await;
    tell(&app, service, 5_000 * GIGABYTE).await;
    month_over(&app).await;
    app.clock().advance(Duration::days(7));
    look(&app).await;
    assert_eq!(stands(&app, service).await, both("suspended"));
    money_came(&app, &sara, 500_000).await;
    assert_eq!(stands(&app, service).await, both("suspended"));
    money_came(&app, &sara, 30_000_000).await;
    look(&app).await;
    assert_eq!(stands(&app, service).await, both("running"));
}

#[tokio::test]
async fn usage_that_staff_give_up_lets_its_service_go_on() {
    let (app, _, service) = with_a_thing(0).await;
    tell(&app, service, 62 * GIGABYTE).await;
    month_over(&app).await;
    app.clock().advance(Duration::days(7));
    look(&app).await;
    assert_eq!(stands(&app, service).await, both("suspended"));
    let invoice: Uuid = app
        .value("SELECT invoice_id FROM commerce_usages", &[])
        .await;
    let tara = app.staff(PlatformRole::Finance, "tara").await;
    let page = format!("/admin/invoices/{invoice}");
    tara.get(&page).await.assert_ok();
    let void = tara.form("#voiding");
    let answer = void.set("reason", "اشتباه شمارش").submit().await;
    answer.assert_redirect(&page);
    app.run_jobs().await;
    assert_eq!(invoices(&app).await, [(DUE, "void".to_owned())]);
    assert_eq!(stands(&app, service).await, both("running"));
}

#[tokio::test]
async fn owners_are_told_at_80_and_at_100_percent_once_a_month() {
    let (app, _, service) = with_a_thing(0).await;
    let told = async |total: i64| {
        tell(&app, service, total * GIGABYTE).await;
        app.run_jobs().await;
        (mails(&app, "۸۰٪"), mails(&app, "۱۰۰٪"))
    };
    assert_eq!(told(39).await, (0, 0));
    assert_eq!(told(40).await, (1, 0));
    assert_eq!(told(45).await, (1, 0));
    assert_eq!(told(51).await, (1, 1));
    assert_eq!(told(90).await, (1, 1));
    month_over(&app).await;
    assert_eq!(
        told(150).await,
        (1, 2),
        "from nothing beyond everything at once"
    );
}

#[tokio::test]
async fn a_service_keeps_the_rate_it_was_ordered_at() {
    let (app, sara, old) = with_a_thing(3 * ONCE).await;
    let product = stall::product(&app).await;
    set(&app, &rate(product, INCLUDED, 10 * UNIT)).await;
    choose(&sara, "تازه", Cycle::Once).await;
    confirm(&sara).await.assert_redirect("/orders/");
    app.run_jobs().await;
    let new = service(&app).await;
    for one in [old, new] {
        tell(&app, one, 62 * GIGABYTE).await;
    }
    month_over(&app).await;
    assert_eq!(invoices(&app).await, [(11 * DUE, "paid".to_owned())]);
}

#[tokio::test]
async fn who_becomes_another_product_pays_its_rate_for_the_whole_month() {
    let (app, sara, _) = with_a_thing(20_000_000).await;
    let big = another(&app, "big", "چیز بزرگ", 3_000_000).await;
    set(&app, &rate(big, 60, UNIT)).await;
    bought(&sara, "ماهانه").await;
    app.run_jobs().await;
    let service = paid_by(&app, Cycle::Month).await;
    tell(&app, service, 55 * GIGABYTE).await;
    let place = format!("/services/{service}");
    sara.get(format!("{place}/changes")).await.assert_ok();
    let quote = sara.form("#change").set("product", "big").submit().await;
    let quote = quote.location().unwrap().to_owned();
    sara.get(&quote).await.assert_ok();
    let done = sara.form("#confirm").set("method", "wallet").submit().await;
    done.assert_redirect(&place);
    app.run_jobs().await;
    tell(&app, service, 61 * GIGABYTE).await;
    month_over(&app).await;
    assert_eq!(invoices(&app).await, [(UNIT / 10 * 11, "paid".to_owned())]);
}

#[tokio::test]
async fn nodes_that_bill_at_once_make_one_invoice() {
    let (app, _, service) = with_a_thing(10 * DUE).await;
    tell(&app, service, 62 * GIGABYTE).await;
    let now: DateTime<Utc> = app.clock().now();
    let next = Period::at(now).next().begins().unwrap();
    app.clock().advance(next - now + Duration::minutes(1));
    let db = app.platform();
    for _ in 0..6 {
        db.write(async |tx| jobs::enqueue(tx, &BillUsage {}).await)
            .await
            .unwrap();
    }
    app.run_jobs_after(Duration::zero()).await;
    assert_eq!(invoices(&app).await, [(DUE, "paid".to_owned())]);
}

#[tokio::test]
async fn counts_told_at_once_are_added_once() {
    let (app, _, service) = with_a_thing(0).await;
    let told = (1..=8).map(|n| tell(&app, service, n * GIGABYTE));
    futures::future::join_all(told).await;
    let used: i64 = app.value("SELECT used FROM commerce_usages", &[]).await;
    assert_eq!(used, 8 * GIGABYTE);
}

#[tokio::test]
async fn a_counter_that_nobody_declared_is_an_error_and_a_stranger_sees_nothing() {
    let (app, _, service) = with_a_thing(0).await;
    let (desk, db) = (desk(&app), app.platform());
    let told = db.write(async |tx| desk.used(service, "seats", 1, tx).await);
    assert!(told.await.is_err());
    let told = db.write(async |tx| desk.used(Uuid::now_v7(), TRAFFIC, 1, tx).await);
    assert!(told.await.is_err());
    let omid = app.customer("omid").await;
    for place in ["", "/export?format=csv"] {
        let page = omid.get(format!("/services/{service}/usage{place}")).await;
        page.assert_not_found();
    }
}

async fn typed(by: &Client, place: &str, included: &str, amount: &str) -> kit::Answer {
    by.get(place).await.assert_ok();
    let form = by.form("#rate").set("included", included);
    form.set("amount", amount).submit().await
}

#[tokio::test]
async fn staff_set_a_rate_that_the_shop_and_the_cart_tell() {
    let app = stall::app().await;
    let tara = app.staff(PlatformRole::Finance, "tara").await;
    let reza = app.staff(PlatformRole::Finance, "reza").await;
    let product = format!("/admin/products/{}", stall::product(&app).await);
    let place = format!("{product}/rates/{TRAFFIC}");
    tara.get(&product)
        .await
        .assert_ok()
        .assert_text("هزینهٔ مصرف");
    for (included, amount) in [
        ("x", "400"),
        ("-1", "400"),
        ("1", "-4"),
        ("99999999999", "1"),
    ] {
        let answer = typed(&tara, &place, included, amount).await;
        answer.assert_status(422);
        let kept = answer.form("#rate");
        assert_eq!(kept.value("included"), Some(included));
    }
    typed(&reza, &place, "۴۰", "۳۰۰")
        .await
        .assert_redirect(&place);
    // Tara's form shows no rate yet.
    let stale = tara.form("#rate").set("included", "50");
    let stale = stale.set("amount", "400").submit().await;
    stale.assert_status(422).assert_text("قیمت دیگری");
    typed(&tara, &place, "50", "400")
        .await
        .assert_redirect(&place);
    let guest = app.client();
    let shown = guest.get(format!("/store/{SLUG}")).await;
    shown.assert_ok().assert_text("۴۴۰ تومان").assert_text("۵۰");
    let catalogue: Value = guest.get("/api/v1/catalogue").await.assert_ok().json();
    let rates = &catalogue["products"][0]["rates"];
    assert_eq!(rates[0]["included"], json!(50 * GIGABYTE));
    assert_eq!(rates[0]["total"]["amount"], json!(4_400));
    // What changes while it is in the cart is to be confirmed anew.
    let sara = app.customer("sara").await;
    pay_in(&app, sara.tenant, 10_000_000).await;
    choose(&sara, "چیز", Cycle::Once).await;
    sara.get("/checkout")
        .await
        .assert_ok()
        .assert_text("۴۴۰ تومان");
    typed(&tara, &place, "50", "900")
        .await
        .assert_redirect(&place);
    let form = sara.form("#checkout").set("method", "wallet");
    form.submit().await.assert_status(422);
    confirm(&sara).await.assert_redirect("/orders/");
    app.run_jobs().await;
}

#[tokio::test]
async fn programs_read_what_was_used() {
    let (app, sara, service) = with_a_thing(DUE).await;
    tell(&app, service, 62 * GIGABYTE).await;
    let program = app.program(&sara).days(90).start().await;
    let place = format!("/api/v1/services/{service}/usage");
    let months: Value = program.get(&place).await.assert_ok().json();
    let month = &months[0];
    assert_eq!(month["used"], json!(62 * GIGABYTE));
    assert_eq!(month["net"]["amount"], json!(48_000));
    assert_eq!(month["invoice"], Value::Null);
    month_over(&app).await;
    let months: Value = program.get(&place).await.assert_ok().json();
    assert!(months[0]["invoice"].is_string(), "{months}");
}
