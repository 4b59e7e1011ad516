//! A bank's gateway of one's own: the stand-in for Zarinpal, alone on a free port, with a handle in the test's hand.
//! Here so that a test of payments meets a stranger that keeps state and is strict, and says itself what goes wrong.

use chrono::Duration;
use kernel::clock::Clock;
use kernel::module::Registry;
use reqwest::{Method, Response};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::TestApp;

/// The gateway.
pub struct Zarinpal {
    alone: Option<TestApp>,
    place: String,
    http: reqwest::Client,
}

/// A shop's terminal at the gateway.
#[derive(Clone, Debug)]
pub struct Terminal {
    /// What its calls are known by.
    pub merchant_id: String,
    /// Its token for refunds.
    pub token: String,
    /// Where its payers go back to.
    pub callback: String,
}

fn alone() -> Registry {
    Registry::new().with(simulators::Simulators)
}

/// An object with the fields of another, which go before its own.
fn with(mut said: Value, more: Value) -> Value {
    if let (Value::Object(said), Value::Object(more)) = (&mut said, more) {
        said.extend(more);
    }
    said
}

impl Zarinpal {
    /// The gateway as a server of its own: another port, another database, another clock than the program's.
    pub async fn start() -> Self {
        Self::start_with(|_| ()).await
    }

    /// The same with another configuration, such as production.
    pub async fn start_with(change: impl FnOnce(&mut kernel::config::Config)) -> Self {
        let app = TestApp::of(alone, change).await;
        Self::of(&app).owning(app)
    }

    /// The gateway that a program has mounted itself.
    pub fn of(app: &TestApp) -> Self {
        // As a stranger's client: it follows no redirect.
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("a client");
        Self {
            alone: None,
            place: format!("{}{}", app.base(), simulators::zarinpal::PLACE),
            http,
        }
    }

    fn owning(mut self, app: TestApp) -> Self {
        self.alone = Some(app);
        self
    }

    /// What a program is told as the gateway's host.
    pub fn address(&self) -> &str {
        &self.place
    }

    /// The program that serves it, when it stands alone.
    pub fn app(&self) -> &TestApp {
        self.alone.as_ref().expect("a gateway that stands alone")
    }

    /// Its clock, when it stands alone.
    pub fn clock(&self) -> &Clock {
        self.app().clock()
    }

    /// Let time pass.
    pub fn pass(&self, time: Duration) {
        self.clock().advance(time);
    }

    /// A request to a place below the gateway.
    pub fn request(&self, method: Method, place: &str) -> reqwest::RequestBuilder {
        self.http.request(method, format!("{}{place}", self.place))
    }

    /// Posts JSON.
    pub async fn post(&self, place: &str, body: &Value) -> Response {
        let request = self.request(Method::POST, place).json(body);
        request.send().await.expect("the gateway answers")
    }

    /// One of the five calls, such as `request`: its status and what it says.
    pub async fn call(&self, name: &str, body: &Value) -> (u16, Value) {
        let answer = self
            .post(&format!("/pg/v4/payment/{name}.json"), body)
            .await;
        let status = answer.status().as_u16();
        let text = answer.text().await.expect("a whole answer");
        let said = serde_json::from_str(&text);
        (status, said.unwrap_or_else(|_| panic!("no JSON: {text}")))
    }

    /// A terminal that may do everything; `change` says what else, in the words of the control endpoint.
    pub async fn terminal(&self, change: Value) -> Terminal {
        let terminal = Terminal {
            merchant_id: Uuid::new_v4().to_string(),
            token: Uuid::new_v4().to_string(),
            callback: "https://shop.test/pay/back?order=7".to_owned(),
        };
        let said = json!({
            "merchant_id": terminal.merchant_id,
            "access_token": terminal.token,
            "name": "فروشگاه آزمون",
            "domain": "shop.test",
        });
        self.control(Method::POST, "terminals", &with(said, change))
            .await;
        terminal
    }

    /// Says something to the control endpoint, which must agree.
    pub async fn control(&self, method: Method, what: &str, body: &Value) -> Value {
        let request = self.request(method, &format!("/control/{what}"));
        let answer = request.json(body).send().await.expect("an answer");
        let status = answer.status();
        let said: Value = answer.json().await.expect("JSON");
        assert!(status.is_success(), "{what}: {status} {said}");
        said
    }

    /// Switches a fault of a terminal on.
    pub async fn fault(&self, of: &Terminal, call: &str, kind: &str, more: Value) {
        let said = json!({ "merchant_id": of.merchant_id, "call": call, "kind": kind });
        self.control(Method::POST, "faults", &with(said, more))
            .await;
    }

    /// Chooses for the payer: where they go back to, and the number that refunds know the payment by.
    pub async fn payer(&self, of: &Terminal, authority: &str, outcome: &str) -> (String, i64) {
        let said =
            json!({ "merchant_id": of.merchant_id, "authority": authority, "outcome": outcome });
        let said = self.control(Method::POST, "outcomes", &said).await;
        let back = said.get("return_url").and_then(Value::as_str);
        let session = said.get("session_id").and_then(Value::as_i64);
        (
            back.unwrap_or_default().to_owned(),
            session.unwrap_or_default(),
        )
    }

    /// The bank's settlement.
    pub async fn settle(&self, of: &Terminal, authority: &str) {
        let said = json!({ "merchant_id": of.merchant_id, "authority": authority });
        self.control(Method::POST, "settlements", &said).await;
    }
}
