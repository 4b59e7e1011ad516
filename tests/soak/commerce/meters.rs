//! Two nodes meter the same hours: services by the hour of one wallet and of several, both told to look at once.
//! Here because an hour is taken by whoever comes first, and the clock wakes everybody.

use std::time::Duration;

use anyhow::ensure;
use kernel::db::Role;
use kit::{Running, SmtpSink};
use serde_json::json;
use tokio::time::{Instant, sleep};

use super::purse::{self, Buyer};
use super::till::{self, Outcome, Purchase};
use super::{queue, stall};
use crate::report::Promise;
use crate::stage::Stage;

/// Services of each buyer.
const SERVICES: usize = 5;
/// How often each hour is looked for.
const LOOKS: usize = 8;
const RUNNING: &str = "SELECT count(*) FROM commerce_meters WHERE runs";
/// Charges; wallets and hours, and those with several entries, but for the hour in which services began one by one; services
/// with an hour missing between their first and last; what was charged, and posted.
const CHARGES: &str = "SELECT count(*), count(DISTINCT (c.tenant_id, c.hour)),
        (SELECT count(*) FROM (SELECT FROM commerce_charges WHERE hour > (SELECT min(hour) FROM commerce_charges)
          GROUP BY tenant_id, hour HAVING count(DISTINCT entry_id) <> 1) x),
        (SELECT count(*) FROM (SELECT subscription_id FROM commerce_charges GROUP BY subscription_id
          HAVING count(*) <> extract(epoch FROM max(hour) - min(hour)) / 3600 + 1) x),
        coalesce(sum(c.net + c.vat), 0)::bigint,
        (SELECT coalesce(sum(l.amount), 0)::bigint FROM ledger_lines l JOIN ledger_entries e ON e.id = l.entry_id
          WHERE e.kind = 'commerce.entries.hours' AND l.holder_tenant_id IS NOT NULL)
      FROM commerce_charges c";

/// So many hours.
pub async fn run(stage: &Stage, buyers: &[Buyer], hours: usize) -> anyhow::Result<Vec<Promise>> {
    let sink = SmtpSink::start().await;
    let nodes = [stall::node(stage, &sink)?, stall::node(stage, &sink)?];
    let (a, b) = tokio::try_join!(nodes[0].start(), nodes[1].start())?;
    let mut before = Vec::new();
    for buyer in buyers {
        purse::fill(stage, buyer.tenant, 10_000 * stall::HOUR).await?;
        before.push(10_000 * stall::HOUR);
        for _ in 0..SERVICES {
            start(&a, buyer).await?;
        }
    }
    queue::until_done(stage).await?;
    let services = i64::try_from(SERVICES * buyers.len())?;
    let running: i64 = stage
        .sql(Role::Platform)
        .await?
        .query_one(RUNNING, &[])
        .await?
        .get(0);
    ensure!(running == services, "{running} of {services} services run");
    for _ in 0..hours {
        queue::pass(&a, "PT1H").await?;
        queue::enqueue(stage, "commerce.meter_hours", json!({}), LOOKS).await?;
        queue::until_done(stage).await?;
    }
    // The hour that begins while we look is taken a minute later: whole hours are compared.
    let end = Instant::now() + Duration::from_secs(20);
    let sql = stage.sql(Role::Platform).await?;
    let (row, taken) = loop {
        let row = sql.query_one(CHARGES, &[]).await?;
        let mut taken = 0;
        for (buyer, before) in buyers.iter().zip(&before) {
            taken += before - purse::balance(stage, buyer.tenant).await?;
        }
        if row.get::<_, i64>(4) == taken || Instant::now() > end {
            break (row, taken);
        }
        sleep(Duration::from_millis(100)).await;
    };
    tokio::try_join!(a.terminate(), b.terminate())?;
    let [charges, hours_of_wallets, several, gaps, charged, posted]: [i64; 6] =
        std::array::from_fn(|at| row.get(at));
    let least = services * (i64::try_from(hours)? + 1);
    let is_kept = charges >= least
        && charges * stall::HOUR == charged
        && (charged, posted) == (taken, taken)
        && several + gaps == 0;
    let detail = format!(
        "{services} services of {} wallets, {hours} hours looked for {LOOKS} times: {charges} hours taken ({gaps} services with one missing), {several} of {hours_of_wallets} wallets and hours with several entries, {charged} rial charged, {taken} gone",
        buyers.len()
    );
    let figures = json!({
        "services": services, "hours": hours, "charges": charges, "several": several, "gaps": gaps,
        "charged": charged, "taken": taken,
    });
    Ok(vec![Promise::new(
        "an hour is charged once",
        is_kept,
        detail,
        figures,
    )])
}

async fn start(node: &Running, buyer: &Buyer) -> anyhow::Result<()> {
    let purchase = Purchase {
        cycle: "hour",
        ..Purchase::new("soak-hour")
    };
    let outcome = till::buy(&node.base(), &buyer.visitor, &purchase).await;
    ensure!(
        matches!(outcome, Outcome::Paid),
        "a service by the hour: {outcome:?}"
    );
    Ok(())
}
