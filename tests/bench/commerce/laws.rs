//! What the ledger promises, looked at when everything has been measured.
//! Here because a rate that was reached by losing money is no rate.

use super::super::report::Report;
use super::super::site::Site;

/// Units whose lines are not zero, entries that are not, balances that are not the sum of their lines or below their floor.
const BROKEN: &str = "SELECT
    (SELECT count(*) FROM (SELECT entry_id, unit FROM ledger_lines GROUP BY 1, 2 HAVING sum(amount) <> 0 OR count(*) < 2) x)
  + (SELECT count(*) FROM (SELECT unit FROM ledger_lines GROUP BY 1 HAVING sum(amount) <> 0) x)
  + (SELECT count(*) FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.account_id
       LEFT JOIN (SELECT account_id, sum(amount) AS sum FROM ledger_lines GROUP BY 1) l ON l.account_id = a.id
      WHERE b.balance <> a.side * coalesce(l.sum, 0) OR b.balance - b.held < a.floor)
  + (SELECT count(*) FROM commerce_orders o JOIN commerce_invoices i ON i.order_id = o.id
      WHERE (o.state = 'paid') <> (i.state = 'paid') OR (i.state = 'paid' AND NOT EXISTS (
        SELECT FROM ledger_entries e WHERE e.id = i.paid_entry AND e.subject_id = i.id)))";

/// Over all there is.
pub async fn run(report: &mut Report, site: &Site) -> anyhow::Result<()> {
    let broken = i32::try_from(super::count(&site.owner, BROKEN).await?)?;
    let lines = super::count(&site.owner, "SELECT count(*) FROM ledger_lines").await?;
    let detail = format!("units, entries, balances and paid orders, over {lines} lines");
    report.at_most(
        "laws of the books that are broken",
        f64::from(broken),
        0.0,
        &detail,
    );
    Ok(())
}
