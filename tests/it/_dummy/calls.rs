//! Signed calls of an outside service: taken once when they are genuine, refused alike when they are not.
//! Signed by the reference library of Standard Webhooks, not by our own code.

use chrono::Duration;
use kit::{Answer, Member, TestApp};
use serde_json::json;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const PATH: &str = "/webhooks/_dummy";

async fn app() -> TestApp {
    let app = TestApp::new().await;
    app.setting("_dummy.call_secret", SECRET).await;
    app
}

fn note(of: &Member, text: &str) -> String {
    json!({ "tenant": of.tenant, "body": text }).to_string()
}

/// A call as the service sends it, `late` seconds ago, signed with a secret.
async fn call(app: &TestApp, id: &str, late: i64, secret: &str, body: &str) -> Answer {
    let at = (app.clock().now() - Duration::seconds(late)).timestamp();
    let webhook = standardwebhooks::Webhook::new(secret).unwrap();
    let signature = webhook.sign(id, at, body.as_bytes()).unwrap();
    sent(app, id, at, &signature, body).await
}

async fn sent(app: &TestApp, id: &str, at: i64, signature: &str, body: &str) -> Answer {
    let client = app.client();
    let request = client
        .request(reqwest::Method::POST, PATH)
        .header("webhook-id", id)
        .header("webhook-timestamp", at.to_string())
        .header("webhook-signature", signature)
        .body(body.to_owned());
    client.send(request).await
}

async fn notes(of: &Member) -> usize {
    of.get("/_dummy").await.assert_ok().texts("tbody tr").len()
}

#[tokio::test]
async fn genuine_call_writes_a_note_once_however_often_it_comes() {
    let app = app().await;
    let sara = app.customer("sara").await;
    let body = note(&sara, "از بیرون");
    call(&app, "msg_1", 0, SECRET, &body)
        .await
        .assert_status(204);
    // Replayed as it was, and told anew by the sender with a fresh time.
    call(&app, "msg_1", 0, SECRET, &body)
        .await
        .assert_status(204);
    call(&app, "msg_1", 60, SECRET, &body)
        .await
        .assert_status(204);
    assert_eq!(notes(&sara).await, 1);
    call(&app, "msg_2", 0, SECRET, &body)
        .await
        .assert_status(204);
    assert_eq!(notes(&sara).await, 2);
    app.run_jobs().await;
}

#[tokio::test]
async fn same_call_twice_at_once_is_worked_on_once() {
    let app = app().await;
    let sara = app.customer("sara").await;
    let body = note(&sara, "هم‌زمان");
    let (one, two) = tokio::join!(
        call(&app, "msg_1", 0, SECRET, &body),
        call(&app, "msg_1", 0, SECRET, &body)
    );
    one.assert_status(204);
    two.assert_status(204);
    assert_eq!(notes(&sara).await, 1);
    app.run_jobs().await;
}

#[tokio::test]
async fn call_whose_work_failed_may_come_again() {
    let app = app().await;
    let sara = app.customer("sara").await;
    let body = note(&sara, "جا نیست");
    app.setting("_dummy.most_notes", "۱").await;
    call(&app, "msg_1", 0, SECRET, &body)
        .await
        .assert_status(204);
    call(&app, "msg_2", 0, SECRET, &body)
        .await
        .assert_status(409);
    assert_eq!(notes(&sara).await, 1);
    app.setting("_dummy.most_notes", "۲").await;
    call(&app, "msg_2", 0, SECRET, &body)
        .await
        .assert_status(204);
    assert_eq!(notes(&sara).await, 2);
    app.run_jobs().await;
}

#[tokio::test]
async fn call_for_a_tenant_that_is_not_there_is_the_callers_mistake() {
    let app = app().await;
    let nobody = json!({ "tenant": uuid::Uuid::nil(), "body": "x" }).to_string();
    call(&app, "msg_1", 0, SECRET, &nobody)
        .await
        .assert_status(400);
}

#[tokio::test]
async fn forged_old_early_and_unsigned_calls_get_one_and_the_same_answer() {
    let app = app().await;
    let sara = app.customer("sara").await;
    let body = note(&sara, "جعلی");
    let other = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let genuine = standardwebhooks::Webhook::new(SECRET).unwrap();
    let now = app.clock().now().timestamp();
    let signature = genuine.sign("msg_1", now, body.as_bytes()).unwrap();
    let tampered = body.replace("جعلی", "عوضی");
    let answers = [
        call(&app, "msg_1", 0, other, &body).await,
        call(&app, "msg_1", 301, SECRET, &body).await,
        call(&app, "msg_1", -301, SECRET, &body).await,
        sent(&app, "msg_1", now, &signature, &tampered).await,
        sent(&app, "msg_2", now, &signature, &body).await,
        sent(&app, "msg_1", now + 1, &signature, &body).await,
        sent(&app, "msg_1", now, "v1,", &body).await,
        app.client().post_form(PATH, &[("body", "x")]).await,
    ];
    for answer in &answers {
        answer.assert_status(401);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        let said: serde_json::Value = answer.json();
        let first: serde_json::Value = answers[0].json();
        assert_eq!(
            (&said["title"], &said["detail"]),
            (&first["title"], &first["detail"])
        );
    }
    assert_eq!(notes(&sara).await, 0);
}

#[tokio::test]
async fn call_that_is_too_large_is_refused_before_anything_is_computed() {
    let app = app().await;
    let sara = app.customer("sara").await;
    let body = note(&sara, &"x".repeat(17 * 1024));
    call(&app, "msg_1", 0, SECRET, &body)
        .await
        .assert_status(413);
    assert_eq!(notes(&sara).await, 0);
}

#[tokio::test]
async fn without_a_secret_nothing_is_accepted() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let body = note(&sara, "بی کلید");
    call(&app, "msg_1", 0, SECRET, &body)
        .await
        .assert_status(401);
    assert_eq!(notes(&sara).await, 0);
}
