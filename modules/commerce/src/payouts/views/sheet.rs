//! The list of withdrawals for a spreadsheet. Sums are in rial and times in UTC: a sheet is read by programs, too.

use kernel::web::Cx;
use l10n::Format;

use super::super::models::account::bank;
use super::super::models::search::Found;

/// Head and rows.
pub fn rows(cx: &Cx<'_>, found: &[Found]) -> (Vec<String>, Vec<Vec<String>>) {
    let head = [
        "number", "asked_at", "tenant", "amount", "sheba", "bank", "owner", "state", "tracking",
        "ended_at", "reason",
    ]
    .map(|name| cx.t(&format!("commerce.payouts.sheet.{name}")));
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let rows = found.iter().map(|Found { withdrawal, tenant }| {
        vec![
            withdrawal.number.to_string(),
            Format::iso(withdrawal.asked_at),
            tenant.clone(),
            withdrawal.amount.to_string(),
            withdrawal.sheba.clone(),
            bank(&withdrawal.sheba, cx.locale()).to_owned(),
            withdrawal.owner.clone(),
            cx.t(withdrawal.state.label()),
            text(&withdrawal.tracking),
            withdrawal.ended_at.map(Format::iso).unwrap_or_default(),
            text(&withdrawal.reason),
        ]
    });
    (head.to_vec(), rows.collect())
}
