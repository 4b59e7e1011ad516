//! Two `sarai serve` on one database: sessions, jobs, live updates and settings belong to both.
//! Here because operators add a second node under load, without telling anybody. Settings are changed on the screen of the module `admin`.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use kit::{Client, Running, SmtpSink};
use serde_json::json;
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::ledger::marker_in;
use crate::live::Stream;
use crate::people::{Cast, Visitor};
use crate::report::Promise;
use crate::stage::Stage;
use crate::writers::{self, Outcome, Reply};

const JOBS: usize = 200;
const SETTING: &str = "input[name='tickets.reopen_days']";

/// All promises about two nodes.
pub async fn run(stage: &Stage, cast: &Cast) -> anyhow::Result<Vec<Promise>> {
    let sink = SmtpSink::start().await;
    let (a, b) = tokio::try_join!(start(stage, &sink), start(stage, &sink))?;
    let mut promises = Vec::new();
    for result in [
        session(&a, &b)
            .await
            .map_err(|e| ("a session works on both nodes", e)),
        jobs(stage, cast, &sink, &a, &b)
            .await
            .map_err(|e| ("a job runs once", e)),
        live(cast, &a, &b)
            .await
            .map_err(|e| ("a live update crosses nodes", e)),
        setting(cast, &a, &b)
            .await
            .map_err(|e| ("a settings change is seen by both", e)),
    ] {
        promises.push(result.unwrap_or_else(|(name, e)| Promise::broken(name, format!("{e:#}"))));
    }
    if let Err(error) = stage.until_jobs_done().await {
        promises.push(Promise::broken(
            "two nodes leave no job",
            format!("{error:#}"),
        ));
    }
    tokio::try_join!(a.terminate(), b.terminate())?;
    Ok(promises)
}

async fn start(stage: &Stage, sink: &SmtpSink) -> anyhow::Result<Running> {
    stage.node(sink)?.start().await
}

/// Signed in on one, known on the other; signed out there, unknown here.
async fn session(a: &Running, b: &Running) -> anyhow::Result<Promise> {
    let visitor = Visitor::sign_in(&a.base(), "manager@zarrin.test").await?;
    let (here, there) = (visitor.at(&a.base()), visitor.at(&b.base()));
    let home = there.get("/home").await.status;
    let out = there.post_form("/sign-out", &[]).await.status;
    let after = here.get("/home").await;
    let is_kept = home == 200 && out == 303 && after.status != 200;
    let detail = format!(
        "{home} on the other node; signed out there, {} here",
        after.status
    );
    let figures = json!({ "other": home.as_u16(), "after_sign_out": after.status.as_u16() });
    Ok(Promise::new(
        "a session works on both nodes",
        is_kept,
        detail,
        figures,
    ))
}

/// Replies on both nodes at once; each is told of exactly once.
async fn jobs(
    stage: &Stage,
    cast: &Cast,
    sink: &SmtpSink,
    a: &Running,
    b: &Running,
) -> anyhow::Result<Promise> {
    stage.until_jobs_done().await?;
    let before = (ran(a).await?, ran(b).await?);
    let mut writers = JoinSet::new();
    for (nth, seat) in cast.seats.iter().cloned().enumerate() {
        let client = seat
            .visitor
            .at(&if nth % 2 == 0 { a.base() } else { b.base() });
        let share = JOBS / cast.seats.len() + usize::from(nth < JOBS % cast.seats.len());
        writers.spawn(async move {
            let mut markers = Vec::new();
            for _ in 0..share {
                let reply = Reply::new("nodes");
                match writers::post(&client, &seat, &reply).await {
                    Outcome::Acknowledged => markers.push(reply.marker),
                    Outcome::Refused(answer) => anyhow::bail!("refused: {answer}"),
                    Outcome::Lost => anyhow::bail!("no answer"),
                }
            }
            Ok(markers)
        });
    }
    let mut readers: HashMap<String, Vec<String>> = HashMap::new();
    for markers in writers.join_all().await {
        readers.extend(markers?.into_iter().map(|marker| (marker, Vec::new())));
    }
    stage.until_jobs_done().await?;
    for mail in sink.mails() {
        if let Some(told) = marker_in(&mail.text).and_then(|marker| readers.get_mut(marker)) {
            told.extend(mail.to.iter().cloned());
        }
    }
    let (on_a, on_b) = (ran(a).await? - before.0, ran(b).await? - before.1);
    let once = readers.values().filter(|told| each_once(told)).count();
    let is_kept = once == JOBS && on_a + on_b == JOBS && on_a > 0 && on_b > 0;
    let detail = format!(
        "{JOBS} jobs: {on_a} on one node, {on_b} on the other; {once} of {} replies told each reader once",
        readers.len()
    );
    let figures = json!({ "jobs": JOBS, "node_a": on_a, "node_b": on_b, "told_once": once });
    Ok(Promise::new("a job runs once", is_kept, detail, figures))
}

/// Whether somebody was told, and nobody twice. A reply that nobody is assigned to goes to all who may answer it.
fn each_once(told: &[String]) -> bool {
    let different: HashSet<&String> = told.iter().collect();
    !told.is_empty() && different.len() == told.len()
}

/// How many notification jobs a node has run, well or badly.
async fn ran(node: &Running) -> anyhow::Result<usize> {
    let metrics = Client::new(&node.base()).get("/metrics").await;
    ensure!(metrics.status == 200, "/metrics answers {}", metrics.status);
    let mut sum = 0;
    for line in metrics.text.lines() {
        if line.starts_with("sarai_jobs_total{") && line.contains("tickets.notify_of_message") {
            let (_, count) = line.rsplit_once(' ').context("a metric without a value")?;
            sum += count.parse::<usize>()?;
        }
    }
    Ok(sum)
}

/// The agent looks at a ticket on one node, the customer writes on the other.
async fn live(cast: &Cast, a: &Running, b: &Running) -> anyhow::Result<Promise> {
    let (customer, agent) = (cast.customer()?, cast.agent()?);
    let client = customer.visitor.at(&a.base());
    let mut stream = Stream::of_page(&agent.visitor.at(&b.base()), &agent.page).await?;
    let mut slowest = Duration::ZERO;
    for _ in 0..5 {
        let begin = Instant::now();
        let posted = writers::post(&client, customer, &Reply::new("live")).await;
        ensure!(
            matches!(posted, Outcome::Acknowledged),
            "the reply was refused"
        );
        stream
            .event(customer.ticket, Duration::from_secs(5))
            .await?;
        slowest = slowest.max(begin.elapsed());
    }
    let detail = format!(
        "slowest of 5 after {} ms (< 2000), posting included",
        slowest.as_millis()
    );
    let figures = json!({ "slowest_ms": u64::try_from(slowest.as_millis())? });
    Ok(Promise::new(
        "a live update crosses nodes",
        slowest < Duration::from_secs(2),
        detail,
        figures,
    ))
}

/// Changed on one node, read from the other's cache.
async fn setting(cast: &Cast, a: &Running, b: &Running) -> anyhow::Result<Promise> {
    let (here, there) = (cast.admin.at(&a.base()), cast.admin.at(&b.base()));
    let mut slowest = Duration::ZERO;
    for days in ["31", "32", "33"] {
        let before = shown(&there).await?;
        here.get("/admin/settings").await;
        let form = here.form("form[action='/admin/settings/tickets']");
        let saved = form.set("tickets.reopen_days", days).submit().await;
        ensure!(saved.status == 303, "the setting was not saved: {saved:?}");
        let begin = Instant::now();
        let wanted = shown(&here).await?;
        ensure!(wanted != before, "the node itself still shows {before}");
        while shown(&there).await? != wanted {
            ensure!(
                begin.elapsed() < Duration::from_secs(10),
                "the other node still shows {before}"
            );
            sleep(Duration::from_millis(20)).await;
        }
        slowest = slowest.max(begin.elapsed());
    }
    let detail = format!("slowest of 3 after {} ms (≤ 1000)", slowest.as_millis());
    let figures = json!({ "slowest_ms": u64::try_from(slowest.as_millis())? });
    Ok(Promise::new(
        "a settings change is seen by both",
        slowest <= Duration::from_secs(1),
        detail,
        figures,
    ))
}

async fn shown(client: &Client) -> anyhow::Result<String> {
    let page = client.get("/admin/settings").await;
    let values = page.attributes(SETTING, "value");
    values
        .into_iter()
        .next()
        .with_context(|| format!("no such setting: {page:?}"))
}
