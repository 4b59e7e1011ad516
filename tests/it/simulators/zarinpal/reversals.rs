//! `reverse.json`: in full, for half an hour, from a registered address.

use chrono::Duration;
use kit::Zarinpal;
use serde_json::json;

use super::{about, begun, paid, refused, status, verify, with};

const HERE: &str = "127.0.0.1";

#[tokio::test]
async fn a_payment_is_given_back_once() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({ "server_ips": [HERE] })).await;
    for is_verified in [false, true] {
        let authority = paid(&gateway, &shop).await;
        if is_verified {
            verify(&gateway, &shop, &authority).await;
        }
        let asked = about(&shop, &authority);
        let (code, said) = gateway.call("reverse", &asked).await;
        let wanted = json!({ "data": { "code": 100, "message": "Reversed" }, "errors": [] });
        assert_eq!((code, said), (200, wanted));
        refused(&gateway, "reverse", &asked, -61).await;
        let verified = with(asked, json!({ "amount": 250_000 }));
        refused(&gateway, "verify", &verified, -51).await;
        assert_eq!(status(&gateway, &shop, &authority).await, "REVERSED");
    }
}

#[tokio::test]
async fn without_a_registered_address_nothing_is_given_back() {
    let gateway = Zarinpal::start().await;
    for ips in [json!([]), json!(["198.51.100.7"])] {
        let shop = gateway.terminal(json!({ "server_ips": [HERE] })).await;
        let authority = paid(&gateway, &shop).await;
        let moved = json!({
            "merchant_id": shop.merchant_id, "access_token": shop.token,
            "name": "x", "domain": "shop.test", "server_ips": ips,
        });
        gateway
            .control(reqwest::Method::POST, "terminals", &moved)
            .await;
        refused(&gateway, "reverse", &about(&shop, &authority), -62).await;
    }
}

#[tokio::test]
async fn after_half_an_hour_it_is_too_late() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({ "server_ips": [HERE] })).await;
    let (late, just) = (paid(&gateway, &shop).await, paid(&gateway, &shop).await);
    gateway.pass(Duration::minutes(30));
    let (code, _) = gateway.call("reverse", &about(&shop, &just)).await;
    assert_eq!(code, 200);
    gateway.pass(Duration::seconds(1));
    refused(&gateway, "reverse", &about(&shop, &late), -63).await;
    assert_eq!(status(&gateway, &shop, &late).await, "PAID");
}

#[tokio::test]
async fn what_was_not_paid_or_is_settled_is_not_given_back() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({ "server_ips": [HERE] })).await;
    let authority = begun(&gateway, &shop).await;
    refused(&gateway, "reverse", &about(&shop, &authority), -61).await;
    gateway.payer(&shop, &authority, "cancel").await;
    refused(&gateway, "reverse", &about(&shop, &authority), -61).await;
    let authority = paid(&gateway, &shop).await;
    verify(&gateway, &shop, &authority).await;
    gateway.settle(&shop, &authority).await;
    refused(&gateway, "reverse", &about(&shop, &authority), -60).await;
}
