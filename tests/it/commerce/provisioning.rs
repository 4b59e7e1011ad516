//! What was paid is provided, at once or later; what cannot be is the staff's, and is told to the customer.

use kit::TestApp;
use uuid::Uuid;

use super::stall::{self, bought, desk, pay_in, thing};

async fn service(app: &TestApp) -> Uuid {
    app.value("SELECT id FROM commerce_subscriptions", &[])
        .await
}

async fn standing(app: &TestApp) -> String {
    app.value("SELECT standing FROM commerce_subscriptions", &[])
        .await
}

#[tokio::test]
async fn what_takes_its_time_is_ready_when_its_kind_says_so() {
    let app = stall::app().await;
    let sara = app.customer("sara").await;
    pay_in(&app, sara.tenant, 10_000_000).await;
    let order = bought(&sara, "later").await;
    app.run_jobs().await;
    assert_eq!(standing(&app).await, "working");
    sara.get(&order)
        .await
        .assert_ok()
        .assert_text("در حال آماده‌سازی");
    let (id, db, desk) = (service(&app).await, app.platform(), desk(&app));
    for _ in 0..2 {
        db.write(async |tx| desk.provided(id, &thing(id), tx).await)
            .await
            .unwrap();
    }
    app.run_jobs().await;
    assert_eq!(standing(&app).await, "running");
    let told = sara.get("/account/notifications").await;
    told.assert_ok().assert_text("آماده شد");
    let done: i64 = app
        .value(
            "SELECT count(*) FROM commerce_work_log WHERE outcome = 'done'",
            &[],
        )
        .await;
    assert_eq!(done, 1);
}

#[tokio::test]
async fn kind_that_gives_up_leaves_the_service_to_the_staff() {
    let app = stall::app().await;
    let sara = app.customer("sara").await;
    pay_in(&app, sara.tenant, 10_000_000).await;
    let order = bought(&sara, "later").await;
    app.run_jobs().await;
    let (id, db, desk) = (service(&app).await, app.platform(), desk(&app));
    db.write(async |tx| desk.gave_up(id, "no room", tx).await)
        .await
        .unwrap();
    sara.get(&order)
        .await
        .assert_ok()
        .assert_text("در دست پیگیری");
    let failure: String = app
        .value("SELECT failure FROM commerce_subscriptions", &[])
        .await;
    assert_eq!(failure, "no room");
}

#[tokio::test]
async fn each_failed_try_is_logged_and_the_money_is_not_lost() {
    let app = stall::app().await;
    let sara = app.customer("sara").await;
    pay_in(&app, sara.tenant, 10_000_000).await;
    bought(&sara, "never").await;
    app.leave_jobs();
    app.run_jobs_after(chrono::Duration::zero()).await;
    let tries: i64 = app
        .value("SELECT count(*) FROM commerce_work_log WHERE outcome = 'failed' AND detail LIKE '%nobody makes it%'", &[])
        .await;
    assert!(tries >= 1, "{tries}");
    assert_eq!(standing(&app).await, "nothing");
}
