//! Two hundred forms at once from a wallet that can pay for ten, half of them at each of two nodes.
//! Here because the wallet is looked at before it is charged, and only the charge may decide.

use std::collections::HashMap;
use std::sync::Arc;

use kernel::db::Role;
use kit::SmtpSink;
use serde_json::json;
use tokio::sync::{Barrier, Semaphore};
use tokio::task::JoinSet;

use super::purse::{self, Buyer};
use super::till::{Checkout, Outcome, Purchase};
use super::{queue, stall};
use crate::report::Promise;
use crate::stage::Stage;

const FORMS: usize = 200;
const MAY: usize = 10;
/// Checkouts that are opened at once; all are confirmed at once.
const DOORS: usize = 8;
const PAID: &str = "SELECT count(*) FILTER (WHERE o.state = 'paid'), count(*) FROM commerce_orders o \
    JOIN commerce_subscriptions s ON s.order_id = o.id WHERE s.options->>'title' = $1";

/// The form again, with its key, until a node has time for it.
async fn insist(checkout: &Checkout) -> Outcome {
    loop {
        match checkout.pay().await {
            Outcome::Refused(answer) if answer.starts_with("503") => {}
            answer => return answer,
        }
    }
}

/// Opens all checkouts, then confirms all of them together.
pub async fn run(stage: &Stage, buyer: &Buyer) -> anyhow::Result<Vec<Promise>> {
    let sink = SmtpSink::start().await;
    let nodes = [stall::node(stage, &sink)?, stall::node(stage, &sink)?];
    let (a, b) = tokio::try_join!(nodes[0].start(), nodes[1].start())?;
    purse::fill(stage, buyer.tenant, stall::MONTH * i64::try_from(MAY)?).await?;
    let wanted = Purchase::new("soak-rush");
    let (gate, doors) = (
        Arc::new(Barrier::new(FORMS)),
        Arc::new(Semaphore::new(DOORS)),
    );
    let mut forms = JoinSet::new();
    for nth in 0..FORMS {
        // One title, as the same cart in many windows; each form has a key of its own.
        let purchase = Purchase {
            title: wanted.title.clone(),
            ..Purchase::new("soak-rush")
        };
        let base = if nth % 2 == 0 { a.base() } else { b.base() };
        let (visitor, gate, doors) = (buyer.visitor.clone(), Arc::clone(&gate), Arc::clone(&doors));
        forms.spawn(async move {
            let door = doors.acquire().await;
            let checkout = Checkout::open(&base, &visitor, &purchase).await;
            drop(door);
            gate.wait().await;
            anyhow::Ok(insist(&checkout?).await)
        });
    }
    let mut answers: HashMap<String, usize> = HashMap::new();
    for outcome in forms.join_all().await {
        let word = match outcome? {
            Outcome::Paid => "paid".to_owned(),
            Outcome::Refused(answer) => answer.trim().to_owned(),
            other => format!("{other:?}"),
        };
        *answers.entry(word).or_default() += 1;
    }
    queue::until_done(stage).await?;
    let errors: Vec<String> = [a.log(), b.log()].concat();
    let errors = errors.iter().filter(|line| line.contains(" ERROR "));
    let error = errors.take(1).map(|line| format!("; {line}"));
    let error: String = error.collect();
    tokio::try_join!(a.terminate(), b.terminate())?;
    let sql = stage.sql(Role::Platform).await?;
    let row = sql.query_one(PAID, &[&wanted.title]).await?;
    let (paid, orders): (i64, i64) = (row.get(0), row.get(1));
    let left = purse::balance(stage, buyer.tenant).await?;
    let may = i64::try_from(MAY)?;
    let refused = answers.iter().filter(|(word, _)| word.starts_with("422"));
    let refused: usize = refused.map(|(_, count)| count).sum();
    let is_kept = answers.get("paid") == Some(&MAY)
        && refused == FORMS - MAY
        && (paid, orders, left) == (may, may, 0);
    let detail = format!(
        "{FORMS} forms on two nodes, money for {MAY}: {paid} orders paid, {} not, {left} rial left; answers {answers:?}{error}",
        orders - paid
    );
    let figures = json!({ "paid": paid, "orders": orders, "left": left, "answers": answers });
    Ok(vec![Promise::new(
        "a wallet for ten pays for ten",
        is_kept,
        detail,
        figures,
    )])
}
