//! Who hears of a fact, how it is signed, and that it is told once.

use kernel::AppError;
use kernel::module::{self, PlatformRole};
use kit::{Receiver, Reply, TestApp};

use super::{TOLD, app, hook, newest, tell};
use crate::probe::{self, Told};

#[tokio::test]
async fn tenants_endpoint_hears_of_its_own_facts_signed() {
    let (app, receiver) = (app().await, Receiver::start().await);
    let sara = app.customer("sara").await;
    let hook = hook(&sara, "/account/webhooks", &receiver.url()).await;
    tell(&app, Some(sara.tenant), "درود").await;
    app.run_jobs().await;
    let calls = receiver.calls();
    assert_eq!(calls.len(), 1);
    let body = calls[0].json();
    assert!(calls[0].is_signed_by(&hook.secret), "{calls:?}");
    assert_eq!(
        (&body["type"], &body["data"]["word"]),
        (&TOLD.into(), &"درود".into())
    );
    assert_eq!(body["id"], calls[0].header("webhook-id"));
    assert_eq!(body["tenant"], sara.tenant.to_string());
    assert_eq!(body["at"], "2040-05-14T08:30:00.000Z");
    assert_eq!(calls[0].header("content-type"), "application/json");
}

#[tokio::test]
async fn endpoint_of_another_tenant_hears_nothing() {
    let (app, receiver) = (app().await, Receiver::start().await);
    let (sara, kaveh) = (app.customer("sara").await, app.customer("kaveh").await);
    hook(&kaveh, "/account/webhooks", &receiver.url()).await;
    tell(&app, Some(sara.tenant), "راز").await;
    tell(&app, None, "کلی").await;
    assert_eq!(
        app.jobs().await,
        [""; 0],
        "nobody listens, so nothing is enqueued"
    );
    app.run_jobs().await;
    assert_eq!(receiver.calls().len(), 0);
}

#[tokio::test]
async fn platforms_endpoint_hears_of_every_tenants_facts_and_of_nobodys() {
    let (app, receiver) = (app().await, Receiver::start().await);
    let sara = app.customer("sara").await;
    let admin = app.staff(PlatformRole::Admin, "arash").await;
    hook(&admin, "/admin/webhooks", &receiver.url()).await;
    tell(&app, Some(sara.tenant), "یک").await;
    tell(&app, None, "دو").await;
    app.run_jobs().await;
    let words: Vec<_> = receiver
        .calls()
        .iter()
        .map(|call| call.json()["data"]["word"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(words, ["یک", "دو"]);
}

#[tokio::test]
async fn fact_of_a_rolled_back_change_is_not_told() {
    let (app, receiver) = (app().await, Receiver::start().await);
    let sara = app.customer("sara").await;
    hook(&sara, "/account/webhooks", &receiver.url()).await;
    let fact = Told {
        tenant: Some(sara.tenant),
        word: "هرگز".to_owned(),
    };
    let db = app.tenant(sara.tenant);
    let refused = db.write(async |tx| {
        module::publish(tx, &fact).await?;
        Err::<(), _>(AppError::Conflict("kernel.problem.race_lost"))
    });
    assert!(refused.await.is_err());
    app.run_jobs().await;
    assert_eq!(receiver.calls().len(), 0);
}

#[tokio::test]
async fn fan_out_that_runs_twice_writes_one_row_for_each_endpoint_and_fact() {
    let (app, receiver) = (app().await, Receiver::start().await);
    let sara = app.customer("sara").await;
    for _ in 0..2 {
        hook(&sara, "/account/webhooks", &receiver.url()).await;
    }
    tell(&app, Some(sara.tenant), "یک بار").await;
    // The same job once more, as after a crash between its commit and its end.
    let jobs = app.sql_as(kernel::db::Role::Jobs).await;
    let again = "SELECT graphile_worker.add_job('kernel.fan_out_fact', payload::json) FROM graphile_worker._private_jobs";
    jobs.query(again, &[]).await.unwrap();
    app.run_jobs().await;
    assert_eq!(
        receiver.calls().len(),
        2,
        "one for each of the two endpoints"
    );
    let rows = "SELECT count(*) FROM webhook_deliveries";
    assert_eq!(app.value::<i64>(rows, &[]).await, 2);
}

#[tokio::test]
async fn rolled_secrets_sign_side_by_side_for_a_day() {
    let (app, receiver) = (app().await, Receiver::start().await);
    let sara = app.customer("sara").await;
    let hook = hook(&sara, "/account/webhooks", &receiver.url()).await;
    let rolled = sara.post_form(format!("{}/secret", hook.page), &[]).await;
    let fresh = rolled.assert_ok().texts("#webhook-secret bdi").remove(0);
    assert_ne!(fresh, hook.secret);
    tell(&app, Some(sara.tenant), "هر دو").await;
    app.run_jobs().await;
    app.clock().advance(chrono::Duration::hours(25));
    tell(&app, Some(sara.tenant), "یکی").await;
    app.run_jobs().await;
    let calls = receiver.calls();
    assert!(calls[0].is_signed_by(&fresh) && calls[0].is_signed_by(&hook.secret));
    assert!(calls[1].is_signed_by(&fresh) && !calls[1].is_signed_by(&hook.secret));
}

#[tokio::test]
async fn replay_keeps_the_id() {
    let (app, receiver) = (app().await, Receiver::start().await);
    let sara = app.customer("sara").await;
    let hook = hook(&sara, "/account/webhooks", &receiver.url()).await;
    receiver.next(Reply::Status(410, "no more"));
    tell(&app, Some(sara.tenant), "دوباره").await;
    app.run_jobs().await;
    sara.post_form(format!("{}/activation", hook.page), &[])
        .await
        .assert_redirect(&hook.page);
    let delivery = newest(&sara, &hook).await;
    sara.post_form(format!("{delivery}/tries"), &[])
        .await
        .assert_redirect(&delivery);
    app.run_jobs().await;
    let calls = receiver.calls();
    assert_eq!(calls.len(), 2);
    assert_eq!(calls[0].header("webhook-id"), calls[1].header("webhook-id"));
    assert_eq!(calls[0].body, calls[1].body);
    sara.get(&delivery).await.assert_ok().assert_text("رسید");
    app.leave_jobs(); // the alarm's mail is another test's
}

#[tokio::test]
async fn slow_endpoint_holds_up_neither_others_nor_the_house() {
    let app = TestApp::of(probe::modules, |config| {
        config.webhooks_to_loopback = true;
        config.webhook_timeout_seconds = 60;
        config.worker_concurrency = 1;
    })
    .await;
    let (slow, quick) = (Receiver::start().await, Receiver::start().await);
    let sara = app.customer("sara").await;
    slow.always(Reply::Hang);
    hook(&sara, "/account/webhooks", &slow.url()).await;
    for n in 0..5 {
        tell(&app, Some(sara.tenant), &n.to_string()).await;
    }
    let worker = kernel::jobs::Worker::start(app.state().clone());
    slow.wait_for(1).await;
    hook(&sara, "/account/webhooks", &quick.url()).await;
    for n in 0..5 {
        tell(&app, Some(sara.tenant), &n.to_string()).await;
    }
    // The house's only place is free: the facts are fanned out, and a mail goes out, while the slow one hangs.
    quick.wait_for(5).await;
    let form = [("email", "guest@sarai.test"), ("role", "employee")];
    sara.post_form("/account/invitations", &form).await;
    app.smtp().wait_for_mail_to("guest@sarai.test").await;
    assert_eq!(slow.calls().len(), 1, "one after another");
    app.leave_jobs();
    drop(worker);
}
