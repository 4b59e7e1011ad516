//! One measure: our rate, then the limit on the same database in the same minute.
//! Here so that every line of the report was made in the same way.

use std::time::Duration;

use anyhow::{Context, ensure};
use kit::load::{Load, Rate, Shot};

use super::cpu::Spent;
use super::house::House;
use super::site::Site;
use super::task::Task;
use super::{CLIENTS, sample};

/// Requests that the limit's statements are taken from.
const SAMPLES: usize = 64;

/// What was found.
pub struct Found {
    /// Ours.
    pub rate: Rate,
    /// Processor time of an answer in microseconds.
    pub spent: Spent,
    /// pgbench with the same statements.
    pub limit: Option<Limit>,
}

/// The database's own rate.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// Requests a second.
    pub per_second: f64,
    /// Statements of a request, `BEGIN` and `COMMIT` not counted.
    pub statements: usize,
}

fn load(site: &Site, task: &Task, seconds: u64) -> Load {
    Load {
        clients: CLIENTS,
        duration: Duration::from_secs(seconds),
        status: task.status,
        marker: task.marker.map(str::to_owned),
        ..Load::new(site.server.address())
    }
}

/// Our rate alone.
pub async fn ours(house: &House, site: &Site, task: &Task, seconds: u64) -> anyhow::Result<Found> {
    let load = load(site, task, seconds);
    let (make, targets) = (task.make.clone(), task.targets);
    let is_post = task.written.is_some();
    let rows = async || match task.written {
        Some(statement) => anyhow::Ok(site.owner.query_one(statement, &[]).await?.get(0)),
        None => Ok(0_i64),
    };
    // A reader goes anywhere; a writer stays with tickets of its own.
    let part = if is_post { targets / CLIENTS } else { targets };
    let shot = move |client: usize, _| -> Shot {
        let n = rand::random_range(0..part.max(1));
        make(if is_post { client * part + n } else { n })
    };
    let before = rows().await?;
    let spent = Spent::now(site.server.pid(), house.pid());
    let rate = load.run(shot).await.with_context(|| task.name)?;
    // The warm-up's answers were paid for, too.
    let whole = u64::from(u32::try_from((load.duration + load.warm_up).as_millis())?);
    let answers = rate.count * whole / u64::from(u32::try_from(load.duration.as_millis())?).max(1);
    let spent = Spent::now(site.server.pid(), house.pid()).each(spent, answers);
    let written = u64::try_from(rows().await? - before)?;
    ensure!(
        !is_post || written >= rate.count,
        "{} answers, {written} rows",
        rate.count
    );
    Ok(Found {
        rate,
        spent,
        limit: None,
    })
}

/// Our rate and the limit.
pub async fn both(house: &House, site: &Site, task: &Task, seconds: u64) -> anyhow::Result<Found> {
    let count = if task.written.is_some() {
        task.targets
    } else {
        SAMPLES
    };
    let sample = sample::take(house, site, task, count)
        .await
        .with_context(|| format!("statements of {}", task.name))?;
    let found = ours(house, site, task, seconds).await?;
    let url = house.url(task.role, &site.database).await?;
    let limit = Limit {
        per_second: sample
            .limit(&house.pgbench(), &url, CLIENTS, seconds)
            .await
            .with_context(|| format!("the limit of {}", task.name))?,
        statements: sample
            .statements
            .iter()
            .filter(|s| {
                !["BEGIN", "COMMIT"]
                    .iter()
                    .any(|word| s.sql.starts_with(word))
            })
            .count(),
    };
    if std::env::var_os("BENCH_STATEMENTS").is_some() {
        for statement in &sample.statements {
            eprintln!("    {} {:?}", statement.sql, statement.parameters);
        }
    }
    Ok(Found {
        limit: Some(limit),
        ..found
    })
}
