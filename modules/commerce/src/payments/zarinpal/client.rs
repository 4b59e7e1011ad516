//! The one place that calls Zarinpal: our terminal, time limits, no redirects, a bounded answer, and what was said with the
//! merchant id blacked out.

use std::time::Duration;

use contracts::commerce::{GatewayError, Said};
use kernel::app::App;
use kernel::settings::ExposeSecret as _;
use reqwest::redirect::Policy;
use serde::Serialize;
use serde::de::DeserializeOwned;
use url::Url;

use super::codes;
use super::wire::{self, Coded, Fault};
use crate::payments::settings::{ZARINPAL_HOST, ZARINPAL_MERCHANT};

/// Bytes of an answer: a full list of unclaimed payments has a hundred, each with an address.
const MOST_BYTES: usize = 256 * 1024;

/// The terminal of the stand-in that the demo has mounted, and where that stands below our own address.
const DEMO_MERCHANT: &str = "5a2a1a1b-0000-4000-8000-000000000001";
const DEMO_PLACE: &str = "/dev/simulators/zarinpal";

/// Our terminal.
pub struct Terminal {
    /// What its calls are known by: a secret.
    pub merchant: String,
    /// Scheme, host and perhaps a path, without a slash at the end.
    pub host: String,
}

impl Terminal {
    /// As operators have set it up; in the demo, until they do, the stand-in's.
    pub fn of(app: &App) -> Result<Self, GatewayError> {
        let unread = |_| GatewayError::NotSetUp;
        let terminal = match ZARINPAL_MERCHANT.of(app).map_err(unread)? {
            Some(merchant) => Self {
                merchant: merchant.expose_secret().trim().to_owned(),
                host: ZARINPAL_HOST.of(app).map_err(unread)?,
            },
            None if app.config.demo => Self {
                merchant: DEMO_MERCHANT.to_owned(),
                host: app.config.absolute(DEMO_PLACE),
            },
            None => return Err(GatewayError::NotSetUp),
        };
        let host = terminal.host.trim().trim_end_matches('/').to_owned();
        let is_safe = Url::parse(&host).is_ok_and(|url| is_allowed(&url, app));
        let terminal = Self { host, ..terminal };
        let is_set_up = is_safe && !terminal.merchant.is_empty();
        is_set_up.then_some(terminal).ok_or(GatewayError::NotSetUp)
    }

    /// Where a payer pays.
    pub fn page(&self, authority: &str) -> Result<Url, GatewayError> {
        let page = format!("{}/pg/StartPay/{authority}", self.host);
        Url::parse(&page).map_err(|error| GatewayError::Unclear(error.to_string()))
    }
}

/// Money goes over TLS alone; a stand-in of development has none.
fn is_allowed(host: &Url, app: &App) -> bool {
    let is_bare = host.query().is_none() && host.fragment().is_none() && host.username().is_empty();
    let is_sealed = host.scheme() == "https";
    is_bare && (is_sealed || (host.scheme() == "http" && !app.config.is_production()))
}

/// Calls it. What failed when it was made is told at each call: the program starts without it.
pub struct Client(Result<reqwest::Client, String>);

impl Client {
    /// With our time limits.
    pub fn new() -> Self {
        let client = reqwest::Client::builder()
            .user_agent(concat!("Sarai/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .no_proxy()
            .connect_timeout(Duration::from_secs(5))
            .timeout(Duration::from_secs(15))
            .build();
        Self(client.map_err(|error| error.to_string()))
    }

    /// One of the calls: what was asked for or the refusal, and what was said.
    pub async fn call<T: DeserializeOwned + Coded>(
        &self,
        terminal: &Terminal,
        name: &str,
        body: &(impl Serialize + Sync),
    ) -> Result<Said<Result<T, Fault>>, GatewayError> {
        let silent = |error: reqwest::Error| GatewayError::Silent(reason(&error));
        let client = self
            .0
            .as_ref()
            .map_err(|e| GatewayError::Silent(e.clone()))?;
        let body = serde_json::to_vec(body).map_err(|e| GatewayError::Unclear(e.to_string()))?;
        let request = client
            .post(format!("{}/pg/v4/payment/{name}.json", terminal.host))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .body(body);
        let mut answer = request.send().await.map_err(silent)?;
        let status = answer.status();
        let mut bytes = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(silent)? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > MOST_BYTES {
                return Err(GatewayError::Unclear("a body without end".to_owned()));
            }
        }
        if status.is_server_error() || status.is_redirection() {
            return Err(GatewayError::Silent(format!("status {status}")));
        }
        let raw = told(&bytes, &terminal.merchant);
        match wire::read(&bytes) {
            Some(answer) => Ok(Said { answer, raw }),
            None => Err(GatewayError::Unclear(format!("status {status}: {raw}"))),
        }
    }
}

/// The answer to a call that has one good code.
pub fn good<T: Coded>(said: Said<Result<T, Fault>>) -> Result<Said<T>, GatewayError> {
    match said.answer {
        Ok(answer) if answer.code() == codes::DONE => Ok(Said {
            answer,
            raw: said.raw,
        }),
        Ok(answer) => Err(codes::refused(answer.code(), &said.raw)),
        Err(fault) => Err(codes::refused(fault.code, &said.raw)),
    }
}

/// What was said, as it is kept.
fn told(bytes: &[u8], merchant: &str) -> String {
    let text = String::from_utf8_lossy(bytes).replace('\0', "\u{fffd}");
    text.replace(merchant, "•••")
}

/// The last cause says what really happened; the address is left out, for it stands in the settings.
fn reason(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "no answer in time".to_owned();
    }
    let first: Option<&(dyn std::error::Error + 'static)> = std::error::Error::source(error);
    let causes = std::iter::successors(first, |cause| cause.source());
    causes
        .last()
        .map_or_else(|| "the connection broke".to_owned(), ToString::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_merchant_id_is_blacked_out_and_a_nul_is_none() {
        let said = told(b"{\"merchant_id\":\"abc\",\"x\":\"\0\"}", "abc");
        assert_eq!(said, "{\"merchant_id\":\"•••\",\"x\":\"\u{fffd}\"}");
    }
}
