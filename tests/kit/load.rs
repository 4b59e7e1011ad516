//! A closed-loop load generator over raw keep-alive HTTP/1.1: N clients, each one request at a time.
//! Here because on two cores a full HTTP client would be what the bench measures.

use std::io::Read;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use hdrhistogram::Histogram;

mod connection;

use connection::Connection;
pub use connection::Reply;

/// What browsers say that they unpack.
const BROWSER: &str = "gzip, deflate, br";

/// One request to send.
#[derive(Debug, Clone, Default)]
pub struct Shot {
    /// Path and query.
    pub path: String,
    /// Whole `Cookie` header, empty for a guest.
    pub cookie: String,
    /// Urlencoded form; a POST when present.
    pub body: Option<String>,
    /// API token of a program, empty for a browser.
    pub token: String,
}

impl Shot {
    /// A GET with a session's cookies.
    pub fn get(path: impl Into<String>, cookie: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            cookie: cookie.into(),
            ..Self::default()
        }
    }

    /// A GET of a program.
    pub fn call(path: impl Into<String>, token: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            token: token.into(),
            ..Self::default()
        }
    }

    /// A POST of an urlencoded form with a session's cookies.
    pub fn post(path: impl Into<String>, cookie: impl Into<String>, form: &[(&str, &str)]) -> Self {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        Self {
            body: Some(body),
            ..Self::get(path, cookie)
        }
    }

    fn bytes(&self, host: SocketAddr, encoding: &str) -> Vec<u8> {
        let (method, body) = match &self.body {
            Some(body) => ("POST", body.as_str()),
            None => ("GET", ""),
        };
        let mut head = format!("{method} {} HTTP/1.1\r\nHost: {host}\r\n", self.path);
        let mut field = |name: &str, value: &str| {
            if !value.is_empty() {
                head.extend([name, ": ", value, "\r\n"]);
            }
        };
        field("Accept", "text/html");
        field("Accept-Encoding", encoding);
        field("Cookie", &self.cookie);
        if !self.token.is_empty() {
            field("Authorization", &format!("Bearer {}", self.token));
        }
        if self.body.is_some() {
            field("Origin", &format!("http://{host}"));
            field("Content-Type", "application/x-www-form-urlencoded");
            field("Content-Length", &body.len().to_string());
        }
        format!("{head}\r\n{body}").into_bytes()
    }
}

/// What to fire and what must come back.
#[derive(Debug, Clone)]
pub struct Load {
    /// The server.
    pub address: SocketAddr,
    /// Connections, each with one request under way.
    pub clients: usize,
    /// Time before counting begins.
    pub warm_up: Duration,
    /// Time counted.
    pub duration: Duration,
    /// Status of every answer: 200 for pages, 303 for forms.
    pub status: u16,
    /// Text that the page must hold; looked for before, and in the last answer of every client.
    pub marker: Option<String>,
}

/// What was measured.
#[derive(Debug, Clone)]
pub struct Rate {
    /// Answers a second.
    pub per_second: f64,
    /// Median latency.
    pub p50: Duration,
    /// 99th percentile of latency.
    pub p99: Duration,
    /// Slowest answer.
    pub max: Duration,
    /// Answers counted.
    pub count: u64,
    /// Mean body size as sent over the wire.
    pub mean_bytes: u64,
}

impl Load {
    /// Eight clients, two seconds of warm-up, ten seconds counted, 200 expected.
    pub fn new(address: SocketAddr) -> Self {
        let (warm_up, duration) = (Duration::from_secs(2), Duration::from_secs(10));
        Self {
            address,
            clients: 8,
            warm_up,
            duration,
            status: 200,
            marker: None,
        }
    }

    /// Fire; `shot(client, n)` makes the `n`-th request of a client (both from 0).
    /// Fails on the first answer that is not what was asked for: a wrong answer is no throughput.
    pub async fn run(
        &self,
        shot: impl Fn(usize, u64) -> Shot + Send + Sync + 'static,
    ) -> anyhow::Result<Rate> {
        let shot = Arc::new(shot);
        // A form is not sent just to look at it: it would write a row that the run did not count.
        if self.marker.is_some() {
            self.check(&shot(0, 0)).await.context("before the run")?;
        }
        let mut clients = tokio::task::JoinSet::new();
        let begin = Instant::now() + self.warm_up;
        for client in 0..self.clients {
            let (load, shot) = (self.clone(), shot.clone());
            clients.spawn(async move { load.client(client, begin, &*shot).await });
        }
        let (mut times, mut bytes) = (Histogram::<u64>::new(3)?, 0);
        while let Some(done) = clients.join_next().await {
            let (one, size) = done??;
            times.add(one)?;
            bytes += size;
        }
        ensure!(!times.is_empty(), "no answer within {:?}", self.duration);
        let micros = |value| Duration::from_micros(value);
        #[allow(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
        Ok(Rate {
            per_second: times.len() as f64 / self.duration.as_secs_f64(),
            p50: micros(times.value_at_quantile(0.5)),
            p99: micros(times.value_at_quantile(0.99)),
            max: micros(times.max()),
            count: times.len(),
            mean_bytes: bytes / times.len(),
        })
    }

    /// One client's loop: latencies in microseconds and body bytes, of the counted time only.
    async fn client(
        &self,
        client: usize,
        begin: Instant,
        shot: &(impl Fn(usize, u64) -> Shot + Sync),
    ) -> anyhow::Result<(Histogram<u64>, u64)> {
        let mut connection = Connection::open(self.address).await?;
        let (mut times, mut bytes) = (Histogram::<u64>::new(3)?, 0);
        let end = begin + self.duration;
        for n in 0.. {
            let request = shot(client, n).bytes(self.address, BROWSER);
            let sent = Instant::now();
            let status = connection.exchange(&request).await?;
            let now = Instant::now();
            if status != self.status {
                let reply = connection.reply();
                bail!(
                    "client {client}, request {n}: wanted {}, got {reply:?}",
                    self.status
                );
            }
            if now >= end {
                break;
            }
            if sent >= begin {
                times.record(u64::try_from((now - sent).as_micros())?.max(1))?;
                bytes += connection.body_length() as u64;
            }
        }
        self.look_for_marker(&connection.reply())
            .context("after the run")?;
        Ok((times, bytes))
    }

    /// The same request, plain and compressed: both must hold the marker.
    async fn check(&self, shot: &Shot) -> anyhow::Result<()> {
        for encoding in ["", BROWSER] {
            let mut connection = Connection::open(self.address).await?;
            let status = connection
                .exchange(&shot.bytes(self.address, encoding))
                .await?;
            let reply = connection.reply();
            ensure!(
                status == self.status,
                "wanted {}, got {reply:?}",
                self.status
            );
            ensure!(
                reply.encoding.is_empty() == encoding.is_empty(),
                "not compressed: {reply:?}"
            );
            self.look_for_marker(&reply)?;
        }
        Ok(())
    }

    fn look_for_marker(&self, reply: &Reply) -> anyhow::Result<()> {
        let Some(marker) = &self.marker else {
            return Ok(());
        };
        let text = reply.text()?;
        ensure!(
            text.contains(marker.as_str()),
            "no {marker:?} in the answer: {reply:?}"
        );
        Ok(())
    }
}

impl Reply {
    /// The body as text, unpacked.
    pub fn text(&self) -> anyhow::Result<String> {
        let mut plain = Vec::new();
        match self.encoding.as_str() {
            "br" => {
                brotli::Decompressor::new(self.body.as_slice(), 4096).read_to_end(&mut plain)?;
            }
            "gzip" => {
                flate2::read::GzDecoder::new(self.body.as_slice()).read_to_end(&mut plain)?;
            }
            _ => plain.clone_from(&self.body),
        }
        Ok(String::from_utf8_lossy(&plain).into_owned())
    }
}

#[cfg(test)]
mod tests;
