//! One purchase as a browser makes it: a cart in its cookie, the checkout's page, its form, paid from the wallet.
//! Here because only the client knows which orders it was promised.

use std::time::Duration;

use anyhow::{Context, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kit::Client;
use reqwest::Method;
use reqwest::header::LOCATION;
use scraper::{Html, Selector};
use serde_json::json;
use uuid::Uuid;

use super::stall;
use crate::people::Visitor;

const PATIENCE: Duration = Duration::from_secs(30);

/// What somebody wants: a thing whose title is there once in the world, and the form's key.
#[derive(Clone, Debug)]
pub struct Purchase {
    /// The title.
    pub title: String,
    /// For a month or by the hour.
    pub cycle: &'static str,
    /// The form's key.
    pub once: String,
}

impl Purchase {
    /// A month of something nobody bought before.
    pub fn new(start: &str) -> Self {
        Self {
            title: format!("{start}-{}", Uuid::new_v4().simple()),
            cycle: "month",
            once: Uuid::new_v4().to_string(),
        }
    }
}

/// What came back.
#[derive(Debug)]
pub enum Outcome {
    /// The way to the order, which promises that it is paid.
    Paid,
    /// Another answer.
    Refused(String),
    /// The form never went out.
    Unsent,
    /// The form went out, no answer came.
    Unanswered,
}

/// A browser with this cart, where the checkout was opened.
pub struct Checkout {
    client: Client,
    csrf: String,
    digest: String,
    once: String,
}

impl Checkout {
    /// Opens it; an error when the program does not answer.
    pub async fn open(base: &str, by: &Visitor, of: &Purchase) -> anyhow::Result<Self> {
        let client = by.at(base);
        let cart = json!([{ "p": stall::SLUG, "c": of.cycle, "n": 1, "o": { "title": of.title } }]);
        client.set_cookie("sarai-cart", &URL_SAFE_NO_PAD.encode(cart.to_string()));
        let request = client.request(Method::GET, "/checkout").timeout(PATIENCE);
        let page = request.send().await?;
        ensure!(
            page.status() == 200,
            "the checkout answers {}",
            page.status()
        );
        Ok(Self {
            digest: digest(&page.text().await?)?,
            csrf: by.csrf.clone(),
            once: of.once.clone(),
            client,
        })
    }

    /// Confirms it from the wallet.
    pub async fn pay(&self) -> Outcome {
        let fields = [
            ("csrf_token", self.csrf.as_str()),
            ("once", &self.once),
            ("digest", &self.digest),
            ("method", "wallet"),
        ];
        let request = self.client.request(Method::POST, "/checkout");
        let Ok(answer) = request.form(&fields).timeout(PATIENCE).send().await else {
            return Outcome::Unanswered;
        };
        let place = answer.headers().get(LOCATION);
        let place = place.and_then(|to| to.to_str().ok()).unwrap_or_default();
        if answer.status() == 303 && place.starts_with("/orders/") {
            return Outcome::Paid;
        }
        Outcome::Refused(format!("{} {place}", answer.status()))
    }
}

/// Opens the checkout and confirms it.
pub async fn buy(base: &str, by: &Visitor, purchase: &Purchase) -> Outcome {
    match Checkout::open(base, by, purchase).await {
        Ok(checkout) => checkout.pay().await,
        Err(error) if error.is::<reqwest::Error>() => Outcome::Unsent,
        Err(error) => Outcome::Refused(format!("{error:#}")),
    }
}

fn digest(page: &str) -> anyhow::Result<String> {
    let field = Selector::parse("#checkout input[name=digest]");
    let field = field.map_err(|error| anyhow::anyhow!("{error}"))?;
    let html = Html::parse_document(page);
    let found = html.select(&field).next();
    let value = found.and_then(|field| field.value().attr("value"));
    Ok(value.context("no digest on the checkout")?.to_owned())
}
