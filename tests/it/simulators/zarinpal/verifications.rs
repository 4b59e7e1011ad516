//! `verify.json`, `unVerified.json` and `inquiry.json`: what a shop learns of its payments.

use chrono::Duration;
use kit::Zarinpal;
use serde_json::json;

use super::{about, begun, begun_with, paid, refused, status, verify, with};

#[tokio::test]
async fn a_paid_payment_is_verified_once_and_is_101_ever_after() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let authority = paid(&gateway, &shop).await;
    let (code, first) = verify(&gateway, &shop, &authority).await;
    assert_eq!((code, &first["errors"]), (200, &json!([])), "{first}");
    let data = &first["data"];
    assert_eq!(data["code"], json!(100));
    assert_eq!(data["card_pan"], json!("603799******1236"));
    let hash = data["card_hash"].as_str().unwrap();
    assert!(
        hash.len() == 64
            && hash
                .chars()
                .all(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
    );
    assert!(data["ref_id"].is_i64() && data["fee"].is_i64(), "{data}");
    assert_eq!(data["shaparak_fee"], json!("1200"));
    assert!(
        data.get("order_id").is_none() && data.get("wages").is_none(),
        "{data}"
    );
    for _ in 0..2 {
        let (code, again) = verify(&gateway, &shop, &authority).await;
        assert_eq!((code, &again["data"]["code"]), (200, &json!(101)));
        assert_eq!(again["data"]["ref_id"], data["ref_id"]);
        assert_eq!(again["data"]["card_pan"], data["card_pan"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_verifications_at_once_on_two_nodes_one_is_100() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let authority = paid(&gateway, &shop).await;
    let other = gateway.app().second_node().await;
    let other = Zarinpal::of(&other);
    let (one, two, three, four) = tokio::join!(
        verify(&gateway, &shop, &authority),
        verify(&other, &shop, &authority),
        verify(&gateway, &shop, &authority),
        verify(&other, &shop, &authority),
    );
    let mut codes = [one, two, three, four].map(|(_, said)| said["data"]["code"].as_i64().unwrap());
    codes.sort_unstable();
    assert_eq!(codes, [100, 101, 101, 101]);
}

#[tokio::test]
async fn what_was_sent_with_the_request_comes_back_with_the_receipt() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({ "wages_allowed": true })).await;
    let wages = json!([{ "iban": "IR820540102680020817909002", "amount": 9, "description": "x" }]);
    let more = json!({ "metadata": { "order_id": "A-7" }, "wages": wages });
    let authority = begun_with(&gateway, &shop, more).await;
    gateway.payer(&shop, &authority, "pay").await;
    let (_, said) = verify(&gateway, &shop, &authority).await;
    assert_eq!(said["data"]["order_id"], json!("A-7"));
    assert_eq!(said["data"]["wages"][0]["amount"], json!(9));
}

#[tokio::test]
async fn another_amount_is_refused_even_when_it_was_verified_before() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let authority = paid(&gateway, &shop).await;
    let wrong = with(about(&shop, &authority), json!({ "amount": 249_999 }));
    refused(&gateway, "verify", &wrong, -50).await;
    verify(&gateway, &shop, &authority).await;
    refused(&gateway, "verify", &wrong, -50).await;
}

#[tokio::test]
async fn what_was_sent_in_toman_is_verified_in_toman() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let toman = json!({ "currency": "IRT", "amount": 25_000 });
    let authority = begun_with(&gateway, &shop, toman).await;
    gateway.payer(&shop, &authority, "pay").await;
    let asked = |amount: i64| with(about(&shop, &authority), json!({ "amount": amount }));
    refused(&gateway, "verify", &asked(250_000), -50).await;
    let (_, said) = gateway.call("verify", &asked(25_000)).await;
    assert_eq!(said["data"]["code"], json!(100));
}

#[tokio::test]
async fn a_payment_that_was_not_paid_is_refused() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    for outcome in ["decline", "cancel", "expire"] {
        let authority = begun(&gateway, &shop).await;
        let asked = with(about(&shop, &authority), json!({ "amount": 250_000 }));
        refused(&gateway, "verify", &asked, -51).await;
        gateway.payer(&shop, &authority, outcome).await;
        refused(&gateway, "verify", &asked, -51).await;
        assert_eq!(status(&gateway, &shop, &authority).await, "FAILED");
    }
}

#[tokio::test]
async fn an_authority_of_nobody_or_of_another_shop_is_refused() {
    let gateway = Zarinpal::start().await;
    let shop = gateway
        .terminal(json!({ "server_ips": ["127.0.0.1"] }))
        .await;
    let other = gateway
        .terminal(json!({ "server_ips": ["127.0.0.1"] }))
        .await;
    let authority = paid(&gateway, &other).await;
    let amount = json!({ "amount": 250_000 });
    let nobody = "A00000000000000000000000000nobody000";
    for (authority, code) in [(authority.as_str(), -53), (nobody, -54)] {
        let body = about(&shop, authority);
        refused(
            &gateway,
            "verify",
            &with(body.clone(), amount.clone()),
            code,
        )
        .await;
        refused(&gateway, "inquiry", &body, code).await;
        refused(&gateway, "reverse", &body, code).await;
    }
}

#[tokio::test]
async fn fields_of_the_smaller_calls_are_as_strict() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let authority = paid(&gateway, &shop).await;
    let body = about(&shop, &authority);
    let whole = with(body.clone(), json!({ "amount": 250_000 }));
    for call in ["inquiry", "reverse"] {
        refused(
            &gateway,
            call,
            &with(body.clone(), json!({ "authority": null })),
            -9,
        )
        .await;
        refused(
            &gateway,
            call,
            &with(body.clone(), json!({ "authority": "A1" })),
            -9,
        )
        .await;
        refused(&gateway, call, &whole, -40).await;
    }
    refused(&gateway, "verify", &body, -9).await;
    refused(
        &gateway,
        "verify",
        &with(whole.clone(), json!({ "amount": "250000" })),
        -9,
    )
    .await;
    refused(
        &gateway,
        "verify",
        &with(whole, json!({ "currency": "IRR" })),
        -40,
    )
    .await;
    refused(&gateway, "unVerified", &body, -40).await;
    refused(&gateway, "unVerified", &json!({}), -9).await;
}

#[tokio::test]
async fn what_was_paid_and_not_verified_is_listed_with_a_code_in_quotes() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let asked = json!({ "merchant_id": shop.merchant_id });
    let (_, none) = gateway.call("unVerified", &asked).await;
    assert_eq!(
        (&none["data"]["code"], &none["data"]["authorities"]),
        (&json!("100"), &json!([]))
    );
    begun(&gateway, &shop).await;
    let (left, verified) = (paid(&gateway, &shop).await, paid(&gateway, &shop).await);
    verify(&gateway, &shop, &verified).await;
    let (_, said) = gateway.call("unVerified", &asked).await;
    // 14 May 2040, 08:30 UTC is noon in Tehran.
    let wanted = json!([{
        "authority": left,
        "amount": 250_000,
        "callback_url": shop.callback,
        "referer": "/",
        "date": "2040-05-14 12:00:00",
    }]);
    assert_eq!(said["data"]["authorities"], wanted);
    assert_eq!(said["errors"], json!([]));
}

#[tokio::test]
async fn the_list_holds_the_newest_hundred() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let first = paid(&gateway, &shop).await;
    for _ in 0..100 {
        paid(&gateway, &shop).await;
    }
    let asked = json!({ "merchant_id": shop.merchant_id });
    let (_, said) = gateway.call("unVerified", &asked).await;
    let listed = said["data"]["authorities"].as_array().unwrap();
    assert_eq!(listed.len(), 100);
    assert!(!listed.iter().any(|one| one["authority"] == json!(first)));
    verify(&gateway, &shop, listed[0]["authority"].as_str().unwrap()).await;
    let (_, said) = gateway.call("unVerified", &asked).await;
    let listed = said["data"]["authorities"].as_array().unwrap();
    assert!(listed.iter().any(|one| one["authority"] == json!(first)));
}

#[tokio::test]
async fn inquiry_tells_where_a_payment_stands() {
    let gateway = Zarinpal::start().await;
    let shop = gateway
        .terminal(json!({ "server_ips": ["127.0.0.1"] }))
        .await;
    let authority = begun(&gateway, &shop).await;
    let (code, said) = gateway.call("inquiry", &about(&shop, &authority)).await;
    let wanted = json!({ "status": "IN_BANK", "code": 100, "message": "Success" });
    assert_eq!(
        (code, &said["data"], &said["errors"]),
        (200, &wanted, &json!([]))
    );
    gateway.payer(&shop, &authority, "pay").await;
    assert_eq!(status(&gateway, &shop, &authority).await, "PAID");
    verify(&gateway, &shop, &authority).await;
    assert_eq!(status(&gateway, &shop, &authority).await, "VERIFIED");
    gateway.call("reverse", &about(&shop, &authority)).await;
    assert_eq!(status(&gateway, &shop, &authority).await, "REVERSED");
}

#[tokio::test]
async fn a_payment_fails_by_itself_after_fifteen_minutes() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let authority = begun(&gateway, &shop).await;
    gateway.pass(Duration::minutes(15) - Duration::seconds(1));
    assert_eq!(status(&gateway, &shop, &authority).await, "IN_BANK");
    gateway.pass(Duration::seconds(1));
    assert_eq!(status(&gateway, &shop, &authority).await, "FAILED");
    let (back, _) = gateway.payer(&shop, &authority, "pay").await;
    assert!(back.ends_with("Status=NOK"), "{back}");
    assert_eq!(status(&gateway, &shop, &authority).await, "FAILED");
}
