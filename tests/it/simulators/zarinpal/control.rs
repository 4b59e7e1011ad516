//! The control endpoint: what a test says wrongly is told to it.

use kit::Zarinpal;
use reqwest::Method;
use serde_json::{Value, json};

use super::{begun, request};

async fn problem(gateway: &Zarinpal, what: &str, body: &Value) -> String {
    let answer = gateway.post(&format!("/control/{what}"), body).await;
    assert_eq!(answer.status(), 422, "{body}");
    let said: Value = answer.json().await.unwrap();
    said["problem"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn what_is_said_wrongly_is_told() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let other = gateway.terminal(json!({})).await;
    let authority = begun(&gateway, &other).await;
    let merchant = shop.merchant_id.as_str();
    let stranger = uuid::Uuid::new_v4().to_string();
    let terminal = |id: &str, domain: &str, token: &str| json!({ "merchant_id": id, "name": "x", "domain": domain, "access_token": token });
    let fault = |id: &str, call: &str, kind: &str, value: i64| json!({ "merchant_id": id, "call": call, "kind": kind, "value": value });
    let wrong = [
        (
            "terminals",
            terminal("7", "shop.test", &shop.token),
            "merchant_id",
        ),
        (
            "terminals",
            terminal(&stranger, "shop test/", "0123456789abcdef"),
            "domain",
        ),
        (
            "terminals",
            terminal(&stranger, "shop.test", "short"),
            "access_token",
        ),
        (
            "terminals",
            terminal(&stranger, "shop.test", &shop.token),
            "another terminal",
        ),
        ("terminals", json!({ "merchant_id": "\u{0}" }), "NUL"),
        ("faults", fault(merchant, "verify", "explode", 0), "explode"),
        ("faults", fault(merchant, "verify", "status", 200), "value"),
        ("faults", fault(merchant, "verify", "amount", 5), "amount"),
        ("faults", fault(merchant, "callback", "empty", 0), "amount"),
        (
            "faults",
            fault(&stranger, "verify", "empty", 0),
            "no terminal",
        ),
        (
            "outcomes",
            json!({ "merchant_id": merchant, "authority": authority, "outcome": "pay" }),
            "no such payment",
        ),
        (
            "outcomes",
            json!({ "merchant_id": merchant, "authority": authority, "outcome": "steal" }),
            "steal",
        ),
        (
            "settlements",
            json!({ "merchant_id": other.merchant_id, "authority": authority }),
            "not verified",
        ),
    ];
    for (what, body, says) in wrong {
        let told = problem(&gateway, what, &body).await;
        assert!(told.contains(says), "{body}: {told}");
    }
}

#[tokio::test]
async fn a_page_of_another_site_cannot_speak_to_it_without_asking() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    // What a browser sends across sites without asking first.
    let body = json!({ "merchant_id": shop.merchant_id, "call": "any", "kind": "empty" });
    let request_of = gateway.request(Method::POST, "/control/faults");
    let sent = request_of
        .header("content-type", "text/plain")
        .body(body.to_string());
    assert_eq!(sent.send().await.unwrap().status(), 422);
    let (code, _) = gateway.call("request", &request(&shop)).await;
    assert_eq!(code, 200);
}
