//! What a program may send, and how each fault is named.

use kit::{Answer, Program};
use reqwest::Method;
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};

use super::{THINGS, app, made};

async fn send(program: &Program, body: impl Into<reqwest::Body>) -> Answer {
    let request = program
        .request(Method::POST, THINGS)
        .header("idempotency-key", "a");
    program.send(request.body(body)).await
}

fn faults(answer: &Answer) -> Vec<(String, String)> {
    let problem: Value = answer.assert_status(422).json();
    let list = problem["errors"].as_array().expect("a list of faults");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    list.iter()
        .map(|e| (text(&e["pointer"]), text(&e["code"])))
        .collect()
}

fn one(pointer: &str, code: &str) -> Vec<(String, String)> {
    vec![(pointer.to_owned(), code.to_owned())]
}

#[tokio::test]
async fn each_fault_has_a_pointer() {
    let app = app().await;
    let program = app.program(&app.customer("sara").await).start().await;
    for (body, pointer, code) in [
        (json!({ "name": 7 }), "#/name", "kernel.invalid.shape"),
        (json!({}), "#", "kernel.invalid.shape"),
        (json!([]), "#", "kernel.invalid.shape"),
        (json!(["ring"]), "#", "kernel.invalid.shape"),
        (json!({ "name": "" }), "#/name", "kernel.invalid.required"),
        (
            json!({ "name": "a\u{0}b" }),
            "#/name",
            "kernel.invalid.zero",
        ),
        (
            json!({ "name": "a", "price": 1 }),
            "#/price",
            "kernel.invalid.unknown",
        ),
        (
            json!({ "name": "a", "parts": [{ "weight_mg": 1 }, { "weight_mg": -1 }] }),
            "#/parts/1/weight_mg",
            "kernel.invalid.shape",
        ),
        (
            json!({ "name": "a", "parts": [{ "weight_mg": 1, "x": 1 }] }),
            "#/parts/0/x",
            "kernel.invalid.unknown",
        ),
    ] {
        let answer = send(&program, body.to_string()).await;
        assert_eq!(faults(&answer), one(pointer, code), "{body}");
    }
    assert_eq!(made(&app).await, 0);
}

#[tokio::test]
async fn what_is_no_json_says_where() {
    let app = app().await;
    let program = app.program(&app.customer("sara").await).start().await;
    for (body, place) in [
        ("", "line 1, column 0"),
        ("{\n\"name\": }", "line 2, column 9"),
        ("{\"a\":1} x", "line 1"),
    ] {
        let answer = send(&program, body).await;
        answer.assert_status(400).assert_text(place);
        assert_eq!(answer.json::<Value>()["code"], "api_malformed");
    }
    let deep = "[".repeat(100_000);
    send(&program, deep).await.assert_status(400);
    send(&program, vec![0xff, 0xfe]).await.assert_status(400);
}

#[tokio::test]
async fn body_says_that_it_is_json_or_is_not_read() {
    let app = app().await;
    let program = app.program(&app.customer("sara").await).start().await;
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
    ] {
        let mut request = program
            .request(Method::POST, THINGS)
            .body("{\"name\":\"a\"}")
            .build()
            .unwrap();
        request
            .headers_mut()
            .insert(CONTENT_TYPE, kind.parse().unwrap());
        let answer = reqwest::Client::new().execute(request).await.unwrap();
        assert_eq!(answer.status().as_u16(), 415, "{kind}");
    }
}

#[tokio::test]
async fn large_body_is_413_and_the_answer_is_read() {
    let app = app().await;
    let program = app.program(&app.customer("sara").await).start().await;
    let long = json!({ "name": "x".repeat(300 * 1024) });
    send(&program, long.to_string()).await.assert_status(413);
    let fits = json!({ "name": "x".repeat(200 * 1024) });
    send(&program, fits.to_string()).await.assert_status(201);
}
