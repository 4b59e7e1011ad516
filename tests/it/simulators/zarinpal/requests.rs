//! `request.json`: what is asked field by field, and why a payment is not begun.

use kit::Zarinpal;
use serde_json::{Value, json};

use super::{begun, begun_with, refused, request, status, with};

#[tokio::test]
async fn a_request_with_everything_gets_an_authority_and_the_fee() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let more = json!({
        "metadata": { "mobile": "09121234567", "email": "buyer@mail.test", "order_id": "1405-7" },
        "referrer_id": "zrp1",
    });
    let (status, said) = gateway.call("request", &with(request(&shop), more)).await;
    assert_eq!(status, 200);
    assert_eq!(said["errors"], json!([]), "{said}");
    let data = &said["data"];
    assert_eq!(
        (&data["code"], &data["message"]),
        (&json!(100), &json!("Success"))
    );
    assert_eq!(
        (&data["fee_type"], &data["fee"]),
        (&json!("Merchant"), &json!(2_500))
    );
    let authority = data["authority"].as_str().unwrap();
    assert!(
        authority.len() == 36 && authority.starts_with('A'),
        "{authority}"
    );
}

#[tokio::test]
async fn each_required_field_is_missed_by_its_name() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    for name in ["merchant_id", "amount", "description", "callback_url"] {
        for value in [Value::Null, json!("")] {
            let mut body = request(&shop);
            body[name] = value;
            let wrong = refused(&gateway, "request", &body, -9).await;
            assert!(wrong[0][name].is_string(), "{name}: {wrong}");
        }
    }
}

#[tokio::test]
async fn each_field_must_be_of_its_kind_and_within_its_bounds() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let long = |n: usize| json!("ش".repeat(n));
    for (name, value) in [
        ("amount", json!("250000")),
        ("amount", json!(250_000.5)),
        ("amount", json!(999)),
        ("amount", json!(-250_000)),
        ("amount", json!(1_000_000_001)),
        ("merchant_id", json!(7)),
        ("merchant_id", json!("5a2a1a1b")),
        ("currency", json!("USD")),
        ("currency", json!(1)),
        ("description", long(501)),
        ("description", json!(["x"])),
        ("callback_url", json!("shop.test/back")),
        ("callback_url", json!("ftp://shop.test/back")),
        ("callback_url", json!({ "url": "https://shop.test" })),
        ("metadata", json!("mobile")),
        ("wages", json!({})),
        ("referrer_id", json!(12)),
    ] {
        let body = with(request(&shop), json!({ name: value }));
        let wrong = refused(&gateway, "request", &body, -9).await;
        assert!(wrong[0][name].is_string(), "{body}: {wrong}");
    }
    for (name, value) in [
        ("mobile", json!("9121234567")),
        ("mobile", json!(9_121_234_567_i64)),
        ("email", json!("buyer")),
        ("order_id", json!(7)),
    ] {
        let body = with(request(&shop), json!({ "metadata": { name: value } }));
        let wrong = refused(&gateway, "request", &body, -9).await;
        assert!(wrong[0][format!("metadata.{name}")].is_string(), "{wrong}");
    }
    let fits = [
        json!({ "amount": 1_000 }),
        json!({ "amount": 1_000_000_000 }),
        json!({ "description": long(500) }),
    ];
    for fits in fits {
        begun_with(&gateway, &shop, fits).await;
    }
}

#[tokio::test]
async fn an_unknown_field_is_refused_and_named() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    for (change, name) in [
        (json!({ "expire_in": 1800 }), "expire_in"),
        (json!({ "mobile": "09121234567" }), "mobile"),
        (
            json!({ "metadata": { "card_pan": "6037" } }),
            "metadata.card_pan",
        ),
    ] {
        let body = with(request(&shop), change);
        let wrong = refused(&gateway, "request", &body, -40).await;
        assert!(wrong[0][name].is_string(), "{wrong}");
    }
}

#[tokio::test]
async fn what_is_no_json_object_is_refused() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let place = "/pg/v4/payment/request.json";
    let post = || gateway.request(reqwest::Method::POST, place);
    let whole = request(&shop).to_string();
    let sent = [
        post().header("content-type", "application/json").body("{"),
        post().header("content-type", "application/json").body("[]"),
        post().header("content-type", "text/plain").body(whole),
        post().form(&[("merchant_id", &shop.merchant_id)]),
    ];
    for sent in sent {
        let answer = sent.send().await.unwrap();
        assert_eq!(answer.status(), 422);
        let said: Value = answer.json().await.unwrap();
        assert_eq!(said["errors"]["code"], json!(-9), "{said}");
    }
}

#[tokio::test]
async fn a_merchant_id_that_nobody_has_is_refused() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let stranger = uuid::Uuid::new_v4().to_string();
    for (call, more) in [
        ("request", request(&shop)),
        (
            "verify",
            json!({ "amount": 1, "authority": "A".repeat(36) }),
        ),
        ("inquiry", json!({ "authority": "A".repeat(36) })),
        ("reverse", json!({ "authority": "A".repeat(36) })),
        ("unVerified", json!({})),
    ] {
        let body = with(more, json!({ "merchant_id": stranger }));
        refused(&gateway, call, &body, -10).await;
    }
}

#[tokio::test]
async fn a_call_from_an_address_that_is_not_registered_is_refused() {
    let gateway = Zarinpal::start().await;
    let shop = gateway
        .terminal(json!({ "server_ips": ["198.51.100.7"] }))
        .await;
    refused(&gateway, "request", &request(&shop), -10).await;
    let shop = gateway
        .terminal(json!({ "server_ips": ["198.51.100.7", "127.0.0.1"] }))
        .await;
    begun(&gateway, &shop).await;
}

#[tokio::test]
async fn each_state_of_a_terminal_has_its_code() {
    let gateway = Zarinpal::start().await;
    for (state, code) in [
        ("inactive", -11),
        ("limited", -13),
        ("suspended", -15),
        ("below_silver", -16),
        ("blue", -17),
    ] {
        let shop = gateway.terminal(json!({ "state": state })).await;
        refused(&gateway, "request", &request(&shop), code).await;
    }
}

#[tokio::test]
async fn too_many_requests_in_a_minute_are_refused_until_it_is_over() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({ "requests_a_minute": 2 })).await;
    begun(&gateway, &shop).await;
    begun(&gateway, &shop).await;
    refused(&gateway, "request", &request(&shop), -12).await;
    gateway.pass(chrono::Duration::seconds(61));
    begun(&gateway, &shop).await;
}

#[tokio::test]
async fn a_callback_to_another_domain_is_refused_and_one_below_is_not() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    for other in [
        "https://evil.test/",
        "https://notshop.test/",
        "https://shop.test.evil.test/",
    ] {
        let body = with(request(&shop), json!({ "callback_url": other }));
        refused(&gateway, "request", &body, -14).await;
    }
    for own in ["https://www.shop.test/back", "http://shop.test:8443/back"] {
        begun_with(&gateway, &shop, json!({ "callback_url": own })).await;
    }
}

#[tokio::test]
async fn toman_are_ten_rial_and_the_fee_is_told_in_toman() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({ "fee_payer": "Payer" })).await;
    let body = with(
        request(&shop),
        json!({ "currency": "IRT", "amount": 25_000 }),
    );
    let (_, said) = gateway.call("request", &body).await;
    assert_eq!(
        (&said["data"]["fee"], &said["data"]["fee_type"]),
        (&json!(250), &json!("Payer"))
    );
    let body = with(body, json!({ "amount": 99 }));
    refused(&gateway, "request", &body, -9).await;
}

#[tokio::test]
async fn shares_have_codes_of_their_own() {
    let gateway = Zarinpal::start().await;
    let share = |amount: i64| json!({ "iban": "IR820540102680020817909002", "amount": amount, "description": "سهم" });
    let asked = |wages: Value| json!({ "wages": wages });
    let shop = gateway.terminal(json!({})).await;
    let body = with(request(&shop), asked(json!([share(10_000)])));
    refused(&gateway, "request", &body, -30).await;
    let shop = gateway.terminal(json!({ "wages_allowed": true })).await;
    let wrong = [
        (json!([share(200_000), share(50_001)]), -32),
        (
            json!([share(1), share(1), share(1), share(1), share(1), share(1)]),
            -35,
        ),
        (json!([]), -39),
        (json!(["IR57"]), -39),
        (json!([share(0)]), -39),
        (
            json!([{ "iban": "IR550570022080013447370102", "amount": 1, "description": "x" }]),
            -39,
        ),
    ];
    for (wages, code) in wrong {
        let body = with(request(&shop), asked(wages));
        refused(&gateway, "request", &body, code).await;
    }
    begun_with(
        &gateway,
        &shop,
        asked(json!([share(200_000), share(50_000)])),
    )
    .await;
}

#[tokio::test]
async fn the_gateway_is_not_there_in_production() {
    let production = |config: &mut kernel::config::Config| {
        config.env = kernel::config::Environment::Production;
    };
    let gateway = Zarinpal::start_with(production).await;
    for place in ["", "/terminals", "/faults", "/pg/StartPay/A", "/payments/1"] {
        let request = gateway.request(reqwest::Method::GET, place);
        assert_eq!(request.send().await.unwrap().status(), 404, "{place}");
    }
    for place in [
        "/pg/v4/payment/request.json",
        "/api/v4/graphql",
        "/control/terminals",
    ] {
        let answer = gateway.post(place, &json!({})).await;
        assert_eq!(answer.status(), 404, "{place}");
    }
}

#[tokio::test]
async fn a_payment_is_known_to_another_node() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let authority = begun(&gateway, &shop).await;
    let other = gateway.app().second_node().await;
    let other = Zarinpal::of(&other);
    other.payer(&shop, &authority, "pay").await;
    assert_eq!(status(&gateway, &shop, &authority).await, "PAID");
}
