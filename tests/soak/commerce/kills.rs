//! kill -9 at random points of purchases: six buyers, a kill while a form is on its way, again; then an end in peace.
//! Here because money moves in one transaction and things come in another, and the program may die between any two of them.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use kernel::db::Role;
use kit::{Running, SmtpSink};
use rand::Rng;
use serde_json::json;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use super::purse::{self, Buyer};
use super::till::{self, Outcome, Purchase};
use super::{books, queue, stall};
use crate::report::Promise;
use crate::stage::Stage;
use crate::writers::Shared;

/// Purchases of a round before it may end; fewer in a short run, where a debug build needs half a second for each paper.
const LOAD: usize = 30;
const SHORT_LOAD: usize = 12;
/// From so many rounds on it is no short run.
const LONG: usize = 100;
/// A round ends after this time, even when the machine is too slow for the load.
const LONGEST: Duration = Duration::from_secs(8);
/// One of so many wants what never comes.
const NEVER_EACH: u32 = 15;
/// Paid, and its job has not brought it yet.
const BETWEEN: &str = "SELECT count(*) FROM commerce_subscriptions \
    WHERE kind = 'soakstall.thing' AND wanted = 'running' AND standing = 'nothing'";
const LATE: &str = "SELECT count(*) FROM commerce_subscriptions \
    WHERE kind = 'soakstall.thing' AND wanted = 'running' AND thing_id IS NULL";

/// What the buyers were told, over all rounds.
#[derive(Default)]
pub struct Bought {
    /// Titles of what they were promised.
    pub paid: HashSet<String>,
    /// Titles of forms without an answer.
    pub open: HashSet<String>,
    /// Promised only when their form was sent a second time.
    pub sent_again: usize,
    /// Answers that should not be.
    pub refused: Vec<String>,
    /// Kills.
    pub rounds: usize,
    /// Services that the kills left paid and not yet provided.
    pub between: i64,
}

/// What one buyer was told in a round.
#[derive(Default)]
struct Told {
    paid: Vec<Purchase>,
    open: Option<Purchase>,
    refused: Vec<String>,
}

/// All rounds, and what is to be said of them.
pub async fn run(stage: &Stage, buyers: &[Buyer], rounds: usize) -> anyhow::Result<Vec<Promise>> {
    let mut bought = Bought::default();
    let load = if rounds < LONG { SHORT_LOAD } else { LOAD };
    // Two browsers of the first two customers, so that wallets are fought over.
    let windows: Vec<&Buyer> = buyers.iter().chain(buyers.iter().take(2)).collect();
    let mut open: Vec<Option<Purchase>> = vec![None; windows.len()];
    for round in 0..rounds {
        for buyer in buyers {
            purse::fill(stage, buyer.tenant, 10_000 * stall::MONTH).await?;
        }
        let sink = SmtpSink::start().await;
        let node = stall::node(stage, &sink)?.start().await;
        let node = node.with_context(|| format!("round {round}"))?;
        let told = buy_until_killed(node, &windows, (round, load), &open).await?;
        stage.until_quiet().await?;
        let sql = stage.sql(Role::Platform).await?;
        bought.between += sql.query_one(BETWEEN, &[]).await?.get::<_, i64>(0);
        bought.rounds += 1;
        open = told.into_iter().map(|told| bought.take(told)).collect();
        if (round + 1).is_multiple_of(20) {
            println!(
                "      {} rounds, {} purchases",
                round + 1,
                bought.paid.len()
            );
        }
    }
    let sink = SmtpSink::start().await;
    let node = stall::node(stage, &sink)?.start().await?;
    queue::until_done(stage).await?;
    give_back(stage, &node).await?;
    node.terminate().await?;
    let mut promises = books::orders(stage, &bought).await?;
    promises.extend(books::balance(stage).await?);
    Ok(promises)
}

impl Bought {
    /// Takes in what a buyer was told; what stays open.
    fn take(&mut self, told: Told) -> Option<Purchase> {
        for Purchase { title, .. } in told.paid {
            self.sent_again += usize::from(self.open.remove(&title));
            self.paid.insert(title);
        }
        self.open
            .extend(told.open.iter().map(|one| one.title.clone()));
        self.refused.extend(told.refused);
        told.open
    }
}

/// Two days later what never came is given back.
async fn give_back(stage: &Stage, node: &Running) -> anyhow::Result<()> {
    queue::pass(node, "PT49H").await?;
    let sql = stage.sql(Role::Platform).await?;
    while sql.query_one(LATE, &[]).await?.get::<_, i64>(0) > 0 {
        let before: i64 = sql.query_one(LATE, &[]).await?.get(0);
        queue::enqueue(stage, "commerce.return_unprovided", json!({}), 1).await?;
        queue::until_done(stage).await?;
        let after: i64 = sql.query_one(LATE, &[]).await?.get(0);
        anyhow::ensure!(after < before, "{after} services are not given back");
    }
    queue::until_done(stage).await
}

async fn buy_until_killed(
    node: Running,
    windows: &[&Buyer],
    (round, load): (usize, usize),
    open: &[Option<Purchase>],
) -> anyhow::Result<Vec<Told>> {
    let shared = Arc::new(Shared::default());
    let mut buyers = JoinSet::new();
    for (nth, (buyer, open)) in windows.iter().zip(open).enumerate() {
        // Every second one sends its unanswered form again; the others leave it as it is.
        let again = open.clone().filter(|_| (round + nth).is_multiple_of(2));
        let (base, buyer, shared) = (node.base(), (*buyer).clone(), Arc::clone(&shared));
        buyers.spawn(async move { (nth, buy(&base, &buyer, again, &shared).await) });
    }
    moment(&shared, load).await;
    node.kill().await?;
    shared.end();
    let mut told = timeout(Duration::from_mins(1), buyers.join_all()).await?;
    told.sort_by_key(|(nth, _)| *nth);
    Ok(told.into_iter().map(|(_, told)| told).collect())
}

/// Returns at the moment to kill: some time after a form has gone out.
async fn moment(shared: &Shared, load: usize) {
    let begin = Instant::now();
    let load = rand::rng().random_range(load * 2 / 3..=load * 4 / 3);
    while shared.acknowledged() < load && begin.elapsed() < LONGEST {
        sleep(Duration::from_millis(5)).await;
    }
    let _sent = timeout(Duration::from_secs(2), shared.sending.notified()).await;
    let later = rand::rng().random_range(0..30_000);
    sleep(Duration::from_micros(later)).await;
}

/// Buys one thing after another until the program dies.
async fn buy(base: &str, by: &Buyer, again: Option<Purchase>, shared: &Shared) -> Told {
    let mut told = Told::default();
    let mut next = again;
    while !shared.is_over() {
        let is_never = rand::rng().random_ratio(1, NEVER_EACH);
        let start = if is_never { stall::NEVER } else { "soak-kill" };
        let purchase = next.take().unwrap_or_else(|| Purchase::new(start));
        shared.sending.notify_one();
        match till::buy(base, &by.visitor, &purchase).await {
            Outcome::Paid => {
                shared.one_more();
                told.paid.push(purchase);
            }
            Outcome::Refused(answer) => {
                told.refused.push(answer);
                sleep(Duration::from_millis(50)).await;
            }
            Outcome::Unsent => break,
            Outcome::Unanswered => {
                told.open = Some(purchase);
                break;
            }
        }
    }
    told
}
