//! The one place that calls other people's machines for webhooks: judged addresses, no redirects, no proxy, a time limit,
//! and only the beginning of what is answered.

use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use url::{Host, Url};

use super::names::{Judged, Names, Refused, SystemNames};
use super::target::Rules;
use crate::config::Config;
use crate::error::{AppError, AppResult};

/// Characters of an answer's body that are kept.
pub const EXCERPT: usize = 2048;
const HEADERS: usize = 30;
const HEADER_LENGTH: usize = 300;

/// What went wrong with a try; its name is in the database and in the key of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The address may not be called (any more).
    Address,
    /// The name has no address.
    Name,
    /// No answer in time.
    Timeout,
    /// No connection, or no proof that the other side is who it says.
    Connect,
    /// It answered with a redirect, which is not followed.
    Redirect,
    /// It answered with a status that is no success.
    Status,
    /// It answered 410: nobody wants this any more.
    Gone,
    /// The endpoint is switched off.
    Off,
}

impl Problem {
    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Name => "name",
            Self::Timeout => "timeout",
            Self::Connect => "connect",
            Self::Redirect => "redirect",
            Self::Status => "status",
            Self::Gone => "gone",
            Self::Off => "off",
        }
    }
}

/// What came of a try.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// What went wrong; nothing when the endpoint took it.
    pub problem: Option<Problem>,
    /// For developers.
    pub detail: Option<String>,
    /// The answer's status.
    pub status: Option<u16>,
    /// The answer's headers.
    pub headers: Vec<(String, String)>,
    /// The beginning of the answer's body.
    pub body: Option<String>,
    /// How long it took.
    pub took: Duration,
}

/// Calls endpoints.
#[derive(Clone)]
pub struct Outgoing {
    client: reqwest::Client,
    judged: Judged,
    rules: Rules,
}

impl Outgoing {
    /// As the configuration has it.
    pub fn new(config: &Config) -> AppResult<Self> {
        let time = Duration::from_secs(config.webhook_timeout_seconds.max(1));
        Self::over(Arc::new(SystemNames), Rules::of(config), time)
    }

    fn over(names: Arc<dyn Names>, rules: Rules, time: Duration) -> AppResult<Self> {
        let judged = Judged::new(names, rules);
        let client = reqwest::Client::builder()
            .user_agent(concat!("Sarai-Webhooks/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            // A proxy would look the name up itself.
            .no_proxy()
            .dns_resolver(Arc::new(judged.clone()))
            .timeout(time)
            // A kept connection would go to an address that was judged long ago.
            .pool_max_idle_per_host(0)
            .build()
            .map_err(|e| AppError::internal(format!("outgoing calls: {e}")))?;
        Ok(Self {
            client,
            judged,
            rules,
        })
    }

    /// Whether this may become an endpoint's address; the error is the key of a text.
    pub async fn check(&self, address: &str) -> Result<Url, &'static str> {
        let url = self.rules.read(address)?;
        if let Some(Host::Domain(name)) = url.host() {
            let look_up = self.judged.addresses(name);
            match tokio::time::timeout(Duration::from_secs(5), look_up).await {
                Ok(Ok(_)) => {}
                Ok(Err(Refused::Private)) => return Err("kernel.webhooks.invalid.private"),
                Ok(Err(Refused::Unknown)) | Err(_) => return Err("kernel.webhooks.invalid.name"),
            }
        }
        Ok(url)
    }

    /// Posts a body of JSON. Never an error: what went wrong is in the answer.
    pub async fn post(&self, address: &str, headers: &[(&str, String)], body: String) -> Answer {
        let begun = Instant::now();
        let mut answer = match self.rules.read(address) {
            Ok(url) => self.call(url, headers, body).await,
            // The rules may have changed since it was saved.
            Err(_) => Answer {
                problem: Some(Problem::Address),
                ..Answer::default()
            },
        };
        answer.took = begun.elapsed();
        answer
    }

    async fn call(&self, url: Url, headers: &[(&str, String)], body: String) -> Answer {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            if let (Ok(name), Ok(value)) = (
                HeaderName::from_bytes(name.as_bytes()),
                HeaderValue::from_str(value),
            ) {
                map.insert(name, value);
            }
        }
        match self.client.post(url).headers(map).body(body).send().await {
            Ok(response) => read(response).await,
            Err(error) => failed(&error),
        }
    }
}

async fn read(mut response: reqwest::Response) -> Answer {
    let status = response.status();
    let problem = match status.as_u16() {
        200..=299 => None,
        300..=399 => Some(Problem::Redirect),
        410 => Some(Problem::Gone),
        _ => Some(Problem::Status),
    };
    let headers = response
        .headers()
        .iter()
        .take(HEADERS)
        .map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            (name.to_string(), plain(&value, HEADER_LENGTH))
        })
        .collect();
    let mut bytes = Vec::new();
    // What breaks off after the status has been read changes nothing.
    while let Ok(Some(chunk)) = response.chunk().await {
        bytes.extend_from_slice(&chunk);
        if bytes.len() >= EXCERPT * 2 {
            break;
        }
    }
    Answer {
        problem,
        status: Some(status.as_u16()),
        headers,
        body: Some(plain(&String::from_utf8_lossy(&bytes), EXCERPT)),
        ..Answer::default()
    }
}

/// What PostgreSQL can keep, cut to so many bytes.
fn plain(text: &str, most: usize) -> String {
    let mut kept = String::new();
    for c in text.chars() {
        let c = if c == '\0' { '\u{fffd}' } else { c };
        if kept.len() + c.len_utf8() > most {
            break;
        }
        kept.push(c);
    }
    kept
}

fn failed(error: &reqwest::Error) -> Answer {
    let problem = match refusal(error) {
        Some(Refused::Private) => Problem::Address,
        Some(Refused::Unknown) => Problem::Name,
        None if error.is_timeout() => Problem::Timeout,
        None => Problem::Connect,
    };
    Answer {
        problem: Some(problem),
        detail: (problem == Problem::Connect).then(|| plain(&innermost(error), 300)),
        ..Answer::default()
    }
}

/// The last cause says what really happened.
fn innermost(error: &reqwest::Error) -> String {
    causes(error)
        .last()
        .map_or_else(|| error.to_string(), ToString::to_string)
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    let first: Option<&(dyn Error + 'static)> = error.source();
    std::iter::successors(first, |cause: &&(dyn Error + 'static)| {
        let cause: &(dyn Error + 'static) = *cause;
        cause.source()
    })
}

/// Whether our own resolver refused.
pub(super) fn refusal(error: &reqwest::Error) -> Option<Refused> {
    causes(error).find_map(|cause| cause.downcast_ref::<Refused>().copied())
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::net::IpAddr;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    /// Answers with a public address first, and with this machine's ever after.
    #[derive(Default)]
    struct Turning(AtomicBool);

    #[async_trait::async_trait]
    impl Names for Turning {
        async fn addresses(&self, _: &str) -> io::Result<Vec<IpAddr>> {
            let turned = self.0.swap(true, Ordering::SeqCst);
            let address = if turned { "127.0.0.1" } else { "93.184.216.34" };
            Ok(vec![address.parse().unwrap()])
        }
    }

    #[tokio::test]
    async fn name_that_was_public_when_saved_and_is_this_machine_when_called_is_not_called() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let rules = Rules {
            http: true,
            loopback: false,
        };
        let names = Arc::new(Turning::default());
        let outgoing = Outgoing::over(names, rules, Duration::from_secs(5)).unwrap();
        let url = format!(
            "http://turning.test:{}/",
            listener.local_addr().unwrap().port()
        );
        assert!(outgoing.check(&url).await.is_ok());
        let answer = outgoing.post(&url, &[], "{}".to_owned()).await;
        assert_eq!(
            (answer.problem, answer.status),
            (Some(Problem::Address), None)
        );
        let nobody = listener.accept().unwrap_err();
        assert_eq!(nobody.kind(), io::ErrorKind::WouldBlock, "nobody connected");
    }

    #[test]
    fn what_is_kept_of_an_answer_is_cut_between_letters_and_holds_no_nul() {
        assert_eq!(plain("a\0ب", 10), "a\u{fffd}ب");
        assert_eq!(plain("ببب", 5), "بب");
    }
}
