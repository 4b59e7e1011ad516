//! The books of trade, with statements of its own: what was paid is there, once; nothing hangs between; no number is missing.
//! Here so that what the program says is not taken from the program.

use std::collections::{HashMap, HashSet};

use kernel::db::Role;
use serde_json::json;
use tokio_postgres::Client;

use super::kills::Bought;
use super::stall::NEVER;
use crate::report::Promise;
use crate::stage::Stage;

/// Each service of the stall with what belongs to it; `taken`: what the entries about its invoice took of its tenant's wallet.
/// Those of the rush bear one title on purpose; it counts them itself.
const SERVICES: &str = "SELECT s.options->>'title', o.state, i.state, i.total,
        (SELECT count(*) FROM soak_things t WHERE t.service = s.id),
        (SELECT count(*) FROM commerce_work_log w WHERE w.subscription_id = s.id AND w.verb = 'provide' AND w.outcome = 'done'),
        s.standing,
        (SELECT count(*) FROM ledger_entries e WHERE e.subject_id = i.id AND e.kind = 'commerce.entries.sale'),
        (SELECT coalesce(sum(l.amount), 0)::bigint FROM ledger_lines l JOIN ledger_entries e ON e.id = l.entry_id
          WHERE e.subject_id = i.id AND l.holder_tenant_id = s.tenant_id),
        (SELECT coalesce(sum(c.total), 0)::bigint FROM commerce_credits c WHERE c.invoice_id = i.id)
      FROM commerce_subscriptions s JOIN commerce_orders o ON o.id = s.order_id JOIN commerce_invoices i ON i.order_id = o.id
     WHERE s.kind = 'soakstall.thing' AND s.cycle = 'month' AND s.options->>'title' NOT LIKE 'soak-rush-%'";
/// Sums of lines by unit that are not zero, entries that do not balance, kept balances that are not the sum of their lines,
/// and sums of days that are not those of their lines.
const UNEVEN: &str = "SELECT
      (SELECT count(*) FROM (SELECT unit FROM ledger_lines GROUP BY unit HAVING sum(amount) <> 0) x),
      (SELECT count(*) FROM (SELECT entry_id FROM ledger_lines GROUP BY entry_id, unit HAVING sum(amount) <> 0) x),
      (SELECT count(*) FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.account_id
        WHERE b.balance <> a.side * coalesce((SELECT sum(l.amount) FROM ledger_lines l WHERE l.account_id = a.id), 0)
           OR b.balance - b.held < a.floor),
      (SELECT count(*) FROM (
         SELECT code FROM (
           SELECT r.code, r.debit - r.credit AS amount FROM ledger_rollups r
           UNION ALL SELECT a.code, l.amount FROM ledger_unrolled q JOIN ledger_lines l ON l.entry_id = q.entry_id JOIN ledger_accounts a ON a.id = l.account_id
           UNION ALL SELECT a.code, -l.amount FROM ledger_lines l JOIN ledger_accounts a ON a.id = l.account_id) y
         GROUP BY code HAVING sum(amount) <> 0) x),
      (SELECT count(*) FROM ledger_lines)";
/// Series and years whose numbers are not one to the last; paid invoices without paper, number or file.
const NUMBERS: &str = "SELECT
      (SELECT count(*) FROM (SELECT d.book_id FROM documents_documents d JOIN documents_counters c USING (book_id, series, year)
         WHERE d.numbering <> 'none' GROUP BY d.book_id, d.series, d.year, c.last
        HAVING count(d.number) <> count(*) OR count(*) <> max(d.number) OR min(d.number) <> 1 OR max(d.number) <> c.last) x),
      (SELECT count(*) FROM commerce_invoices i LEFT JOIN documents_documents d ON d.id = i.document_id
        WHERE i.state = 'paid' AND i.total > 0 AND (d.number IS NULL OR d.file_id IS NULL)),
      (SELECT count(*) FROM documents_documents WHERE number IS NOT NULL)";

/// One row of [`SERVICES`].
struct Service {
    order: String,
    invoice: String,
    total: i64,
    things: i64,
    provided: i64,
    standing: String,
    entries: i64,
    taken: i64,
    credited: i64,
}

async fn services(sql: &Client) -> anyhow::Result<HashMap<String, Vec<Service>>> {
    let mut by_title: HashMap<String, Vec<Service>> = HashMap::new();
    for row in sql.query(SERVICES, &[]).await? {
        by_title.entry(row.get(0)).or_default().push(Service {
            order: row.get(1),
            invoice: row.get(2),
            total: row.get(3),
            things: row.get(4),
            provided: row.get(5),
            standing: row.get(6),
            entries: row.get(7),
            taken: row.get(8),
            credited: row.get(9),
        });
    }
    Ok(by_title)
}

impl Service {
    fn is_paid_once(&self) -> bool {
        (self.order.as_str(), self.invoice.as_str(), self.entries) == ("paid", "paid", 1)
            && self.taken + self.credited == self.total
    }

    /// Provided once and not given back, or given back and not there.
    fn is_settled(&self, never: bool) -> bool {
        let is_there = (self.things, self.provided) == (1, 1) && self.standing == "running";
        let is_back = self.things == 0 && self.credited == self.total && self.standing == "ended";
        if never {
            is_back
        } else {
            is_there && self.credited == 0
        }
    }
}

/// Every order that somebody was promised, and every other one that is there.
pub async fn orders(stage: &Stage, bought: &Bought) -> anyhow::Result<Vec<Promise>> {
    let there = services(&stage.sql(Role::Platform).await?).await?;
    let lost = bought
        .paid
        .iter()
        .filter(|title| !there.contains_key(*title));
    let lost = lost.count();
    let ours = |title: &str| bought.paid.contains(title) || bought.open.contains(title);
    let unknown = there.keys().filter(|title| !ours(title)).count();
    let all = || {
        there
            .iter()
            .flat_map(|(title, all)| all.iter().map(move |one| (title, one)))
    };
    let twice = there.values().filter(|all| all.len() > 1).count();
    let wrong = all().filter(|(_, one)| !one.is_paid_once()).count();
    let orphans: HashSet<&String> = all()
        .filter(|(title, one)| !one.is_settled(title.starts_with(NEVER)))
        .map(|(title, _)| title)
        .collect();
    let back = all().filter(|(_, one)| one.credited > 0).count();
    let once = format!(
        "{} promised in {} rounds: {lost} lost, {twice} twice, {wrong} of {} not paid by one entry, {unknown} that nobody ordered; {} sent again after a crash; of {} never answered {} are there; {} refused",
        bought.paid.len(),
        bought.rounds,
        there.len(),
        bought.sent_again,
        bought.open.len(),
        bought
            .open
            .iter()
            .filter(|title| there.contains_key(*title))
            .count(),
        bought.refused.len(),
    );
    let once = match bought.refused.first() {
        Some(first) => format!("{once}, such as {first}"),
        None => once,
    };
    let is_kept =
        !bought.paid.is_empty() && lost + twice + wrong + unknown + bought.refused.len() == 0;
    let figures = json!({
        "promised": bought.paid.len(), "rounds": bought.rounds, "there": there.len(), "lost": lost, "twice": twice,
        "wrong": wrong, "unknown": unknown, "sent_again": bought.sent_again, "refused": bought.refused,
    });
    let settled = format!(
        "{} services: {} neither provided once nor given back; {back} that never came are credited; killed with {} paid and not yet there",
        there.len(),
        orphans.len(),
        bought.between,
    );
    let is_settled = orphans.is_empty() && back > 0 && bought.between > 0;
    let figures_settled =
        json!({ "orphans": orphans.len(), "credited": back, "between": bought.between });
    Ok(vec![
        Promise::new("every order paid once", is_kept, once, figures),
        Promise::new(
            "paid is provided once, or credited",
            is_settled,
            settled,
            figures_settled,
        ),
    ])
}

/// The trial balance, stored balances, sums of days, and the numbers on paper.
pub async fn balance(stage: &Stage) -> anyhow::Result<Vec<Promise>> {
    let sql = stage.sql(Role::Owner).await?;
    let row = sql.query_one(UNEVEN, &[]).await?;
    let [units, entries, balances, days, lines]: [i64; 5] = std::array::from_fn(|at| row.get(at));
    let detail = format!(
        "{lines} lines: {units} units not zero, {entries} entries, {balances} balances and {days} sums of days that do not fit"
    );
    let figures = json!({ "lines": lines, "units": units, "entries": entries, "balances": balances, "days": days });
    let even = units + entries + balances + days == 0 && lines > 0;
    let row = sql.query_one(NUMBERS, &[]).await?;
    let [gaps, bare, numbered]: [i64; 3] = std::array::from_fn(|at| row.get(at));
    let numbers = format!(
        "{numbered} papers: {gaps} series with a gap, {bare} paid invoices without number or file"
    );
    let numbers_kept = gaps + bare == 0 && numbered > 0;
    let numbers_figures = json!({ "papers": numbered, "gaps": gaps, "without": bare });
    Ok(vec![
        Promise::new("the books balance", even, detail, figures),
        Promise::new(
            "invoice numbers without gaps",
            numbers_kept,
            numbers,
            numbers_figures,
        ),
    ])
}
