//! The database frozen, and stopped for ten seconds, under a running program: clear pages, and recovery without a restart.
//! Here because a failover of the database must cost seconds, never a person's hand.

use std::time::{Duration, Instant};

use anyhow::Context;
use kit::{Client, SmtpSink};
use reqwest::Method;
use serde_json::json;
use tokio::time::sleep;

use crate::live::Stream;
use crate::people::{Cast, Seat};
use crate::quiet;
use crate::report::Promise;
use crate::stage::Stage;
use crate::writers::{self, Outcome, Reply};

const AWAY: Duration = Duration::from_secs(10);
/// Longest wait for the clear page, and for everything to work again.
const ANSWER: Duration = Duration::from_secs(6);
/// The same when the database is frozen: the program waits as long as a statement may run, and looks each second.
const FROZEN: Duration = Duration::from_secs(9);
const RECOVERY: Duration = Duration::from_secs(10);
/// The title of the page, as visitors read it.
const TITLE: &str = "موقتاً در دسترس نیست";

/// What the program said while the database was away.
#[derive(Default)]
struct Seen {
    pages: usize,
    slowest: Duration,
    wrong: Vec<String>,
}

/// Stops the database, looks, starts it again, looks.
pub async fn run(stage: &Stage, cast: &Cast) -> anyhow::Result<Vec<Promise>> {
    let sink = SmtpSink::start().await;
    let node = stage.node(&sink)?.start().await?;
    let pid = node.pid();
    let worker = stage.node(&sink)?.command("work").launch()?;
    worker
        .until_log(|line| line.contains("Sarai works"))
        .await?;
    let seat = cast.customer()?;
    let client = seat.visitor.at(&node.base());
    let mut stream = Stream::of_page(&client, &seat.page).await?;

    stage.freeze_database(true).await?;
    let frozen = frozen(&client).await;
    stage.freeze_database(false).await?;
    let frozen = frozen?;

    stage.stop_database().await?;
    let stopped = Instant::now();
    let mut seen = Seen::default();
    while stopped.elapsed() < AWAY {
        seen.look(&client, seat).await;
        sleep(Duration::from_millis(200)).await;
    }
    let quiet = quiet::look([("serve", &node), ("work", &worker)]).await?;
    stage.start_database().await?;
    let back = Instant::now();
    let recovered = recovery(&client, seat, &sink, &mut stream, back).await;

    let is_same = node.is_alive() && node.pid() == pid;
    let (took, trouble) = match recovered {
        Ok(()) => (back.elapsed(), String::new()),
        Err(error) => (back.elapsed(), format!("; {error:#}")),
    };
    stage.until_jobs_done().await?;
    worker.terminate().await?;
    node.terminate().await?;
    let detail = format!(
        "pages, a reply, its mail and its live event after {} ms (≤ 10000){trouble}",
        took.as_millis()
    );
    let figures = json!({ "recovered_ms": u64::try_from(took.as_millis())? });
    let is_kept = is_same && trouble.is_empty() && took <= RECOVERY;
    Ok(vec![
        frozen,
        seen.promise()?,
        quiet,
        Promise::new("recovery without a restart", is_kept, detail, figures),
    ])
}

/// A database that takes connections and answers nothing is harder than one that is gone: nothing fails by itself.
async fn frozen(client: &Client) -> anyhow::Result<Promise> {
    let pages: [_; 4] = std::array::from_fn(|_| async {
        let mut seen = Seen::default();
        seen.page(client, "/tickets", FROZEN).await;
        seen
    });
    let mut slowest = Duration::ZERO;
    let mut wrong = Vec::new();
    for seen in futures::future::join_all(pages).await {
        slowest = slowest.max(seen.slowest);
        wrong.extend(seen.wrong);
    }
    let detail = format!(
        "4 pages at once, slowest {} ms (≤ {}), {} not the clear page {}",
        slowest.as_millis(),
        FROZEN.as_millis(),
        wrong.len(),
        wrong.first().map_or("", String::as_str),
    );
    let figures = json!({ "slowest_ms": u64::try_from(slowest.as_millis())?, "wrong": wrong });
    let is_kept = wrong.is_empty();
    Ok(Promise::new(
        "database frozen: clear pages",
        is_kept,
        detail,
        figures,
    ))
}

impl Seen {
    async fn look(&mut self, client: &Client, seat: &Seat) {
        for path in ["/tickets", seat.page.as_str(), "/home"] {
            self.page(client, path, ANSWER).await;
        }
        self.probe(client, "/readyz", 503).await;
        self.probe(client, "/healthz", 200).await;
        let begin = Instant::now();
        match writers::post(client, seat, &Reply::new("away")).await {
            Outcome::Refused(answer) if answer.starts_with("503") => {}
            Outcome::Refused(answer) => self.wrong.push(format!("a reply: {answer}")),
            Outcome::Acknowledged => self.wrong.push("a reply was acknowledged".to_owned()),
            Outcome::Lost => self.wrong.push("a reply: no answer".to_owned()),
        }
        self.note(begin, "a reply", ANSWER);
    }

    async fn page(&mut self, client: &Client, path: &str, within: Duration) {
        let begin = Instant::now();
        let answer = match client
            .request(Method::GET, path)
            .timeout(within * 3)
            .send()
            .await
        {
            Ok(answer) => answer,
            Err(error) => return self.wrong.push(format!("{path}: {error}")),
        };
        let status = answer.status();
        let retry = answer.headers().contains_key("retry-after");
        let text = answer.text().await.unwrap_or_default();
        self.note(begin, path, within);
        let is_clear = text.contains("lang=\"fa\"") && text.contains(TITLE);
        if status != 503 || !retry || !is_clear {
            let said =
                format!("{path}: {status}, Retry-After {retry}, the page in Persian {is_clear}");
            self.wrong.push(said);
        }
    }

    async fn probe(&mut self, client: &Client, path: &str, wanted: u16) {
        let begin = Instant::now();
        match client
            .request(Method::GET, path)
            .timeout(ANSWER * 3)
            .send()
            .await
        {
            Ok(answer) if answer.status() == wanted => {}
            Ok(answer) => self.wrong.push(format!("{path}: {}", answer.status())),
            Err(error) => self.wrong.push(format!("{path}: {error}")),
        }
        self.note(begin, path, ANSWER);
    }

    fn note(&mut self, begin: Instant, what: &str, within: Duration) {
        let took = begin.elapsed();
        self.pages += 1;
        self.slowest = self.slowest.max(took);
        if took > within {
            self.wrong
                .push(format!("{what}: after {} ms", took.as_millis()));
        }
    }

    fn promise(self) -> anyhow::Result<Promise> {
        let mut detail = format!(
            "{} requests in 10 s, slowest {} ms (≤ 6000), {} not the clear page",
            self.pages,
            self.slowest.as_millis(),
            self.wrong.len()
        );
        if let Some(first) = self.wrong.first() {
            detail = format!("{detail}, such as {first}");
        }
        let figures = json!({
            "requests": self.pages, "slowest_ms": u64::try_from(self.slowest.as_millis())?, "wrong": self.wrong,
        });
        let is_kept = self.pages >= 6 && self.wrong.is_empty();
        Ok(Promise::new(
            "database away: clear pages",
            is_kept,
            detail,
            figures,
        ))
    }
}

/// Everything works again: probe, page, a reply, its mail, and the page that stayed open hears of it.
async fn recovery(
    client: &Client,
    seat: &Seat,
    sink: &SmtpSink,
    stream: &mut Stream,
    back: Instant,
) -> anyhow::Result<()> {
    let left = || (RECOVERY * 2).saturating_sub(back.elapsed());
    for path in ["/readyz", "/tickets", &seat.page] {
        loop {
            let answer = client
                .request(Method::GET, path)
                .timeout(ANSWER)
                .send()
                .await;
            match answer {
                Ok(answer) if answer.status() == 200 => break,
                _ if left().is_zero() => anyhow::bail!("{path} does not work again"),
                _ => sleep(Duration::from_millis(100)).await,
            }
        }
    }
    let reply = Reply::new("back");
    let posted = writers::post(client, seat, &reply).await;
    anyhow::ensure!(
        matches!(posted, Outcome::Acknowledged),
        "a reply is refused"
    );
    stream.event(seat.ticket, left()).await?;
    let is_it = |mail: &kit::Mail| mail.text.contains(&reply.marker);
    sink.find_within(left(), is_it)
        .await
        .context("its mail does not go out")?;
    Ok(())
}
