//! A page's live stream as a browser holds it open, event by event.
//! Here because it must cross nodes and survive the database's absence.

use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use kit::Client;
use reqwest::{Method, Response};
use tokio::time::timeout;

/// An open stream.
pub struct Stream {
    response: Response,
    text: String,
}

impl Stream {
    /// Opens the stream that a page asks for, and reads up to the place where it stands.
    pub async fn of_page(client: &Client, page: &str) -> anyhow::Result<Self> {
        let answer = client.get(page).await;
        let urls = answer.attributes("#stream", "hx-sse:connect");
        let url = urls
            .first()
            .with_context(|| format!("no live stream on {page}: {answer:?}"))?;
        let response = client.request(Method::GET, url).send().await?;
        ensure!(
            response.status() == 200,
            "the live stream answers {}",
            response.status()
        );
        let mut stream = Self {
            response,
            text: String::new(),
        };
        stream.until("id:", Duration::from_secs(5)).await?;
        Ok(stream)
    }

    /// Waits for an event of this ticket; how long it took.
    pub async fn event(
        &mut self,
        ticket: uuid::Uuid,
        patience: Duration,
    ) -> anyhow::Result<Duration> {
        self.until(&ticket.simple().to_string(), patience).await
    }

    async fn until(&mut self, wanted: &str, patience: Duration) -> anyhow::Result<Duration> {
        let begin = Instant::now();
        loop {
            if let Some(at) = self.text.find(wanted) {
                // What came up to here has been seen.
                self.text.drain(..at + wanted.len());
                return Ok(begin.elapsed());
            }
            let left = patience.saturating_sub(begin.elapsed());
            match timeout(left, self.response.chunk()).await {
                Ok(Ok(Some(chunk))) => self.text.push_str(&String::from_utf8_lossy(&chunk)),
                Ok(Ok(None)) => bail!("the live stream ended"),
                Ok(Err(error)) => bail!("the live stream broke: {error}"),
                Err(_) => bail!("no live event within {patience:?}; came: {:?}", self.text),
            }
        }
    }
}
