//! The list of payments for a spreadsheet. Sums are in smallest units and times in UTC: a sheet is read by programs, too.

use kernel::web::Cx;
use l10n::Format;

use super::super::models::search::Found;
use super::gateway_name;

/// Head and rows.
pub fn rows(cx: &Cx<'_>, found: &[Found]) -> (Vec<String>, Vec<Vec<String>>) {
    let head = [
        "id",
        "begun_at",
        "tenant",
        "gateway",
        "amount",
        "currency",
        "fee",
        "state",
        "reference",
        "receipt",
        "card",
        "ended_at",
        "failure",
    ]
    .map(|name| cx.t(&format!("commerce.payments.sheet.{name}")));
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let rows = found.iter().map(|Found { payment, tenant }| {
        vec![
            payment.id.to_string(),
            Format::iso(payment.begun_at),
            tenant.clone(),
            gateway_name(cx, &payment.gateway),
            payment.amount.to_string(),
            payment.currency.clone(),
            payment.fee.map(|fee| fee.to_string()).unwrap_or_default(),
            cx.t(payment.state.label()),
            text(&payment.reference),
            text(&payment.receipt),
            text(&payment.card),
            payment.ended_at.map(Format::iso).unwrap_or_default(),
            text(&payment.failure),
        ]
    });
    (head.to_vec(), rows.collect())
}
