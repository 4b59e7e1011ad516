//! The customer decides whether a service goes on: the switch of renewal, and cancelling now or when the period ends.

use chrono::Duration;
use commerce::{Cycle, RenewServices};
use kernel::db::Role;
use kernel::jobs;
use kernel::module::PlatformRole;
use kit::{Answer, Member, TestApp};
use uuid::Uuid;

use super::stall::{self, MONTH, balance, bought, choose, confirm, pay_in};

const TOTAL: i64 = MONTH / 10 * 11;

async fn pass(app: &TestApp, days: i64) {
    app.clock().advance(Duration::days(days));
    let db = app.platform();
    db.write(async |tx| jobs::enqueue(tx, &RenewServices {}).await)
        .await
        .unwrap();
    app.run_jobs_after(Duration::zero()).await;
}

/// What the service's row says: wanted, standing, whether it goes on.
async fn service(app: &TestApp) -> (String, String, bool) {
    let sql = app.sql_as(Role::Platform).await;
    let row = "SELECT wanted, standing, auto_renew FROM commerce_subscriptions";
    let row = sql.query_one(row, &[]).await.unwrap();
    (row.get(0), row.get(1), row.get(2))
}

fn row(wanted: &str, standing: &str, goes_on: bool) -> (String, String, bool) {
    (wanted.to_owned(), standing.to_owned(), goes_on)
}

async fn invoices(app: &TestApp, state: &str) -> i64 {
    let sql = "SELECT count(*) FROM commerce_invoices WHERE state = $1";
    app.value(sql, &[&state]).await
}

async fn address(app: &TestApp) -> String {
    let id: Uuid = app
        .value("SELECT id FROM commerce_subscriptions", &[])
        .await;
    format!("/services/{id}")
}

/// A program in which Sara has bought a thing for a month and has a month's money left; and the thing's address.
async fn with_a_service(title: &str) -> (TestApp, Member, String) {
    let app = stall::app().await;
    let sara = app.customer("sara").await;
    pay_in(&app, sara.tenant, 2 * TOTAL).await;
    bought(&sara, title).await;
    app.run_jobs().await;
    let place = address(&app).await;
    (app, sara, place)
}

async fn press(by: &Member, place: &str, verb: &str) -> Answer {
    by.get(place).await.assert_ok();
    let form = format!(r#"form.button-form[action$="/{verb}"]"#);
    by.form(&form).submit().await
}

async fn cancel(by: &Member, place: &str, when: &str) -> Answer {
    by.get(format!("{place}/cancellation")).await.assert_ok();
    let form = by.form("#cancellation").set("when", when);
    let form = form.set("reason", "price");
    form.set("note", "گران بود").submit().await
}

#[tokio::test]
async fn switch_off_voids_the_next_invoice_and_on_makes_it_again() {
    let (app, sara, place) = with_a_service("خاموش").await;
    pass(&app, 25).await;
    assert_eq!(invoices(&app, "open").await, 1);
    press(&sara, &place, "renewal")
        .await
        .assert_redirect(&place);
    assert_eq!(service(&app).await, row("running", "running", false));
    assert_eq!(
        (invoices(&app, "open").await, invoices(&app, "void").await),
        (0, 1)
    );
    pass(&app, 1).await;
    assert_eq!(invoices(&app, "open").await, 0);
    sara.get(&place)
        .await
        .assert_ok()
        .assert_text("تمدید خودکار خاموش است");
    press(&sara, &place, "renewal")
        .await
        .assert_redirect(&place);
    app.run_jobs_after(Duration::zero()).await;
    assert_eq!(service(&app).await, row("running", "running", true));
    assert_eq!(invoices(&app, "open").await, 1);
}

#[tokio::test]
async fn service_that_is_not_renewed_ends_with_its_period_and_takes_nothing() {
    let (app, sara, place) = with_a_service("بی‌تمدید").await;
    press(&sara, &place, "renewal")
        .await
        .assert_redirect(&place);
    pass(&app, 32).await;
    assert_eq!(service(&app).await, row("ended", "ended", false));
    assert_eq!(balance(&app, sara.tenant).await, TOTAL);
    let mails = app.smtp().mails();
    assert!(mails.iter().any(|mail| mail.subject.contains("پایان یافت")));
}

#[tokio::test]
async fn cancelled_at_the_end_it_runs_until_then_and_can_be_taken_back() {
    let (app, sara, place) = with_a_service("پایان دوره").await;
    let page = sara.get(format!("{place}/cancellation")).await;
    page.assert_ok()
        .assert_text("پاک می‌شود")
        .assert_text("مبلغی برنمی‌گردد");
    cancel(&sara, &place, "period_end")
        .await
        .assert_redirect(&place);
    app.run_jobs().await;
    assert_eq!(service(&app).await, row("running", "running", false));
    let mails = app.smtp().mails();
    assert!(
        mails
            .iter()
            .any(|mail| mail.subject.contains("پایان می‌یابد"))
    );
    sara.get(&place)
        .await
        .assert_ok()
        .assert_text("لغو این سرویس ثبت شده است");
    press(&sara, &place, "cancellation")
        .await
        .assert_redirect(&place);
    assert_eq!(service(&app).await, row("running", "running", true));
    let reasons: i64 = app
        .value("SELECT count(*) FROM audit_events WHERE action = 'commerce.service.cancel' AND after->>'reason' = 'price' AND after->>'note' = 'گران بود'", &[])
        .await;
    assert_eq!(reasons, 1);
    cancel(&sara, &place, "period_end")
        .await
        .assert_redirect(&place);
    pass(&app, 32).await;
    assert_eq!(service(&app).await, row("ended", "ended", false));
    assert_eq!(balance(&app, sara.tenant).await, TOTAL);
}

#[tokio::test]
async fn cancelled_now_it_is_over_and_nothing_comes_back() {
    let (app, sara, place) = with_a_service("همین حالا").await;
    pass(&app, 25).await;
    cancel(&sara, &place, "now").await.assert_redirect(&place);
    app.run_jobs_after(Duration::zero()).await;
    assert_eq!(service(&app).await, row("ended", "ended", false));
    assert_eq!(
        (invoices(&app, "open").await, invoices(&app, "void").await),
        (0, 1)
    );
    assert_eq!(balance(&app, sara.tenant).await, TOTAL);
    let mails = app.smtp().mails();
    let told = mails
        .iter()
        .filter(|mail| mail.subject.contains("پایان یافت"));
    assert_eq!(told.count(), 1);
    sara.get(&place)
        .await
        .assert_ok()
        .assert_text("پایان‌یافته")
        .assert_no_element("#renewal-switch");
    sara.get(format!("{place}/cancellation"))
        .await
        .assert_redirect(&place);
}

#[tokio::test]
async fn cancellation_without_a_reason_is_asked_again_with_what_was_typed() {
    let (app, sara, place) = with_a_service("بی‌دلیل").await;
    sara.get(format!("{place}/cancellation")).await.assert_ok();
    let form = sara.form("#cancellation").set("when", "now");
    let again = form.set("note", "چند کلمه").submit().await;
    again.assert_status(422);
    let kept = again.form("#cancellation");
    assert_eq!(kept.value("note"), Some("چند کلمه"));
    assert_eq!(kept.value("when"), Some("now"));
    assert_eq!(service(&app).await, row("running", "running", true));
    let kaveh = app.customer("kaveh").await;
    kaveh
        .get(format!("{place}/cancellation"))
        .await
        .assert_not_found();
}

#[tokio::test]
async fn what_is_still_being_made_cannot_be_cancelled() {
    let (app, sara, place) = with_a_service("later").await;
    let page = sara.get(format!("{place}/cancellation")).await;
    page.assert_ok()
        .assert_text("هنوز تحویل نشده است")
        .assert_no_element("#cancellation");
    assert_eq!(service(&app).await, row("running", "working", true));
}

#[tokio::test]
async fn what_was_paid_once_has_no_switch_and_ends_now() {
    let app = stall::app().await;
    let sara = app.customer("sara").await;
    pay_in(&app, sara.tenant, 5_500_000).await;
    choose(&sara, "یک‌باره", Cycle::Once).await;
    confirm(&sara).await.assert_redirect("/orders/");
    app.run_jobs().await;
    let place = address(&app).await;
    sara.get(&place)
        .await
        .assert_ok()
        .assert_no_element("#renewal-switch");
    sara.get(format!("{place}/cancellation")).await.assert_ok();
    let form = sara.form("#cancellation").set("reason", "other");
    form.submit().await.assert_redirect(&place);
    app.run_jobs_after(Duration::zero()).await;
    let (wanted, standing, _) = service(&app).await;
    assert_eq!((wanted.as_str(), standing.as_str()), ("ended", "ended"));
}

#[tokio::test]
async fn finance_cancels_for_a_customer_who_is_told_and_takes_it_back() {
    let (app, sara, place) = with_a_service("one").await;
    let desk = format!("/admin{place}");
    let mina = app.staff(PlatformRole::Finance, "mina").await;
    let tara = app.staff(PlatformRole::Support, "tara").await;
    let refused = tara.get(format!("{desk}/cancellation")).await;
    assert_eq!(refused.status.as_u16(), 403);
    mina.get(format!("{desk}/cancellation")).await.assert_ok();
    let form = mina.form("#cancellation").set("when", "period_end");
    let form = form
        .set("reason", "price")
        .set("note", "asked by telephone");
    form.submit().await.assert_redirect(&desk);
    app.run_jobs().await;
    assert_eq!(service(&app).await, row("running", "running", false));
    let page = sara.get(&place).await;
    page.assert_ok().assert_text("لغو این سرویس ثبت شده است");
    let told = "SELECT count(*) FROM mail_deliveries WHERE mail = 'commerce.mail.ending'";
    assert_eq!(app.value::<i64>(told, &[]).await, 1);
    mina.get(&desk).await.assert_ok();
    let back = format!(r#"form.button-form[action="{desk}/cancellation"]"#);
    mina.form(&back).submit().await.assert_redirect(&desk);
    assert_eq!(service(&app).await, row("running", "running", true));
    app.run_jobs().await;
}
