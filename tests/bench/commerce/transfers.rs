//! Eight connections move money among ten accounts as fast as the ledger lets them.
//! Here because all of them meet in the same rows, from both ends.

use std::time::Instant;

use commerce::wallet;
use kernel::ids::TenantId;
use ledger::BookId;
use tokio::task::JoinSet;
use tokio_postgres::Client;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

use super::super::house::{House, connect};
use super::super::report::Report;
use super::super::site::Site;
use super::super::{CLIENTS, setting};

const HOT: i64 = 10;
/// What each of the ten has afterwards and before, all together; and how often PostgreSQL had to break a deadlock.
const SUM: &str = "SELECT sum(balance)::bigint FROM ledger_balances WHERE account_id = ANY($1)";
const DEADLOCKS: &str = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";
const POST: &str = "SELECT outcome FROM ledger_post($1, $2, now(), 'bench.transfer', $3, NULL, NULL, NULL, NULL, $4, $5)";

/// So many by each (`BENCH_TRANSFERS`).
pub async fn run(report: &mut Report, house: &House, site: &Site) -> anyhow::Result<()> {
    let each = setting("BENCH_TRANSFERS", 10_000)?;
    let of = "SELECT tenant_id FROM memberships ORDER BY user_id DESC LIMIT $1";
    let rows = site.owner.query(of, &[&HOT]).await?;
    let accounts = rows.iter().map(|row| wallet(TenantId(row.get(0))).id().0);
    let accounts: Vec<Uuid> = accounts.collect();
    let sum = async || {
        anyhow::Ok(
            site.owner
                .query_one(SUM, &[&accounts])
                .await?
                .get::<_, i64>(0),
        )
    };
    let before = (sum().await?, super::count(&site.owner, DEADLOCKS).await?);
    let (url, begin) = (
        house.url("sarai_platform", &site.database).await?,
        Instant::now(),
    );
    let mut clients = JoinSet::new();
    for _ in 0..CLIENTS {
        let (sql, accounts) = (connect(&url).await?, accounts.clone());
        clients.spawn(async move { moves(&sql, &accounts, each).await });
    }
    let (mut done, mut other) = (0, 0);
    for moved in clients.join_all().await {
        let (one, two) = moved?;
        (done, other) = (done + one, other + two);
    }
    let seconds = begin.elapsed().as_secs_f64();
    let after = (sum().await?, super::count(&site.owner, DEADLOCKS).await?);
    let all = u32::try_from(CLIENTS)? * each;
    let detail = format!(
        "{CLIENTS} × {each} among {HOT} accounts: {done} done, {other} not, {} rial lost, {} deadlocks, {:.0}/s",
        before.0 - after.0,
        after.1 - before.1,
        f64::from(done) / seconds
    );
    let broken = f64::from(all - done) + f64::from(u8::from(before != after));
    report.at_most("transfers that broke a law", broken, 0.0, &detail);
    Ok(())
}

/// Transfers between two of them, there and back; how many were done and how many were not.
async fn moves(sql: &Client, accounts: &[Uuid], count: u32) -> anyhow::Result<(u32, u32)> {
    let post = sql.prepare(POST).await?;
    let (mut done, mut other) = (0, 0);
    for _ in 0..count {
        let from = rand::random_range(0..accounts.len());
        let to = (from + rand::random_range(1..accounts.len())) % accounts.len();
        let pair: Vec<Uuid> = [from, to]
            .iter()
            .filter_map(|at| accounts.get(*at).copied())
            .collect();
        let rial: i64 = rand::random_range(1..1_000);
        let (amounts, id) = (vec![rial, -rial], Uuid::now_v7());
        let key = format!("bench:{id}");
        let of: [&(dyn ToSql + Sync); 5] = [&id, &BookId::PLATFORM.0, &key, &pair, &amounts];
        match sql.query_one(&post, &of).await?.get(0) {
            "done" => done += 1,
            _ => other += 1,
        }
    }
    Ok((done, other))
}
