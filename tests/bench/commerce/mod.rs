//! Trade: purchases, the ledger's hot accounts, hours, lists and papers.
//! Here as a folder of its own: it comes and goes with the module.

mod laws;
mod meters;
mod papers;
mod shop;
mod transfers;
mod wallets;

use tokio_postgres::Client;

use super::compare;
use super::house::House;
use super::measure;
use super::report::Report;
use super::site::{Site, Size};

const SEED: &str = include_str!("seed.sql");

/// The part of the seed that trade needs, in the transaction of the rest.
pub fn seed(size: Size) -> String {
    SEED.replace("{count}", &size.tickets.to_string())
        .replace("{tenants}", &size.tenants.to_string())
}

/// Wallets are nobody's work of the night before: they are measured with jobs elsewhere.
pub async fn run(
    report: &mut Report,
    house: &House,
    (small, large): (&Site, &Site),
    seconds: u64,
) -> anyhow::Result<()> {
    let others = shop::lists(small).await?;
    for task in &shop::lists(large).await? {
        let found = measure::both(house, large, task, seconds).await?;
        report.measure(task, &found);
        if let Some(other) = others.iter().find(|other| other.name == task.name) {
            compare(report, house, (small, other), (large, task), seconds).await?;
        }
    }
    let purchase = shop::buying(large).await?;
    report.measure(
        &purchase,
        &measure::both(house, large, &purchase, seconds).await?,
    );
    wallets::run(report, large, &purchase, seconds).await?;
    transfers::run(report, house, large).await?;
    meters::run(report, house, large, &purchase).await?;
    papers::run(report, house, large).await?;
    laws::run(report, large).await
}

/// A whole number of the database.
async fn count(sql: &Client, statement: &str) -> anyhow::Result<i64> {
    Ok(sql.query_one(statement, &[]).await?.get(0))
}
