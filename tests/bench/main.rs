//! `make bench`: rates, limits and ratios, each measured in the same run.
//! Here as a program and not as timed tests: figures are read by people and depend on the machine.
//!
//! The limit is pgbench with the statements that the server was really asked for sampled requests, `BEGIN` and the
//! session look-up included, as the login role that does the request's work. That role is allowed to call the session
//! look-up here (it runs with its owner's rights anyway), so that one connection can do what the program does on two.
//!
//! `BENCH_TICKETS` (1000000), `BENCH_SECONDS` (8) a measure, `BENCH_DATA_DIR` keeps the filled database for the next
//! run, `BENCH_STATEMENTS=1` shows what the limit asks. Of trade: `BENCH_TRANSFERS` (10000) a connection, `BENCH_METERS` (100000)
//! services; `BENCH_PART=trade` measures nothing else.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "its lines are what it is for"
)]

#[cfg(feature = "commerce")]
mod commerce;
mod cpu;
mod guest;
mod house;
mod measure;
mod report;
mod sample;
mod site;
mod task;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use kit::load::Shot;
use serde_json::json;

use house::House;
use report::Report;
use site::{Site, Size};
use task::Task;

/// Clients, here and in pgbench.
pub const CLIENTS: usize = 8;
const FULL: u32 = 1_000_000;
const PAGES: usize = 200;
/// Times that small and large data are compared, in turn.
const PAIRS: usize = 5;

fn setting(name: &str, default: u32) -> anyhow::Result<u32> {
    std::env::var(name).map_or(Ok(default), |text| Ok(text.parse()?))
}

/// The program's own allocator, for the guest's part.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> anyhow::Result<ExitCode> {
    // With a command it is the program with the guest in it; see `guest`.
    if std::env::args_os().nth(1).is_some() {
        return Ok(guest::main());
    }
    tokio::runtime::Runtime::new()?.block_on(bench())
}

async fn bench() -> anyhow::Result<ExitCode> {
    let house = House::open().await?;
    let done = tokio::select! {
        done = run(&house) => done,
        _ = tokio::signal::ctrl_c() => Err(anyhow::anyhow!("stopped")),
    };
    house.close().await?;
    done
}

async fn run(house: &House) -> anyhow::Result<ExitCode> {
    let (tickets, seconds) = (
        setting("BENCH_TICKETS", FULL)?,
        u64::from(setting("BENCH_SECONDS", 8)?),
    );
    let begin = Instant::now();
    let few = Size {
        tickets: (tickets / 10).clamp(1_000, 10_000),
        tenants: 10,
    };
    let many = Size {
        tickets,
        tenants: (tickets / 1_000).clamp(10, 1_000),
    };
    let small = Site::open(house, few, None).await?;
    let large = Site::open(house, many, Some(&small.fingerprint().await?)).await?;
    println!(
        "data: {many:?} and {few:?}, ready after {:.0?}; {CLIENTS} clients, {seconds} s a measure\n",
        begin.elapsed()
    );

    let mut report = Report::default();
    #[cfg(feature = "commerce")]
    if std::env::var("BENCH_PART").is_ok_and(|part| part == "trade") {
        let no_work = |sarai: kit::Sarai| Ok(sarai.arg("--no-work"));
        let (small, large) = (
            small.restart(house, no_work).await?,
            large.restart(house, no_work).await?,
        );
        commerce::run(&mut report, house, (&small, &large), seconds).await?;
        return end(report, tickets, seconds);
    }
    let (mut memory, mut page_limit) = (0, None);
    let bare = bare();
    report.measure(&bare, &measure::ours(house, &large, &bare, seconds).await?);
    let others = task::reading(&small, PAGES).await?;
    for task in &task::reading(&large, PAGES).await? {
        let found = measure::both(house, &large, task, seconds).await?;
        report.measure(task, &found);
        page_limit = page_limit.or(found.limit);
        memory = memory.max(large.server.memory_kib()?);
        if let Some(other) = others.iter().find(|other| other.name == task.name) {
            compare(&mut report, house, (&small, other), (&large, task), seconds).await?;
        }
    }
    for task in &task::searching(&large).await? {
        let found = measure::both(house, &large, task, seconds).await?;
        report.measure(task, &found);
    }
    let large = with_guest(&mut report, house, large, page_limit, seconds).await?;
    // Jobs elsewhere: their backlog would make the ratio one of workers against web.
    let small = small
        .restart(house, |sarai| Ok(sarai.arg("--no-work")))
        .await?;
    let large = large
        .restart(house, |sarai| Ok(sarai.arg("--no-work")))
        .await?;
    let (task, other) = (task::replying(&large).await?, task::replying(&small).await?);
    let found = measure::both(house, &large, &task, seconds).await?;
    report.measure(&task, &found);
    memory = memory.max(large.server.memory_kib()?);
    compare(
        &mut report,
        house,
        (&small, &other),
        (&large, &task),
        seconds,
    )
    .await?;
    #[allow(clippy::cast_precision_loss, reason = "kibibytes of one process")]
    report.at_most(
        "server memory, MB",
        memory as f64 / 1024.0,
        120.0,
        "highest resident size between measures",
    );

    #[cfg(feature = "commerce")]
    commerce::run(&mut report, house, (&small, &large), seconds).await?;

    end(report, tickets, seconds)
}

/// Writes the file; a missed target fails a run of full size.
fn end(report: Report, tickets: u32, seconds: u64) -> anyhow::Result<ExitCode> {
    let about = json!({ "tickets": tickets, "clients": CLIENTS, "seconds": seconds });
    let missed = report.finish(about)?;
    println!("\n{missed} targets missed; figures in var/bench.json");
    let binds = tickets >= FULL;
    Ok(if missed > 0 && binds {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// What only the guest has: a full home, and a list for programs, held against the limit of the customer's page.
async fn with_guest(
    report: &mut Report,
    house: &House,
    site: Site,
    page_limit: Option<measure::Limit>,
    seconds: u64,
) -> anyhow::Result<Site> {
    let itself = std::env::current_exe()?;
    let program = itself.clone();
    let site = site
        .restart(house, |sarai| Ok(sarai.program(program)))
        .await?;
    let home = task::home(&site)?;
    report.measure(&home, &measure::both(house, &site, &home, seconds).await?);
    let calls = task::calling(house, &site, &itself).await?;
    let found = measure::ours(house, &site, &calls, seconds).await?;
    let limit = page_limit;
    report.measure(&calls, &measure::Found { limit, ..found });
    Ok(site)
}

/// How much slower the large data set is than the small one, for the same request: the middle one of several pairs,
/// because a shared machine is not equally quick from one minute to the next.
async fn compare(
    report: &mut Report,
    house: &House,
    small: (&Site, &Task),
    large: (&Site, &Task),
    seconds: u64,
) -> anyhow::Result<()> {
    let (mut pairs, seconds) = (Vec::new(), (seconds / 2).max(1));
    for _ in 0..PAIRS {
        let few = measure::ours(house, small.0, small.1, seconds).await?;
        let many = measure::ours(house, large.0, large.1, seconds).await?;
        pairs.push((few.rate.per_second, many.rate.per_second));
    }
    pairs.sort_by(|a, b| (a.0 / a.1).total_cmp(&(b.0 / b.1)));
    let (few, many) = pairs.get(PAIRS / 2).copied().unwrap_or_default();
    let times = few / many;
    let (size, task) = (small.0.size, large.1);
    let detail = format!(
        "{few:.0}/s with {} tickets of {} tenants, then {many:.0}/s; the middle one of {PAIRS} pairs",
        size.tickets, size.tenants
    );
    report.at_most(
        &format!("  small data, times faster: {}", task.name),
        times,
        1.3,
        &detail,
    );
    Ok(())
}

/// The ceiling: a route that asks nobody.
fn bare() -> Task {
    Task {
        name: "bare route (/healthz)",
        role: "sarai_public",
        targets: 1,
        make: Arc::new(|_| Shot::get("/healthz", "")),
        status: 200,
        marker: None,
        rows: 0,
        rate: 0.0,
        share: 0.0,
        p99: None,
        written: None,
    }
}
