//! The bank at `/dev/simulators/zarinpal`: a terminal of our own, what a payer chooses, and the message that brings him back.
//! Here because every message of a payment is in the hands of whoever carries it.

use anyhow::{Context, ensure};
use kernel::db::Role;
use kit::{Client, Running};
use reqwest::Method;
use reqwest::header::LOCATION;
use serde_json::{Value, json};
use uuid::Uuid;

use super::purse::Buyer;
use crate::people::Cast;
use crate::stage::Stage;

/// Our terminal.
const MERCHANT: &str = "50a50a50-0000-4000-8000-000000000050";
const PLACE: &str = "/dev/simulators/zarinpal";

/// A payment whose payer stands before the bank's page.
#[derive(Clone)]
pub struct Begun {
    /// Ours.
    pub id: Uuid,
    /// The bank's name for it.
    pub authority: String,
    /// How much, in rial.
    pub rial: i64,
}

/// The bank as both nodes have it mounted; its state is in the database.
pub struct Bank {
    http: reqwest::Client,
    place: String,
}

impl Bank {
    /// Opens a terminal and has the program use it.
    pub async fn open(cast: &Cast, node: &Running) -> anyhow::Result<Self> {
        let bank = Self {
            http: reqwest::Client::builder().no_proxy().build()?,
            place: format!("{}{PLACE}", node.base()),
        };
        let terminal = json!({
            "merchant_id": MERCHANT, "name": "سرای", "domain": "127.0.0.1", "server_ips": ["127.0.0.1"],
            "access_token": "token of the soak's terminal", "requests_a_minute": 10_000,
        });
        bank.control("terminals", &terminal).await?;
        let admin = cast.admin.at(&node.base());
        admin.get("/admin/settings").await;
        let form = admin.form("form[action='/admin/settings/commerce']");
        let form = form.set("commerce.zarinpal_merchant", MERCHANT);
        let saved = form
            .set("commerce.zarinpal_host", &bank.place)
            .submit()
            .await;
        ensure!(saved.status == 303, "the terminal was not set: {saved:?}");
        Ok(bank)
    }

    async fn control(&self, what: &str, body: &Value) -> anyhow::Result<Value> {
        let url = format!("{}/control/{what}", self.place);
        let answer = self.http.post(url).json(body).send().await?;
        let status = answer.status();
        let said: Value = answer.json().await?;
        ensure!(status.is_success(), "{what}: {status} {said}");
        Ok(said)
    }

    /// The payer chooses; the address to which the bank sends him.
    pub async fn chooses(&self, of: &Begun, outcome: &str) -> anyhow::Result<String> {
        let said =
            json!({ "merchant_id": MERCHANT, "authority": of.authority, "outcome": outcome });
        let said = self.control("outcomes", &said).await?;
        let back = said.get("return_url").and_then(Value::as_str);
        Ok(back.context("no way back")?.to_owned())
    }

    /// The next so many answers of a call go wrong.
    pub async fn fault(
        &self,
        call: &str,
        kind: &str,
        value: i64,
        times: usize,
    ) -> anyhow::Result<()> {
        let said = json!({
            "merchant_id": MERCHANT, "call": call, "kind": kind, "value": value, "work_done": true, "times": times,
        });
        self.control("faults", &said).await.map(|_| ())
    }
}

/// Begins a top-up as the form does.
pub async fn begin(stage: &Stage, base: &str, by: &Buyer, toman: i64) -> anyhow::Result<Begun> {
    let (client, once) = (by.visitor.at(base), Uuid::new_v4().to_string());
    let page = client.get("/wallet/top-up").await;
    ensure!(page.status == 200, "the form answers {}", page.status);
    let amount = toman.to_string();
    let form = client
        .form("#top-up")
        .set("amount", &amount)
        .set("once", &once);
    let answer = form.submit().await;
    let to = answer.location().map(str::to_owned);
    let to = to.with_context(|| format!("nothing was begun: {answer:?}"))?;
    let authority = to.rsplit('/').next().unwrap_or_default().to_owned();
    let id = "SELECT id FROM commerce_payments WHERE reference = $1";
    let sql = stage.sql(Role::Platform).await?;
    let id = sql.query_opt(id, &[&authority]).await?;
    let id = id.with_context(|| format!("no payment of {to}"))?.get(0);
    let rial = toman * 10;
    Ok(Begun {
        id,
        authority,
        rial,
    })
}

/// Carries a message: a browser without a session opens the address, at a node.
pub async fn carry(base: &str, message: &str) -> anyhow::Result<u16> {
    let url = reqwest::Url::parse(message)?;
    let path = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    let answer = Client::new(base).request(Method::GET, &path).send().await?;
    let to = answer
        .headers()
        .get(LOCATION)
        .and_then(|to| to.to_str().ok());
    ensure!(
        to.is_none_or(|to| to.starts_with("/pay/return/")),
        "a message led to {to:?}"
    );
    Ok(answer.status().as_u16())
}
