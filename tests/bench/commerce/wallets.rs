//! Five wallets at once against one, each bought from by one client.
//! Here because a lock that all purchases share would make five as slow as one.

use std::time::Duration;

use kit::load::Load;

use super::super::report::Report;
use super::super::site::Site;
use super::super::task::Task;

const MANY: usize = 5;

/// Purchases a second of each.
pub async fn run(
    report: &mut Report,
    site: &Site,
    purchase: &Task,
    seconds: u64,
) -> anyhow::Result<()> {
    let mut rates = [0.0; 2];
    for (rate, clients) in rates.iter_mut().zip([1, MANY]) {
        let load = Load {
            clients,
            duration: Duration::from_secs(seconds),
            status: purchase.status,
            ..Load::new(site.server.address())
        };
        let (make, apart) = (
            purchase.make.clone(),
            purchase.targets / super::super::CLIENTS,
        );
        *rate = load
            .run(move |client, _| make(client * apart))
            .await?
            .per_second;
    }
    let [one, many] = rates;
    let detail =
        format!("{one:.0}/s from one wallet by one client, {many:.0}/s from {MANY} by {MANY}");
    report.at_least("five wallets, times one", many / one, 2.0, &detail);
    Ok(())
}
