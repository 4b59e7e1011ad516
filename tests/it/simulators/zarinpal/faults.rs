//! Faults that are switched on: what is spoiled, how often, and whether the work was done.

use std::time::{Duration, Instant};

use kernel::db::Role;
use kit::Zarinpal;
use reqwest::Method;
use serde_json::{Value, json};

use super::{about, begun, paid, request, status, verify, with};

const REQUEST: &str = "/pg/v4/payment/request.json";
const VERIFY: &str = "/pg/v4/payment/verify.json";

/// What a call that must come through reads to its end, or that it breaks off on the way.
async fn read(gateway: &Zarinpal, place: &str, body: &Value) -> reqwest::Result<String> {
    let request = gateway.request(Method::POST, place).json(body);
    let answer = request.send().await?;
    assert_eq!(answer.status(), 200);
    answer.text().await
}

#[tokio::test]
async fn a_servers_failure_comes_as_often_as_was_said_and_nothing_is_done() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let authority = paid(&gateway, &shop).await;
    let asked = with(about(&shop, &authority), json!({ "amount": 250_000 }));
    gateway
        .fault(
            &shop,
            "verify",
            "status",
            json!({ "value": 503, "times": 2 }),
        )
        .await;
    for _ in 0..2 {
        let answer = gateway.post(VERIFY, &asked).await;
        assert_eq!(answer.status(), 503);
        assert!(
            answer.headers()["content-type"]
                .to_str()
                .unwrap()
                .starts_with("text/html")
        );
    }
    assert_eq!(status(&gateway, &shop, &authority).await, "PAID");
    let (_, said) = verify(&gateway, &shop, &authority).await;
    assert_eq!(said["data"]["code"], json!(100));
}

#[tokio::test]
async fn an_answer_that_is_lost_after_the_work_leaves_it_done() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    for kind in ["cut", "empty", "html"] {
        let authority = paid(&gateway, &shop).await;
        let asked = with(about(&shop, &authority), json!({ "amount": 250_000 }));
        gateway
            .fault(&shop, "verify", kind, json!({ "work_done": true }))
            .await;
        match (kind, read(&gateway, VERIFY, &asked).await) {
            ("cut", read) => assert!(read.is_err(), "{read:?}"),
            ("empty", read) => assert_eq!(read.unwrap(), ""),
            (_, read) => assert!(read.unwrap().starts_with("<!DOCTYPE html>")),
        }
        let (_, said) = verify(&gateway, &shop, &authority).await;
        assert_eq!(said["data"]["code"], json!(101), "{kind}");
    }
}

#[tokio::test]
async fn a_connection_that_is_cut_before_the_work_leaves_it_undone() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    gateway.fault(&shop, "request", "cut", json!({})).await;
    let read = read(&gateway, REQUEST, &request(&shop)).await;
    assert!(read.is_err(), "{read:?}");
    let count: i64 = gateway
        .app()
        .value("SELECT count(*) FROM simulators_zarinpal_payments", &[])
        .await;
    assert_eq!(count, 0);
}

#[tokio::test]
async fn an_answer_that_is_said_again_is_the_last_good_one() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let first = begun(&gateway, &shop).await;
    gateway.fault(&shop, "request", "repeat", json!({})).await;
    assert_eq!(begun(&gateway, &shop).await, first);
    assert_ne!(begun(&gateway, &shop).await, first);
}

#[tokio::test]
async fn a_delay_is_waited_for_and_the_answer_is_whole() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    gateway
        .fault(&shop, "any", "delay", json!({ "value": 300 }))
        .await;
    let before = Instant::now();
    begun(&gateway, &shop).await;
    assert!(before.elapsed() >= Duration::from_millis(300));
}

#[tokio::test]
async fn the_way_back_may_say_another_amount() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    gateway
        .fault(&shop, "callback", "amount", json!({ "value": 9_999_999 }))
        .await;
    let authority = begun(&gateway, &shop).await;
    let (back, _) = gateway.payer(&shop, &authority, "pay").await;
    let wanted = format!(
        "https://shop.test/pay/back?order=7&Authority={authority}&Status=OK&Amount=9999999"
    );
    assert_eq!(back, wanted);
    let authority = begun(&gateway, &shop).await;
    let (back, _) = gateway.payer(&shop, &authority, "pay").await;
    assert!(!back.contains("Amount="), "{back}");
}

#[tokio::test]
async fn one_shops_faults_are_no_other_shops() {
    let gateway = Zarinpal::start().await;
    let (shop, other) = (
        gateway.terminal(json!({})).await,
        gateway.terminal(json!({})).await,
    );
    gateway
        .fault(&shop, "any", "empty", json!({ "times": 5 }))
        .await;
    begun(&gateway, &other).await;
    let none = json!({ "merchant_id": shop.merchant_id });
    gateway.control(Method::DELETE, "faults", &none).await;
    begun(&gateway, &shop).await;
}

#[tokio::test]
async fn a_refund_may_get_lost_after_it_was_given() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let authority = begun(&gateway, &shop).await;
    let (_, session) = gateway.payer(&shop, &authority, "pay").await;
    verify(&gateway, &shop, &authority).await;
    gateway
        .fault(&shop, "refund", "html", json!({ "work_done": true }))
        .await;
    let query = format!(
        "mutation {{ AddRefund(session_id: {session}, amount: 250000, description: \"x\", method: PAYA, reason: OTHER) {{ id }} }}"
    );
    let ask = || {
        let request = gateway.request(Method::POST, "/api/v4/graphql");
        request
            .bearer_auth(&shop.token)
            .json(&json!({ "query": query }))
            .send()
    };
    let lost = ask().await.unwrap().text().await.unwrap();
    assert!(lost.starts_with("<!DOCTYPE"), "{lost}");
    let again: Value = ask().await.unwrap().json().await.unwrap();
    let says = again["errors"][0]["message"].as_str().unwrap();
    assert!(says.contains("more than the rest"), "{again}");
}

#[tokio::test]
async fn two_calls_at_once_both_keep_their_answers() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let mut sql = gateway.app().sql_as(Role::Platform).await;
    let other = sql.transaction().await.unwrap();
    let keep = "UPDATE simulators_zarinpal_terminals SET last_answers = last_answers || '{\"verify\": {}}' \
        WHERE merchant_id = $1 RETURNING pg_backend_pid()";
    let other_pid: i32 = other
        .query_one(keep, &[&shop.merchant_id])
        .await
        .unwrap()
        .get(0);
    let ended = async {
        let waiting =
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid)))";
        while !gateway.app().value::<bool>(waiting, &[&other_pid]).await {}
        other.commit().await.unwrap();
    };
    tokio::join!(begun(&gateway, &shop), ended);
    let kept = "SELECT last_answers ?& ARRAY['request', 'verify'] FROM simulators_zarinpal_terminals WHERE merchant_id = $1";
    assert!(
        gateway
            .app()
            .value::<bool>(kept, &[&shop.merchant_id])
            .await
    );
}
