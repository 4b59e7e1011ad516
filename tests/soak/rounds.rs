//! The kill -9 rounds: start, six writers, kill at a moment, look, again; then an end in peace and the books.
//! Here the moments are aimed: anywhere, while a reply is on its way, when a mail has just been taken.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use kit::{Running, SmtpSink};
use rand::Rng;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use crate::books;
use crate::deaths::Deaths;
use crate::ledger::Ledger;
use crate::people::Cast;
use crate::report::Promise;
use crate::stage::Stage;
use crate::writers::{self, Reply, Shared, Written};

/// Acknowledged replies of a round that count as load.
const LOAD: usize = 50;
/// A round ends after this time, even when the machine is too slow for the load.
const LONGEST: Duration = Duration::from_secs(8);

/// When a round's program is killed.
#[derive(Clone, Copy)]
enum Aim {
    Anywhere,
    Reply,
    Mail,
}

impl Aim {
    fn of(round: usize) -> Self {
        match round % 3 {
            0 => Self::Mail,
            1 => Self::Reply,
            _ => Self::Anywhere,
        }
    }
}

/// All rounds and what is to be said of them.
pub async fn run(stage: &Stage, cast: &Cast, rounds: usize) -> anyhow::Result<Vec<Promise>> {
    let mut ledger = Ledger::default();
    let mut deaths = Deaths::begin(stage).await?;
    let mut open: Vec<Option<Reply>> = vec![None; cast.seats.len()];
    let mut acknowledged = Vec::new();
    for round in 0..rounds {
        let sink = SmtpSink::start().await;
        if matches!(Aim::of(round), Aim::Anywhere) {
            // Taken, and the line cut before the server's word for it: these must go out again.
            sink.drop_after_dot_next(2);
        }
        let node = stage
            .node(&sink)?
            .start()
            .await
            .with_context(|| format!("round {round}"))?;
        let written = write_until_killed(node, &sink, cast, round, &open).await?;
        stage.until_quiet().await?;
        acknowledged.push(written.iter().map(|w| w.acknowledged.len()).sum::<usize>());
        deaths.look(stage, &sink).await?;
        ledger.take_mails(&sink.mails());
        for (written, seat) in written.iter().zip(&cast.seats) {
            ledger.take(written, &seat.reader);
        }
        open = written.into_iter().map(|written| written.open).collect();
        if (round + 1).is_multiple_of(20) {
            println!(
                "      {} rounds, {} replies",
                round + 1,
                ledger.acknowledged.len()
            );
        }
    }

    let sink = SmtpSink::start().await;
    let node = stage
        .node(&sink)?
        .start()
        .await
        .context("after the last round")?;
    let drained = stage.until_jobs_done().await;
    let sealed = books::until_sealed(stage).await;
    node.terminate().await?;
    ledger.take_mails(&sink.mails());

    let mut promises = books::compare(stage, &ledger, &acknowledged).await?;
    promises.push(books::queue(stage, drained).await?);
    promises.push(books::audit(stage, &ledger, sealed).await?);
    promises.extend(deaths.promises());
    Ok(promises)
}

async fn write_until_killed(
    node: Running,
    sink: &SmtpSink,
    cast: &Cast,
    round: usize,
    open: &[Option<Reply>],
) -> anyhow::Result<Vec<Written>> {
    let shared = Arc::new(Shared::default());
    let mut writers = JoinSet::new();
    for (nth, (seat, open)) in cast.seats.iter().zip(open).enumerate() {
        // Every second one sends its unanswered reply again; the others leave it as it is.
        let again = open.clone().filter(|_| (round + nth).is_multiple_of(2));
        let (client, seat) = (seat.visitor.at(&node.base()), seat.clone());
        let (part, shared) = (format!("{round:03}-{nth}"), Arc::clone(&shared));
        writers
            .spawn(async move { (nth, writers::write(client, seat, part, again, shared).await) });
    }
    moment(Aim::of(round), sink, &shared).await;
    node.kill().await?;
    shared.end();
    let mut written = timeout(Duration::from_secs(30), writers.join_all()).await?;
    written.sort_by_key(|(nth, _)| *nth);
    Ok(written.into_iter().map(|(_, written)| written).collect())
}

/// Returns at the moment to kill.
async fn moment(aim: Aim, sink: &SmtpSink, shared: &Shared) {
    let (begin, time, load) = {
        let mut random = rand::rng();
        let time = Duration::from_millis(random.random_range(200..1500));
        (Instant::now(), time, random.random_range(LOAD..=LOAD * 2))
    };
    while begin.elapsed() < time || (shared.acknowledged() < load && begin.elapsed() < LONGEST) {
        sleep(Duration::from_millis(5)).await;
    }
    match aim {
        Aim::Anywhere => {}
        Aim::Reply => {
            let _sent = timeout(Duration::from_secs(2), shared.sending.notified()).await;
            let later = rand::rng().random_range(0..8_000);
            sleep(Duration::from_micros(later)).await;
        }
        Aim::Mail => {
            let known: HashSet<String> = sink
                .mails()
                .iter()
                .map(|mail| mail.message_id.clone())
                .collect();
            let is_new = |mail: &kit::Mail| !known.contains(&mail.message_id);
            let _mail = sink.find_within(Duration::from_secs(5), is_new).await;
        }
    }
}
