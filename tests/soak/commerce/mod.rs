//! Trade under kills, races and a strange bank: what was paid is there once, what was not is not.
//! Here as a folder of its own: it comes and goes with the module.

mod bank;
mod books;
mod kills;
mod messages;
mod meters;
mod purse;
mod queue;
mod rush;
pub mod stall;
mod till;

use std::sync::Arc;

use anyhow::Context;

use crate::people::Cast;
use crate::report::Report;
use crate::stage::Stage;

/// All promises of trade. It comes last: it moves the program's clock.
pub async fn run(
    stage: &Arc<Stage>,
    cast: &Arc<Cast>,
    rounds: usize,
    report: &mut Report,
) -> anyhow::Result<()> {
    stall::open(stage).await?;
    let buyers = Arc::new(purse::buyers(stage, cast).await?);
    // As many again as `make soak` has rounds, less those that a short run does without.
    let kills = rounds.max((2 * rounds).saturating_sub(100));
    let (s, b) = (Arc::clone(stage), Arc::clone(&buyers));
    crate::part(report, "two hundred forms at once", async move {
        rush::run(&s, b.last().context("no buyer")?).await
    })
    .await;
    // Fifty of each, fewer in a short run.
    let count = rounds.min(50);
    let (s, c, b) = (Arc::clone(stage), Arc::clone(cast), Arc::clone(&buyers));
    crate::part(report, "messages of a bank", async move {
        messages::run(&s, &c, b.first().context("no buyer")?, count).await
    })
    .await;
    let (s, b) = (Arc::clone(stage), Arc::clone(&buyers));
    crate::part(report, "two nodes meter", async move {
        meters::run(&s, &b, rounds.min(48)).await
    })
    .await;
    let (s, b) = (Arc::clone(stage), Arc::clone(&buyers));
    crate::part(report, "kill -9 in purchases", async move {
        kills::run(&s, &b, kills).await
    })
    .await;
    Ok(())
}
