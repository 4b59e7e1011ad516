//! Messages of a bank: carried twice, late, in another order, made up, with another sum; and a return that races the sweep.
//! Here because the bank is asked, and nothing that a browser brings may count.

use futures::future::join_all;
use kernel::db::Role;
use kit::{Running, SmtpSink};
use rand::seq::SliceRandom;
use serde_json::json;
use uuid::Uuid;

use super::bank::{self, Bank, Begun, carry};
use super::purse::{self, Buyer};
use super::{queue, stall};
use crate::people::Cast;
use crate::report::Promise;
use crate::stage::Stage;

/// Where a payment stands, how many entries credit it, and with how much.
const CREDITED: &str = "SELECT p.state, count(e.id),
        coalesce(sum((SELECT -sum(l.amount) FROM ledger_lines l WHERE l.entry_id = e.id AND l.holder_tenant_id = p.tenant_id)), 0)::bigint
      FROM commerce_payments p LEFT JOIN ledger_entries e ON e.subject_id = p.id AND e.subject_kind = 'commerce.payment'
     WHERE p.id = $1 GROUP BY p.id";

/// A payment, and whether its money really came.
struct Told {
    begun: Begun,
    is_paid: bool,
}

/// What happened to a group of payments, for its line.
#[derive(Default)]
struct Seen {
    all: Vec<Told>,
    messages: usize,
}

struct Scene<'a> {
    stage: &'a Stage,
    buyer: &'a Buyer,
    bank: &'a Bank,
    nodes: [String; 2],
}

/// So many payments of each sort, and as many races.
pub async fn run(
    stage: &Stage,
    cast: &Cast,
    buyer: &Buyer,
    count: usize,
) -> anyhow::Result<Vec<Promise>> {
    let sink = SmtpSink::start().await;
    let nodes = [stall::node(stage, &sink)?, stall::node(stage, &sink)?];
    let (a, b) = tokio::try_join!(nodes[0].start(), nodes[1].start())?;
    let bank = Bank::open(cast, &a).await?;
    until_offered(&[&a, &b], buyer).await?;
    let scene = Scene {
        stage,
        buyer,
        bank: &bank,
        nodes: [a.base(), b.base()],
    };
    let mut promises = Vec::new();
    let before = purse::balance(stage, buyer.tenant).await?;
    let mut sum = 0;
    for (name, seen) in [
        (
            "a bank's message twice, late, mixed",
            scene.mixed(count).await?,
        ),
        (
            "a forged message credits nothing",
            scene.forged(count).await?,
        ),
        (
            "return and sweep race, credited once",
            scene.races(count).await?,
        ),
    ] {
        let (promise, credited) = scene.look(name, &seen).await?;
        promises.push(promise);
        sum += credited;
    }
    let after = purse::balance(stage, buyer.tenant).await?;
    let detail = format!("{sum} rial credited, {} more in the wallet", after - before);
    let figures = json!({ "credited": sum, "wallet": after - before });
    promises.push(Promise::new(
        "the wallet has what was paid",
        after - before == sum && sum > 0,
        detail,
        figures,
    ));
    tokio::try_join!(a.terminate(), b.terminate())?;
    Ok(promises)
}

/// Waits until both nodes know the terminal.
async fn until_offered(nodes: &[&Running], buyer: &Buyer) -> anyhow::Result<()> {
    for node in nodes {
        let client = buyer.visitor.at(&node.base());
        for _ in 0..200 {
            if client
                .get("/wallet/top-up")
                .await
                .text
                .contains("id=\"top-up\"")
            {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
    }
    Ok(())
}

impl Scene<'_> {
    async fn begin(&self, nth: usize) -> anyhow::Result<Begun> {
        let toman = 5_000 + i64::try_from(nth)?;
        let base = if nth.is_multiple_of(2) {
            &self.nodes[0]
        } else {
            &self.nodes[1]
        };
        bank::begin(self.stage, base, self.buyer, toman).await
    }

    /// Everybody's messages in one heap, each three times at both nodes, half of them only after the sweep has claimed what
    /// it could; every third with a sum of its own, every fourth asked of a bank whose answers get lost.
    async fn mixed(&self, count: usize) -> anyhow::Result<Seen> {
        let (mut seen, mut heap) = (Seen::default(), Vec::new());
        let outcomes = ["pay", "twice", "decline", "pay", "vanish"].into_iter();
        for (nth, outcome) in (0..count).zip(outcomes.cycle()) {
            let begun = self.begin(nth).await?;
            if nth % 3 == 0 {
                self.bank.fault("callback", "amount", 1, 1).await?;
            }
            let back = self.bank.chooses(&begun, outcome).await?;
            let is_paid = outcome != "decline";
            heap.extend((0..3).map(|copy| (back.clone(), (nth + copy) % 2 == 1)));
            seen.all.push(Told { begun, is_paid });
        }
        self.bank.fault("verify", "cut", 0, count / 4 + 1).await?;
        heap.shuffle(&mut rand::rng());
        let (early, late) = heap.split_at(heap.len() / 2);
        seen.messages = heap.len();
        self.carry_all(early).await?;
        queue::enqueue(self.stage, "commerce.sweep_payments", json!({}), 2).await?;
        queue::until_done(self.stage).await?;
        self.carry_all(late).await?;
        self.end(&seen).await?;
        Ok(seen)
    }

    /// Messages, each to the first node or to the second.
    async fn carry_all(&self, messages: &[(String, bool)]) -> anyhow::Result<()> {
        let [first, second] = &self.nodes;
        let carried = messages
            .iter()
            .map(|(message, to_second)| carry(if *to_second { second } else { first }, message));
        for status in join_all(carried).await {
            anyhow::ensure!(status? < 500, "a message was answered with an error");
        }
        Ok(())
    }

    /// Nobody has paid: a true address with OK, another's authority, another sum; an address of nobody; a job by hand.
    async fn forged(&self, count: usize) -> anyhow::Result<Seen> {
        let mut seen = Seen::default();
        for nth in 0..count {
            let begun = self.begin(nth).await?;
            let paid = self.begin(nth + count).await?;
            let honest = self.bank.chooses(&paid, "pay").await?;
            let declined = self.bank.chooses(&begun, "cancel").await?;
            let ours = declined.replace("NOK", "OK");
            let theirs = ours.replace(&begun.authority, &paid.authority);
            let nobody = format!(
                "{}/pay/return/{}?Authority={}&Status=OK",
                self.nodes[0],
                Uuid::new_v4().simple(),
                paid.authority
            );
            let richer = format!("{ours}&Amount=900000000&amount=900000000");
            for message in [&ours, &theirs, &nobody, &richer, &ours, &theirs] {
                self.carry_all(&[(message.clone(), nth % 2 == 1)]).await?;
                seen.messages += 1;
            }
            let job = json!({ "payment": begun.id });
            queue::enqueue(self.stage, "commerce.settle_payment", job, 2).await?;
            self.carry_all(&[(honest, nth % 2 == 1)]).await?;
            seen.all.push(Told {
                begun,
                is_paid: false,
            });
            seen.all.push(Told {
                begun: paid,
                is_paid: true,
            });
        }
        self.end(&seen).await?;
        Ok(seen)
    }

    /// Each payment's return at both nodes, its job and the sweep, all in one moment.
    async fn races(&self, count: usize) -> anyhow::Result<Seen> {
        let mut seen = Seen::default();
        for nth in 0..count {
            let begun = self.begin(nth).await?;
            let back = self.bank.chooses(&begun, "pay").await?;
            let both = [(back.clone(), false), (back, true)];
            let job = json!({ "payment": begun.id });
            let (returned, swept, asked) = tokio::join!(
                self.carry_all(&both),
                queue::enqueue(self.stage, "commerce.sweep_payments", json!({}), 2),
                queue::enqueue(self.stage, "commerce.settle_payment", job, 2),
            );
            returned.and(swept).and(asked)?;
            seen.messages += 2;
            seen.all.push(Told {
                begun,
                is_paid: true,
            });
        }
        self.end(&seen).await?;
        Ok(seen)
    }

    /// What got lost is asked for again: the sweep, as each minute, until it has nothing more to claim.
    async fn end(&self, seen: &Seen) -> anyhow::Result<()> {
        queue::until_done(self.stage).await?;
        for _ in 0..10 {
            let mut open = 0;
            for told in seen.all.iter().filter(|told| told.is_paid) {
                open += usize::from(self.credited(&told.begun).await?.0 != "settled");
            }
            if open == 0 {
                break;
            }
            queue::enqueue(self.stage, "commerce.sweep_payments", json!({}), 1).await?;
            queue::until_done(self.stage).await?;
        }
        Ok(())
    }

    async fn credited(&self, of: &Begun) -> anyhow::Result<(String, i64, i64)> {
        let row = self.stage.sql(Role::Platform).await?;
        let row = row.query_one(CREDITED, &[&of.id]).await?;
        Ok((row.get(0), row.get(1), row.get(2)))
    }

    /// The line of a group, and how much it credited.
    async fn look(&self, name: &'static str, seen: &Seen) -> anyhow::Result<(Promise, i64)> {
        let (mut lost, mut twice, mut false_credit, mut sum, mut paid) = (0, 0, 0, 0, 0);
        for told in &seen.all {
            let (state, entries, rial) = self.credited(&told.begun).await?;
            sum += rial;
            paid += usize::from(told.is_paid);
            if told.is_paid {
                let is_right = (state.as_str(), entries, rial) == ("settled", 1, told.begun.rial);
                lost += usize::from(entries == 0 || (entries == 1 && !is_right));
                twice += usize::from(entries > 1);
            } else {
                false_credit += usize::from(entries > 0 || state == "settled");
            }
        }
        let detail = format!(
            "{} messages about {} payments, {paid} of them paid: {lost} not credited, {twice} twice, {false_credit} without money",
            seen.messages,
            seen.all.len()
        );
        let figures = json!({
            "messages": seen.messages, "payments": seen.all.len(), "paid": paid, "lost": lost, "twice": twice,
            "without_money": false_credit,
        });
        let is_kept = paid > 0 && lost + twice + false_credit == 0;
        Ok((Promise::new(name, is_kept, detail, figures), sum))
    }
}
