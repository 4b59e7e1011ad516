//! A request sent twice under one key does its work once.

use chrono::Duration;
use kit::TestApp;
use reqwest::Method;
use serde_json::{Value, json};

use super::{THINGS, app, made};

#[tokio::test]
async fn second_sending_gets_the_first_answer() {
    let app = app().await;
    let program = app.program(&app.customer("sara").await).start().await;
    let ring = json!({ "name": "ring" });
    let first = program.post_under("a", THINGS, &ring).await;
    let second = program.post_under("a", THINGS, &ring).await;
    first.assert_status(201);
    second.assert_status(201);
    assert_eq!(first.text, second.text);
    assert_eq!(first.header("location"), second.header("location"));
    assert_eq!(first.header("idempotency-replayed"), "");
    assert_eq!(second.header("idempotency-replayed"), "true");
    assert_eq!(made(&app).await, 1);
}

#[tokio::test]
async fn key_of_another_request_is_refused() {
    let app = app().await;
    let program = app.program(&app.customer("sara").await).start().await;
    program
        .post_under("a", THINGS, &json!({ "name": "ring" }))
        .await
        .assert_status(201);
    let other = program
        .post_under("a", THINGS, &json!({ "name": "chain" }))
        .await;
    other.assert_status(422);
    assert_eq!(other.json::<Value>()["code"], "api_key_reused");
    assert_eq!(made(&app).await, 1);
}

#[tokio::test]
async fn post_without_a_key_or_with_an_unfit_one_does_nothing() {
    let app = app().await;
    let program = app.program(&app.customer("sara").await).start().await;
    let request = program
        .request(Method::POST, THINGS)
        .body(r#"{"name":"ring"}"#);
    let answer = program.send(request).await;
    answer.assert_status(400);
    assert_eq!(answer.json::<Value>()["code"], "api_key_missing");
    for key in ["", "with a space", &"x".repeat(256)] {
        let answer = program
            .post_under(key, THINGS, &json!({ "name": "ring" }))
            .await;
        answer.assert_status(400);
        assert_eq!(answer.json::<Value>()["code"], "api_key_unfit");
    }
    assert_eq!(made(&app).await, 0);
}

#[tokio::test]
async fn failure_keeps_nothing_so_that_the_mended_request_may_use_its_key() {
    let app = app().await;
    let program = app.program(&app.customer("sara").await).start().await;
    program
        .post_under("a", THINGS, &json!({ "name": "" }))
        .await
        .assert_status(422);
    program
        .post_under("a", THINGS, &json!({ "name": "ring" }))
        .await
        .assert_status(201);
    assert_eq!(made(&app).await, 1);
}

#[tokio::test]
async fn ten_at_once_over_two_nodes_do_the_work_once() {
    let app = app().await;
    let two = app.second_node().await;
    let here = app.program(&app.customer("sara").await).start().await;
    let there = two.program_with(&here.token);
    let ring = json!({ "name": "ring" });
    let all = (0..10).map(|n| if n % 2 == 0 { &here } else { &there });
    let all = all.map(|program| program.post_under("a", THINGS, &ring));
    let answers = futures::future::join_all(all).await;
    for answer in &answers {
        answer.assert_status(201);
        assert_eq!(answer.text, answers[0].text);
    }
    assert_eq!(made(&app).await, 1);
}

#[tokio::test]
async fn each_token_has_keys_of_its_own() {
    let app = app().await;
    let (sara, kaveh) = (app.customer("sara").await, app.customer("kaveh").await);
    let ring = json!({ "name": "ring" });
    for member in [&sara, &sara, &kaveh] {
        let program = app.program(member).start().await;
        let answer = program.post_under("a", THINGS, &ring).await;
        answer.assert_status(201);
        assert_eq!(answer.header("idempotency-replayed"), "");
    }
    assert_eq!(made(&app).await, 3);
}

#[tokio::test]
async fn key_is_free_again_after_a_day() {
    let app = app().await;
    let program = app
        .program(&app.customer("sara").await)
        .days(3)
        .start()
        .await;
    let ring = json!({ "name": "ring" });
    program
        .post_under("a", THINGS, &ring)
        .await
        .assert_status(201);
    app.clock()
        .advance(Duration::hours(24) + Duration::seconds(1));
    tidy(&app).await;
    program
        .post_under("a", THINGS, &ring)
        .await
        .assert_status(201);
    assert_eq!(made(&app).await, 2);
}

async fn tidy(app: &TestApp) {
    let db = app.platform();
    db.write(async |tx| kernel::jobs::enqueue(tx, &kernel::pages::Tidy {}).await)
        .await
        .unwrap();
    app.run_jobs().await;
}
