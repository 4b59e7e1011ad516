//! What happens when a receiver fails: tries over a day, an alarm, the switch, and what operators see.

use chrono::Duration;
use kernel::module::PlatformRole;
use kit::{Receiver, Reply, TestApp};

use super::{app, hook, newest, tell};

async fn states(app: &TestApp) -> Vec<(String, i32, Option<String>)> {
    let sql = app.sql_as(kernel::db::Role::Platform).await;
    let rows = "SELECT state, attempts, last_problem FROM webhook_deliveries ORDER BY id";
    let rows = sql.query(rows, &[]).await.unwrap();
    rows.iter()
        .map(|row| (row.get(0), row.get(1), row.get(2)))
        .collect()
}

#[tokio::test]
async fn failed_delivery_is_tried_again_later_under_the_same_id() {
    let (app, receiver) = (app().await, Receiver::start().await);
    let sara = app.customer("sara").await;
    hook(&sara, "/account/webhooks", &receiver.url()).await;
    receiver.next(Reply::Status(500, "broken"));
    tell(&app, Some(sara.tenant), "دوباره").await;
    app.run_jobs().await;
    assert_eq!(
        states(&app).await,
        [("waiting".to_owned(), 1, Some("status".to_owned()))]
    );
    assert_eq!(
        app.jobs().await,
        ["kernel.send_webhook"],
        "the next try is planned"
    );
    app.run_jobs_after(Duration::seconds(3)).await;
    assert_eq!(receiver.calls().len(), 1, "not before its time");
    app.run_jobs_after(Duration::seconds(5)).await;
    assert_eq!(states(&app).await, [("delivered".to_owned(), 2, None)]);
    let calls = receiver.calls();
    assert_eq!(calls[0].header("webhook-id"), calls[1].header("webhook-id"));
    assert_ne!(
        calls[0].header("webhook-timestamp"),
        calls[1].header("webhook-timestamp")
    );
}

#[tokio::test]
async fn receiver_that_hangs_is_given_up_after_the_time_limit() {
    let (app, receiver) = (app().await, Receiver::start().await);
    let sara = app.customer("sara").await;
    hook(&sara, "/account/webhooks", &receiver.url()).await;
    receiver.next(Reply::Hang);
    tell(&app, Some(sara.tenant), "کند").await;
    app.run_jobs().await;
    assert_eq!(
        states(&app).await,
        [("waiting".to_owned(), 1, Some("timeout".to_owned()))]
    );
    app.leave_jobs();
}

#[tokio::test]
async fn tries_end_after_a_day_and_people_are_told_once() {
    let (app, receiver) = (app().await, Receiver::start().await);
    let sara = app.customer("sara").await;
    let hook = hook(&sara, "/account/webhooks", &receiver.url()).await;
    receiver.always(Reply::Status(503, "down"));
    tell(&app, Some(sara.tenant), "نرسید").await;
    app.run_jobs().await;
    for _ in 0..8 {
        app.run_jobs_after(Duration::hours(11)).await;
    }
    assert_eq!(
        states(&app).await,
        [("failed".to_owned(), 9, Some("status".to_owned()))]
    );
    assert_eq!(receiver.calls().len(), 9);
    let mails = app.smtp().mails();
    let alarms: Vec<_> = mails
        .iter()
        .filter(|mail| mail.subject.contains("پاسخ درست نمی‌دهد"))
        .collect();
    assert_eq!(alarms.len(), 1, "{mails:?}");
    assert!(alarms[0].text.contains(&hook.page));
    sara.get("/account/notifications")
        .await
        .assert_ok()
        .assert_text("پی‌درپی ناموفق است");
    sara.get(&hook.page)
        .await
        .assert_ok()
        .assert_text("هیچ تلاشی موفق نبوده است");
}

#[tokio::test]
async fn success_ends_the_alarm() {
    let (app, receiver) = (app().await, Receiver::start().await);
    let sara = app.customer("sara").await;
    let hook = hook(&sara, "/account/webhooks", &receiver.url()).await;
    receiver.next(Reply::Status(500, ""));
    tell(&app, Some(sara.tenant), "خراب").await;
    app.run_jobs().await;
    sara.get("/account/webhooks?state=failing")
        .await
        .assert_text(&receiver.url());
    app.run_jobs_after(Duration::seconds(10)).await;
    let page = sara.get("/account/webhooks?state=failing").await;
    page.assert_ok().assert_no_text(&receiver.url());
    sara.get(&hook.page)
        .await
        .assert_no_text("هیچ تلاشی موفق نبوده است");
}

#[tokio::test]
async fn endpoint_that_fails_for_days_is_switched_off() {
    let (app, receiver) = (app().await, Receiver::start().await);
    let sara = app.customer("sara").await;
    let hook = hook(&sara, "/account/webhooks", &receiver.url()).await;
    receiver.always(Reply::Status(500, ""));
    tell(&app, Some(sara.tenant), "یک").await;
    app.run_jobs().await;
    app.run_jobs_after(Duration::days(6)).await;
    let page = sara.get(&hook.page).await;
    page.assert_ok().assert_text("این وب‌هوک خاموش شد");
    let called = receiver.calls().len();
    tell(&app, Some(sara.tenant), "دو").await;
    app.run_jobs_after(Duration::days(1)).await;
    assert_eq!(
        receiver.calls().len(),
        called,
        "it hears of nothing any more"
    );
    let off = app.smtp().mails();
    assert_eq!(
        off.iter()
            .filter(|m| m.subject.contains("خاموش شد"))
            .count(),
        1
    );
    let given_up = "SELECT count(*) FROM audit_events WHERE action = 'kernel.webhook.give_up'";
    assert_eq!(app.value::<i64>(given_up, &[]).await, 1);
}

#[tokio::test]
async fn staff_hear_of_the_platforms_failing_endpoint() {
    let (app, receiver) = (app().await, Receiver::start().await);
    let admin = app.staff(PlatformRole::Admin, "arash").await;
    app.staff(PlatformRole::Support, "negar").await;
    hook(&admin, "/admin/webhooks", &receiver.url()).await;
    receiver.next(Reply::Status(410, ""));
    tell(&app, None, "یک").await;
    app.run_jobs().await;
    let mails = app.smtp().mails();
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert!(mails[0].text.contains("/admin/webhooks/"));
}

#[tokio::test]
async fn health_report_has_a_line_of_the_webhooks() {
    let (app, receiver) = (app().await, Receiver::start().await);
    let sara = app.customer("sara").await;
    hook(&sara, "/account/webhooks", &receiver.url()).await;
    receiver.always(Reply::Status(500, ""));
    tell(&app, Some(sara.tenant), "یک").await;
    app.run_jobs().await;
    for _ in 0..5 {
        app.run_jobs_after(Duration::hours(3)).await;
    }
    let reports = kernel::health::report(app.state()).await;
    let line = reports
        .iter()
        .find(|report| report.key == "kernel.webhooks")
        .unwrap();
    let found = line.finding.english(app.state().registry.texts());
    assert!(
        line.ok && found == "1 waiting, 1 endpoints failing",
        "{found}"
    );
    app.leave_jobs();
}

#[tokio::test]
async fn planned_try_of_an_endpoint_that_is_off_calls_nobody() {
    let (app, receiver) = (app().await, Receiver::start().await);
    let sara = app.customer("sara").await;
    let hook = hook(&sara, "/account/webhooks", &receiver.url()).await;
    receiver.next(Reply::Status(500, ""));
    tell(&app, Some(sara.tenant), "یک").await;
    app.run_jobs().await;
    sara.delete(format!("{}/activation", hook.page))
        .await
        .assert_redirect(&hook.page);
    app.run_jobs_after(Duration::hours(1)).await;
    assert_eq!(receiver.calls().len(), 1);
    let delivery = newest(&sara, &hook).await;
    sara.get(&delivery)
        .await
        .assert_ok()
        .assert_text("وب‌هوک خاموش بود");
}
