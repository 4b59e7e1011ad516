//! `make soak [ROUNDS=200]`: crashes, races and faults against the real program, one line per promise.
//! Here as a program, because its rounds take longer than a test run may; `make test` runs it with ROUNDS=10.
//!
//! One durable private database lives through everything: kill -9 rounds under six writers, two nodes on it, its own
//! absence, an orderly end, and trade. `SARAI_BIN` names the program; `SOAK_PART` the one part to be tried; figures go to
//! `var/soak.json`.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "its lines are what it is for"
)]

mod away;
mod books;
#[cfg(feature = "commerce")]
mod commerce;
mod deaths;
mod drain;
mod ledger;
mod live;
mod nodes;
mod people;
mod quiet;
mod report;
mod rounds;
mod stage;
mod writers;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context;
use tokio::signal::unix::{SignalKind, signal};

use report::{Promise, Report};
use stage::Stage;

fn main() -> anyhow::Result<ExitCode> {
    // With a command it is the program with a stall in its shop; see `commerce::stall`.
    #[cfg(feature = "commerce")]
    if std::env::args_os().nth(1).is_some() {
        return Ok(commerce::stall::main());
    }
    tokio::runtime::Runtime::new()?.block_on(soak())
}

async fn soak() -> anyhow::Result<ExitCode> {
    let begin = Instant::now();
    let rounds = std::env::var("ROUNDS").map_or(Ok(200), |text| text.parse())?;
    let stage = Arc::new(Stage::open().await?);
    let mut report = Report::default();
    let mut terminate = signal(SignalKind::terminate())?;
    let done = tokio::select! {
        done = run(&stage, rounds, &mut report) => done,
        _ = tokio::signal::ctrl_c() => Err(anyhow::anyhow!("stopped")),
        _ = terminate.recv() => Err(anyhow::anyhow!("stopped")),
    };
    stage.close().await?;
    if let Err(error) = done {
        eprintln!("soak: {error:#}");
        return Ok(ExitCode::FAILURE);
    }
    let failed = report.finish(rounds, begin.elapsed())?;
    Ok(if failed > 0 {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

async fn run(stage: &Arc<Stage>, rounds: usize, report: &mut Report) -> anyhow::Result<()> {
    stage.seed().await?;
    let cast = Arc::new(
        people::Cast::assemble(stage)
            .await
            .context("nobody could sign in")?,
    );
    let (s, c) = (Arc::clone(stage), Arc::clone(&cast));
    part(report, "kill -9 rounds", async move {
        rounds::run(&s, &c, rounds).await
    })
    .await;
    let (s, c) = (Arc::clone(stage), Arc::clone(&cast));
    part(report, "two nodes on one database", async move {
        nodes::run(&s, &c).await
    })
    .await;
    let (s, c) = (Arc::clone(stage), Arc::clone(&cast));
    part(
        report,
        "database away",
        async move { away::run(&s, &c).await },
    )
    .await;
    let (s, c) = (Arc::clone(stage), Arc::clone(&cast));
    part(
        report,
        "orderly end",
        async move { drain::run(&s, &c).await },
    )
    .await;
    #[cfg(feature = "commerce")]
    commerce::run(stage, &cast, rounds, report).await?;
    Ok(())
}

/// Runs one part to its end; an error or a panic in it is a broken promise of its name, and the next part still runs.
async fn part(
    report: &mut Report,
    name: &'static str,
    work: impl Future<Output = anyhow::Result<Vec<Promise>>> + Send + 'static,
) {
    if std::env::var("SOAK_PART").is_ok_and(|only| only != name) {
        return;
    }
    let (tell, ended) = tokio::sync::oneshot::channel();
    let task = tokio::spawn(async move {
        let result = work.await;
        // Nobody listens any more only when the whole soak is being stopped.
        let _ = tell.send(());
        result
    });
    let _ = ended.await;
    match task.await {
        Ok(Ok(promises)) => report.add(promises),
        Ok(Err(error)) => report.add(vec![Promise::broken(name, format!("{error:#}"))]),
        Err(panic) => report.add(vec![Promise::broken(name, panic.to_string())]),
    }
}
