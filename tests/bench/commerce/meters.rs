//! An hour of a hundred thousand services is taken while customers buy.
//! Here with the meter in this process, so that no other job of the worker is measured with it.

use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use kernel::clock::Clock;
use kit::load::Load;
use ledger::Period;
use tokio::time::sleep;

use super::super::house::House;
use super::super::report::Report;
use super::super::setting;
use super::super::site::Site;
use super::super::task::Task;

const SEED: &str = include_str!("meters.sql");
/// Services of one wallet.
const OF_ONE: u32 = 5;
/// Browsers that buy meanwhile.
const BUYERS: usize = 2;
/// So long they buy before the meter begins, and at least after it.
const ASIDE: Duration = Duration::from_secs(2);
const CHARGED: &str = "SELECT count(*) FROM commerce_charges";

/// So many services (`BENCH_METERS`).
pub async fn run(
    report: &mut Report,
    house: &House,
    site: &Site,
    purchase: &Task,
) -> anyhow::Result<()> {
    let services = setting("BENCH_METERS", 100_000)?;
    let hour = due(site, services).await?;
    let clock = Clock::fixed(hour + TimeDelta::minutes(1));
    let app = house.app(&site.database, clock)?;
    let before = super::count(&site.owner, CHARGED).await?;
    let alone = buy(site, purchase, ASIDE).await?;
    let buying = buy(site, purchase, Duration::from_secs(20));
    let metering = async {
        sleep(ASIDE).await;
        let begin = Instant::now();
        commerce::meter(&app.without_request().platform()).await?;
        anyhow::Ok(begin.elapsed())
    };
    let (bought, took) = tokio::try_join!(buying, metering)?;
    let charged = super::count(&site.owner, CHARGED).await? - before;
    anyhow::ensure!(
        charged == i64::from(services),
        "{charged} of {services} services were charged"
    );
    let detail = format!(
        "{charged} services of {} wallets, while {BUYERS} browsers buy",
        services / OF_ONE
    );
    report.at_most(
        "an hour of all services, s",
        took.as_secs_f64(),
        20.0,
        &detail,
    );
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    let detail = format!(
        "{:.0}/s, p50 {:.1} ms in the 20 s in which the meter ran; p99 {:.1} ms before",
        bought.per_second,
        ms(bought.p50),
        ms(alone.p99)
    );
    report.at_most("purchases meanwhile, p99 ms", ms(bought.p99), 50.0, &detail);
    Ok(())
}

async fn buy(site: &Site, purchase: &Task, duration: Duration) -> anyhow::Result<kit::load::Rate> {
    let load = Load {
        clients: BUYERS,
        warm_up: Duration::from_millis(500),
        duration,
        status: purchase.status,
        ..Load::new(site.server.address())
    };
    let (make, apart) = (
        purchase.make.clone(),
        purchase.targets / super::super::CLIENTS,
    );
    load.run(move |client, _| make(client * apart)).await
}

/// Makes the services unless a kept database has them; the hour that is due of all of them.
async fn due(site: &Site, services: u32) -> anyhow::Result<DateTime<Utc>> {
    let next = "SELECT min(next_hour) FROM commerce_metered_wallets";
    let kept: Option<DateTime<Utc>> = site.owner.query_one(next, &[]).await?.get(0);
    if let Some(hour) = kept {
        return Ok(hour);
    }
    // Tehran's hours begin at half past in UTC.
    let hour = "SELECT date_trunc('hour', now() - interval '30 minutes') + interval '30 minutes'";
    let hour: DateTime<Utc> = site.owner.query_one(hour, &[]).await?.get(0);
    let sql = SEED
        .replace("{services}", &services.to_string())
        .replace("{wallets}", &(services / OF_ONE).to_string())
        .replace("{hour}", &hour.to_rfc3339())
        .replace("{month}", &Period::at(hour).number().to_string());
    site.owner
        .batch_execute(&format!("BEGIN;\n{sql}\nCOMMIT;"))
        .await?;
    site.owner.batch_execute("VACUUM ANALYZE").await?;
    Ok(hour)
}
