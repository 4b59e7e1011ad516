//! Refunds by GraphQL: a part of a payment goes back to the card.

use kit::{Terminal, Zarinpal};
use reqwest::Method;
use serde_json::{Value, json};

use super::{begun, verify, with};

const QUERY: &str = "mutation AddRefund($session_id: ID!, $amount: BigInteger!, $description: String, \
    $method: InstantPayoutActionTypeEnum, $reason: RefundReasonEnum) { \
    resource: AddRefund(session_id: $session_id, amount: $amount, description: $description, method: $method, reason: $reason) { \
    terminal_id id amount timeline { refund_amount refund_time refund_status } } }";

/// A verified payment's number.
async fn session(gateway: &Zarinpal, of: &Terminal) -> String {
    let authority = begun(gateway, of).await;
    let (_, session) = gateway.payer(of, &authority, "pay").await;
    verify(gateway, of, &authority).await;
    session.to_string()
}

fn variables(session: &str) -> Value {
    json!({
        "session_id": session,
        "amount": 20_000,
        "description": "لغو سفارش",
        "method": "PAYA",
        "reason": "CUSTOMER_REQUEST",
    })
}

async fn ask(gateway: &Zarinpal, token: &str, body: &Value) -> Value {
    let request = gateway.request(Method::POST, "/api/v4/graphql").json(body);
    let answer = request.bearer_auth(token).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    answer.json().await.unwrap()
}

async fn refund(gateway: &Zarinpal, of: &Terminal, variables: Value) -> Value {
    let body = json!({ "query": QUERY, "variables": variables });
    ask(gateway, &of.token, &body).await
}

fn problem(said: &Value) -> &str {
    assert_eq!(said["data"], Value::Null, "{said}");
    said["errors"][0]["message"].as_str().unwrap()
}

#[tokio::test]
async fn a_part_goes_back_and_what_was_asked_for_is_told() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let session = session(&gateway, &shop).await;
    let said = refund(&gateway, &shop, variables(&session)).await;
    let told = &said["data"]["resource"];
    assert!(
        said.get("errors").is_none() && told["id"].is_string(),
        "{said}"
    );
    assert!(told["terminal_id"].is_string());
    assert_eq!(told["amount"], json!(20_000));
    let timeline = json!({
        "refund_amount": 20_000, "refund_time": "2040-05-14T12:00:00+03:30", "refund_status": "PENDING",
    });
    assert_eq!(told["timeline"], timeline);
    let at_once = with(variables(&session), json!({ "method": "CARD" }));
    let said = refund(&gateway, &shop, at_once).await;
    assert_eq!(
        said["data"]["resource"]["timeline"]["refund_status"],
        json!("SUCCESS")
    );
}

#[tokio::test]
async fn no_more_goes_back_than_was_paid() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let session = session(&gateway, &shop).await;
    let of = |amount: i64| with(variables(&session), json!({ "amount": amount }));
    let said = refund(&gateway, &shop, of(19_999)).await;
    assert!(problem(&said).contains("at least 20000"), "{said}");
    let said = refund(&gateway, &shop, of(250_001)).await;
    assert!(problem(&said).contains("more than the rest"), "{said}");
    refund(&gateway, &shop, of(200_000)).await;
    let said = refund(&gateway, &shop, of(50_001)).await;
    assert!(problem(&said).contains("more than the rest"), "{said}");
    let said = refund(&gateway, &shop, of(50_000)).await;
    assert!(said["data"]["resource"]["id"].is_string(), "{said}");
}

#[tokio::test]
async fn a_token_is_needed_and_opens_its_own_payments_only() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let other = gateway.terminal(json!({})).await;
    let session = session(&gateway, &shop).await;
    let body = json!({ "query": QUERY, "variables": variables(&session) });
    let said = ask(&gateway, "wrong", &body).await;
    assert_eq!(problem(&said), "Unauthenticated.");
    let said = refund(&gateway, &other, variables(&session)).await;
    assert_eq!(problem(&said), "Session not found.");
}

#[tokio::test]
async fn only_a_verified_payment_is_refunded() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let authority = begun(&gateway, &shop).await;
    let (_, session) = gateway.payer(&shop, &authority, "pay").await;
    let said = refund(&gateway, &shop, variables(&session.to_string())).await;
    assert_eq!(problem(&said), "Session is not refundable.");
}

#[tokio::test]
async fn each_argument_is_of_its_kind() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let session = session(&gateway, &shop).await;
    for (change, says) in [
        (json!({ "session_id": "" }), "session id"),
        (json!({ "amount": "20000" }), "amount must be an integer"),
        (
            json!({ "description": "" }),
            "description field is required",
        ),
        (json!({ "method": "SATNA" }), "method is invalid"),
        (json!({ "reason": "BECAUSE" }), "reason is invalid"),
        (json!({ "amount": null }), "$amount"),
        (json!({ "note": 1 }), "$note"),
    ] {
        let said = refund(&gateway, &shop, with(variables(&session), change)).await;
        assert!(problem(&said).contains(says), "{says}: {said}");
    }
}

#[tokio::test]
async fn a_query_is_read_and_not_guessed() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let session = session(&gateway, &shop).await;
    let ask_for = |query: String| {
        let (gateway, token) = (&gateway, &shop.token);
        async move { ask(gateway, token, &json!({ "query": query })).await }
    };
    let inline = format!(
        "mutation {{ AddRefund(session_id: \"{session}\", amount: 20000, description: \"x\", method: CARD, reason: OTHER)"
    );
    let said = ask_for(format!("{inline} {{ number: id }} }}")).await;
    assert!(said["data"]["AddRefund"]["number"].is_string(), "{said}");
    for (query, says) in [
        (format!("{inline} {{ iban }} }}"), "iban"),
        (format!("{inline} }}"), "selection"),
        ("query { Session { id } }".to_owned(), "mutation"),
        (
            "mutation { AddPayout(id: 1) { id } }".to_owned(),
            "AddPayout",
        ),
    ] {
        let said = ask_for(query).await;
        assert!(problem(&said).contains(says), "{said}");
    }
}
