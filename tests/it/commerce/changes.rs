//! Upgrades and downgrades: exact to the rial, against a quote that holds, told to the kind.

use chrono::Duration;
use commerce::{Category, Cycle, NewProduct, Product, RenewServices, Visibility};
use kernel::db::Role;
use kernel::jobs;
use kernel::module::PlatformRole;
use kit::{Answer, Member, TestApp};
use serde_json::json;
use uuid::Uuid;

use super::stall::{self, MONTH, another, balance, bought, desk, pay_in};

const TOTAL: i64 = MONTH / 10 * 11;
const BIG: i64 = 3_000_000;
const SMALL: i64 = 400_000;
const LEFT: i64 = 10_000_000;

async fn look(app: &TestApp) {
    let db = app.platform();
    db.write(async |tx| jobs::enqueue(tx, &RenewServices {}).await)
        .await
        .unwrap();
    app.run_jobs_after(Duration::zero()).await;
}

async fn pass(app: &TestApp, days: i64) {
    app.clock().advance(Duration::days(days));
    look(app).await;
}

/// Sara has a thing for a month and money left; beside it stand a big one and a small one. The thing's address.
async fn with_a_service(title: &str, left: i64) -> (TestApp, Member, String) {
    let app = stall::app().await;
    another(&app, "big", "چیز بزرگ", BIG).await;
    another(&app, "huge", "چیز خیلی بزرگ", 2 * BIG).await;
    another(&app, "small", "چیز کوچک", SMALL).await;
    let sara = app.customer("sara").await;
    pay_in(&app, sara.tenant, TOTAL + left).await;
    bought(&sara, title).await;
    app.run_jobs().await;
    let id: Uuid = app
        .value("SELECT id FROM commerce_subscriptions", &[])
        .await;
    (app, sara, format!("/services/{id}"))
}

/// Asks for a quote; its address.
async fn quoted(by: &Member, place: &str, into: &str) -> String {
    by.get(format!("{place}/changes")).await.assert_ok();
    let answer = by.form("#change").set("product", into).submit().await;
    answer.assert_redirect(&format!("{place}/changes/"));
    answer.location().unwrap().to_owned()
}

async fn confirmed(by: &Member, quote: &str, method: &str) -> Answer {
    by.get(quote).await.assert_ok();
    by.form("#confirm").set("method", method).submit().await
}

/// What the service's row says: its name, what its kind says, its paid periods.
async fn service(app: &TestApp) -> (String, String, i32) {
    let sql = app.sql_as(Role::Platform).await;
    let row = "SELECT name_fa, standing, period_no FROM commerce_subscriptions";
    let row = sql.query_one(row, &[]).await.unwrap();
    (row.get(0), row.get(1), row.get(2))
}

fn row(name: &str, standing: &str, period: i32) -> (String, String, i32) {
    (name.to_owned(), standing.to_owned(), period)
}

async fn invoices(app: &TestApp, state: &str) -> i64 {
    let sql = "SELECT count(*) FROM commerce_invoices WHERE state = $1";
    app.value(sql, &[&state]).await
}

/// What is to be paid for the open invoice.
async fn open_total(app: &TestApp) -> i64 {
    let sql = "SELECT total FROM commerce_invoices WHERE state = 'open'";
    app.value(sql, &[]).await
}

/// The rest of the period and the whole of it, in seconds, by the database.
async fn seconds(app: &TestApp) -> (i64, i64) {
    let now = app.clock().now();
    let sql = app.sql_as(Role::Platform).await;
    let row = "SELECT floor(extract(epoch FROM period_to - $1))::bigint, extract(epoch FROM period_to - period_from)::bigint FROM commerce_subscriptions";
    let row = sql.query_one(row, &[&now]).await.unwrap();
    (row.get(0), row.get(1))
}

/// Half a rial up, in whole numbers.
fn rounded(numerator: i64, denominator: i64) -> i64 {
    (2 * numerator + denominator) / (2 * denominator)
}

fn with_tax(net: i64) -> i64 {
    net + rounded(net, 10)
}

#[tokio::test]
async fn upgrade_costs_the_difference_for_the_rest_to_the_rial() {
    let (app, sara, place) = with_a_service("ارتقا", LEFT).await;
    app.clock().advance(Duration::seconds(864_123));
    let quote = quoted(&sara, &place, "big").await;
    let (left, period) = seconds(&app).await;
    let net = rounded((BIG - MONTH) * left, period);
    let kept: i64 = app.value("SELECT net FROM commerce_changes", &[]).await;
    assert!(
        (kept - net).abs() <= 1,
        "{kept} is not {net}: only a second may be between"
    );
    sara.get(&quote)
        .await
        .assert_ok()
        .assert_text("مبلغ چطور حساب شد")
        .assert_text("زمان مانده");
    confirmed(&sara, &quote, "wallet")
        .await
        .assert_redirect(&place);
    assert_eq!(balance(&app, sara.tenant).await, LEFT - with_tax(kept));
    app.run_jobs_after(Duration::zero()).await;
    assert_eq!(service(&app).await, row("چیز بزرگ", "running", 1));
    let done: i64 = app
        .value(
            "SELECT count(*) FROM commerce_work_log WHERE verb = 'change' AND outcome = 'done'",
            &[],
        )
        .await;
    assert_eq!(done, 1);
    let waits: i64 = app
        .value(
            "SELECT count(*) FROM commerce_subscriptions WHERE wanted_options IS NOT NULL",
            &[],
        )
        .await;
    assert_eq!(waits, 0);
    let mails = app.smtp().mails();
    assert!(
        mails
            .iter()
            .any(|mail| mail.subject.contains("اکنون چیز بزرگ"))
    );
    // Sent again, it leads where it led.
    sara.get(&quote).await.assert_redirect(&place);
    pass(&app, 15).await;
    assert_eq!(open_total(&app).await, BIG / 10 * 11);
    pass(&app, 7).await;
    assert_eq!(service(&app).await, row("چیز بزرگ", "running", 2));
}

#[tokio::test]
async fn upgrade_voids_the_open_invoice_of_the_next_period() {
    let (app, sara, place) = with_a_service("باز", LEFT).await;
    pass(&app, 25).await;
    assert_eq!(open_total(&app).await, TOTAL);
    let quote = quoted(&sara, &place, "big").await;
    confirmed(&sara, &quote, "wallet")
        .await
        .assert_redirect(&place);
    assert_eq!(
        (invoices(&app, "open").await, invoices(&app, "void").await),
        (0, 1)
    );
    look(&app).await;
    assert_eq!(open_total(&app).await, BIG / 10 * 11);
}

#[tokio::test]
async fn two_upgrades_cost_what_one_would() {
    let (app, sara, place) = with_a_service("پله‌پله", LEFT).await;
    app.clock().advance(Duration::days(12));
    let first = quoted(&sara, &place, "big").await;
    confirmed(&sara, &first, "wallet")
        .await
        .assert_redirect(&place);
    app.run_jobs_after(Duration::zero()).await;
    quoted(&sara, &place, "huge").await;
    let paid: Vec<i64> = {
        let sql = app.sql_as(Role::Platform).await;
        let rows = "SELECT paid_net FROM commerce_changes ORDER BY quoted_at, id";
        let rows = sql.query(rows, &[]).await.unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    };
    assert_eq!(paid, [MONTH, BIG]);
}

#[tokio::test]
async fn quote_that_is_too_old_is_made_anew_and_takes_nothing() {
    let (app, sara, place) = with_a_service("کهنه", LEFT).await;
    let quote = quoted(&sara, &place, "big").await;
    sara.get(&quote).await.assert_ok();
    app.clock().advance(Duration::minutes(16));
    let answer = sara.form("#confirm").set("method", "wallet").submit().await;
    answer.assert_redirect(&format!("{place}/changes/"));
    let fresh = answer.location().unwrap().to_owned();
    assert_ne!(fresh, quote);
    sara.get(&fresh)
        .await
        .assert_ok()
        .assert_text("مبلغی کم نشده است");
    assert_eq!(balance(&app, sara.tenant).await, LEFT);
    confirmed(&sara, &fresh, "wallet")
        .await
        .assert_redirect(&place);
    app.run_jobs_after(Duration::zero()).await;
    assert_eq!(service(&app).await, row("چیز بزرگ", "running", 1));
}

#[tokio::test]
async fn quote_does_not_hold_when_the_service_has_changed() {
    let (app, sara, place) = with_a_service("دگرگون", LEFT).await;
    let quote = quoted(&sara, &place, "big").await;
    sara.get(&place).await.assert_ok();
    sara.form(r#"form.button-form[action$="/renewal"]"#)
        .submit()
        .await
        .assert_redirect(&place);
    let answer = confirmed(&sara, &quote, "wallet").await;
    answer.assert_redirect(&format!("{place}/changes/"));
    assert_ne!(answer.location().unwrap(), quote);
    assert_eq!(balance(&app, sara.tenant).await, LEFT);
}

#[tokio::test]
async fn change_on_an_invoice_happens_when_it_is_paid_in_time() {
    let (app, sara, place) = with_a_service("فاکتور", 0).await;
    let quote = quoted(&sara, &place, "big").await;
    let short = confirmed(&sara, &quote, "wallet").await;
    short
        .assert_status(422)
        .assert_text("موجودی کیف پول کافی نیست");
    assert_eq!(invoices(&app, "open").await, 0);
    let answer = confirmed(&sara, &quote, "gateway").await;
    answer.assert_redirect("/invoices/");
    let invoice = answer.location().unwrap().to_owned();
    sara.get(&place)
        .await
        .assert_ok()
        .assert_text("منتظر پرداخت");
    assert_eq!(service(&app).await, row("چیز", "running", 1));
    pay_in(&app, sara.tenant, LEFT).await;
    app.clock().advance(Duration::minutes(20));
    sara.get(&invoice).await.assert_ok();
    sara.form(r#"form.button-form[action$="/payment"]"#)
        .submit()
        .await
        .assert_redirect(&invoice);
    app.run_jobs_after(Duration::zero()).await;
    assert_eq!(service(&app).await, row("چیز بزرگ", "running", 1));
}

#[tokio::test]
async fn change_that_is_paid_too_late_is_void_and_the_money_stays() {
    let (app, sara, place) = with_a_service("دیر", LEFT).await;
    let quote = quoted(&sara, &place, "big").await;
    let answer = confirmed(&sara, &quote, "gateway").await;
    let invoice = answer.location().unwrap().to_owned();
    sara.get(&invoice).await.assert_ok();
    app.clock().advance(Duration::minutes(46));
    sara.form(r#"form.button-form[action$="/payment"]"#)
        .submit()
        .await
        .assert_redirect(&invoice);
    sara.get(&invoice).await.assert_ok().assert_text("باطل");
    assert_eq!(balance(&app, sara.tenant).await, LEFT);
    assert_eq!(
        (invoices(&app, "open").await, invoices(&app, "void").await),
        (0, 1)
    );
    assert_eq!(service(&app).await, row("چیز", "running", 1));
    // Nobody comes at all: the clock does it.
    let quote = quoted(&sara, &place, "big").await;
    confirmed(&sara, &quote, "gateway")
        .await
        .assert_redirect("/invoices/");
    app.clock().advance(Duration::minutes(46));
    look(&app).await;
    assert_eq!(
        (invoices(&app, "open").await, invoices(&app, "void").await),
        (0, 2)
    );
}

#[tokio::test]
async fn cancelling_voids_a_change_that_waits_for_its_money() {
    let (app, sara, place) = with_a_service("لغو", LEFT).await;
    let quote = quoted(&sara, &place, "big").await;
    confirmed(&sara, &quote, "gateway")
        .await
        .assert_redirect("/invoices/");
    sara.get(format!("{place}/cancellation")).await.assert_ok();
    let form = sara.form("#cancellation").set("reason", "other");
    form.submit().await.assert_redirect(&place);
    app.run_jobs_after(Duration::zero()).await;
    assert_eq!(
        (invoices(&app, "open").await, invoices(&app, "void").await),
        (0, 1)
    );
}

#[tokio::test]
async fn downgrade_waits_for_the_next_period_and_costs_nothing_now() {
    let (app, sara, place) = with_a_service("کاهش", LEFT).await;
    pass(&app, 25).await;
    let quote = quoted(&sara, &place, "small").await;
    sara.get(&quote)
        .await
        .assert_ok()
        .assert_text("امروز چیزی نمی‌پردازید");
    sara.form("#confirm").submit().await.assert_redirect(&place);
    assert_eq!(balance(&app, sara.tenant).await, LEFT);
    sara.get(&place).await.assert_ok().assert_text("چیز کوچک");
    look(&app).await;
    assert_eq!(open_total(&app).await, SMALL / 10 * 11);
    assert_eq!(service(&app).await, row("چیز", "running", 1));
    pass(&app, 7).await;
    assert_eq!(service(&app).await, row("چیز کوچک", "running", 2));
    assert_eq!(balance(&app, sara.tenant).await, LEFT - SMALL / 10 * 11);
}

#[tokio::test]
async fn downgrade_can_be_taken_back() {
    let (app, sara, place) = with_a_service("پشیمان", LEFT).await;
    pass(&app, 25).await;
    let quote = quoted(&sara, &place, "small").await;
    sara.get(&quote).await.assert_ok();
    sara.form("#confirm").submit().await.assert_redirect(&place);
    look(&app).await;
    sara.get(&place).await.assert_ok();
    sara.form(r#"form.button-form[action$="/changes"]"#)
        .submit()
        .await
        .assert_redirect(&place);
    look(&app).await;
    assert_eq!(open_total(&app).await, TOTAL);
    pass(&app, 7).await;
    assert_eq!(service(&app).await, row("چیز", "running", 2));
}

#[tokio::test]
async fn downgrade_that_is_paid_ahead_waits_for_its_day() {
    let (app, sara, place) = with_a_service("پیشاپیش", LEFT).await;
    let quote = quoted(&sara, &place, "small").await;
    sara.get(&quote).await.assert_ok();
    sara.form("#confirm").submit().await.assert_redirect(&place);
    pass(&app, 25).await;
    let invoice: Uuid = app
        .value("SELECT id FROM commerce_invoices WHERE state = 'open'", &[])
        .await;
    let invoice = format!("/invoices/{invoice}");
    sara.get(&invoice).await.assert_ok();
    sara.form(r#"form.button-form[action$="/payment"]"#)
        .submit()
        .await
        .assert_redirect(&invoice);
    look(&app).await;
    assert_eq!(service(&app).await, row("چیز", "running", 2));
    sara.get(format!("{place}/changes"))
        .await
        .assert_ok()
        .assert_text("پیشاپیش پرداخته‌اید")
        .assert_no_element("#change");
    pass(&app, 7).await;
    assert_eq!(service(&app).await, row("چیز کوچک", "running", 2));
}

#[tokio::test]
async fn kind_that_needs_time_says_when_it_is_done() {
    let (app, sara, place) = with_a_service("slow change", LEFT).await;
    let quote = quoted(&sara, &place, "big").await;
    confirmed(&sara, &quote, "wallet")
        .await
        .assert_redirect(&place);
    app.run_jobs_after(Duration::zero()).await;
    assert_eq!(service(&app).await, row("چیز بزرگ", "working", 1));
    sara.get(format!("{place}/changes"))
        .await
        .assert_ok()
        .assert_text("در جریان است");
    let id: Uuid = app
        .value("SELECT id FROM commerce_subscriptions", &[])
        .await;
    let (db, desk) = (app.platform(), desk(&app));
    for _ in 0..2 {
        db.write(async |tx| desk.done(id, tx).await).await.unwrap();
    }
    app.run_jobs_after(Duration::zero()).await;
    assert_eq!(service(&app).await, row("چیز بزرگ", "running", 1));
    let log: i64 = app
        .value(
            "SELECT count(*) FROM commerce_work_log WHERE verb = 'change' AND outcome = 'done'",
            &[],
        )
        .await;
    assert_eq!(log, 1);
}

#[tokio::test]
async fn confirmed_many_times_at_once_it_is_paid_once() {
    let (app, sara, place) = with_a_service("هم‌زمان", LEFT).await;
    let quote = quoted(&sara, &place, "big").await;
    sara.get(&quote).await.assert_ok();
    let presses = (0..6).map(|_| sara.form("#confirm").set("method", "wallet").submit());
    for answer in futures::future::join_all(presses).await {
        answer.assert_redirect(&place);
    }
    let total: i64 = app
        .value(
            "SELECT net + vat FROM commerce_changes WHERE state = 'done'",
            &[],
        )
        .await;
    assert_eq!(balance(&app, sara.tenant).await, LEFT - total);
    app.run_jobs_after(Duration::zero()).await;
    assert_eq!(service(&app).await, row("چیز بزرگ", "running", 1));
}

#[tokio::test]
async fn nobody_changes_the_service_of_another_account() {
    let (app, sara, place) = with_a_service("دیگری", LEFT).await;
    let quote = quoted(&sara, &place, "big").await;
    let kaveh = app.customer("kaveh").await;
    for page in [format!("{place}/changes"), quote, place] {
        kaveh.get(page).await.assert_not_found();
    }
}

#[tokio::test]
async fn support_by_people_is_upgraded_and_those_who_do_it_are_told() {
    let app = stall::app().await;
    let db = app.platform();
    db.write(async |tx| {
        let shelf = Category::make("people", ("کارشناسی", ""), ("People", ""), tx).await?;
        for (position, (slug, amount)) in (1..).zip([("support", MONTH), ("more", BIG)]) {
            let new = NewProduct {
                slug,
                category: shelf,
                kind: "commerce.by_people",
                fa: (slug, ""),
                en: (slug, ""),
                features: json!([]),
                fixed: json!({}),
                visibility: Visibility::Listed,
                recommended: false,
                position,
            };
            let product = Product::make(&new, tx).await?;
            stall::price(product, Cycle::Month, amount, tx).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
    let (sara, tara) = (
        app.customer("sara").await,
        app.staff(PlatformRole::Finance, "tara").await,
    );
    pay_in(&app, sara.tenant, TOTAL + LEFT).await;
    sara.get("/store/support").await.assert_ok();
    let form = sara.form("#choose").set("option_brief", "سرور فروشگاه");
    form.submit().await.assert_redirect("/cart");
    stall::confirm(&sara).await.assert_redirect("/orders/");
    app.run_jobs().await;
    let id: Uuid = app
        .value("SELECT id FROM commerce_subscriptions", &[])
        .await;
    tara.get(format!("/admin/services/{id}")).await.assert_ok();
    let done = tara.form("form[action$='/done']").submit().await;
    done.assert_redirect("/admin/services/");
    app.run_jobs().await;

    let quote = quoted(&sara, &format!("/services/{id}"), "more").await;
    confirmed(&sara, &quote, "wallet")
        .await
        .assert_redirect("/services/");
    app.run_jobs().await;
    assert_eq!(service(&app).await, row("more", "running", 1));
    let bell = tara.get("/account/notifications").await;
    bell.assert_text("مشتری سرویسی را که همکاران انجام می‌دهند تغییر داد.");
}
