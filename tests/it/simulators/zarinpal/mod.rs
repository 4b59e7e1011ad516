//! Zarinpal v4 as a shop's program meets it: each call, each code, each oddity.
//! Nothing here is a client of ours: bodies and answers are written out.

mod control;
mod faults;
mod payer;
mod refunds;
mod requests;
mod reversals;
mod screens;
mod verifications;

use kit::{Terminal, Zarinpal};
use serde_json::{Value, json};

/// A request for a payment with everything that is required.
fn request(of: &Terminal) -> Value {
    json!({
        "merchant_id": of.merchant_id,
        "amount": 250_000,
        "currency": "IRR",
        "description": "افزایش اعتبار",
        "callback_url": of.callback,
    })
}

/// The same with other fields; `null` takes one out.
fn with(mut body: Value, change: Value) -> Value {
    let fields = body.as_object_mut().unwrap();
    for (name, value) in change.as_object().unwrap() {
        if value.is_null() {
            fields.remove(name);
        } else {
            fields.insert(name.clone(), value.clone());
        }
    }
    body
}

/// Begins a payment.
async fn begun(gateway: &Zarinpal, of: &Terminal) -> String {
    begun_with(gateway, of, json!({})).await
}

async fn begun_with(gateway: &Zarinpal, of: &Terminal, change: Value) -> String {
    let (status, said) = gateway.call("request", &with(request(of), change)).await;
    assert_eq!(
        (status, &said["data"]["code"]),
        (200, &json!(100)),
        "{said}"
    );
    said["data"]["authority"].as_str().unwrap().to_owned()
}

/// Begins a payment and pays it.
async fn paid(gateway: &Zarinpal, of: &Terminal) -> String {
    let authority = begun(gateway, of).await;
    gateway.payer(of, &authority, "pay").await;
    authority
}

/// What is said of a payment by its authority.
fn about(of: &Terminal, authority: &str) -> Value {
    json!({ "merchant_id": of.merchant_id, "authority": authority })
}

async fn verify(gateway: &Zarinpal, of: &Terminal, authority: &str) -> (u16, Value) {
    let asked = with(about(of, authority), json!({ "amount": 250_000 }));
    gateway.call("verify", &asked).await
}

async fn status(gateway: &Zarinpal, of: &Terminal, authority: &str) -> String {
    let (_, said) = gateway.call("inquiry", &about(of, authority)).await;
    said["data"]["status"].as_str().unwrap().to_owned()
}

/// The call is refused with this code, in the shape that refusals have.
async fn refused(gateway: &Zarinpal, call: &str, body: &Value, code: i32) -> Value {
    let (status, said) = gateway.call(call, body).await;
    assert_eq!(status, 422, "{said}");
    assert_eq!(said["data"], json!([]), "{said}");
    assert_eq!(said["errors"]["code"], json!(code), "{said}");
    assert!(said["errors"]["message"].is_string(), "{said}");
    assert!(said["errors"]["validations"].is_array(), "{said}");
    said["errors"]["validations"].clone()
}
