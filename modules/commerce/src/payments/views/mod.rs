//! What payments look like: pure functions from rows to `Markup`. Same file names as in `routes`.

pub mod back;
pub mod desk;
pub mod mine;
pub mod sheet;
pub mod steps;
pub mod top_up;

use contracts::commerce::Gateway;
use kernel::module::ResourceRef;
use kernel::web::Cx;
use maud::{Markup, html};

use super::models::Payment;
use super::transfer;
use crate::ids::InvoiceId;

/// What a gateway is called; its name among ports when its module is gone.
pub fn gateway_name(cx: &Cx<'_>, name: &str) -> String {
    let gateway = cx.app().registry.ports().named::<dyn Gateway>(name);
    gateway.map_or_else(|| name.to_owned(), |gateway| cx.t(gateway.label()))
}

/// Where it stands.
pub fn state(cx: &Cx<'_>, payment: &Payment) -> Markup {
    let label = if transfer::is(payment) {
        transfer::views::label(payment.state)
    } else {
        payment.state.label()
    };
    ui::badge(payment.state.tone(), cx.t(label))
}

/// What it was made for.
fn purpose(cx: &Cx<'_>, payment: &Payment) -> Markup {
    match payment.invoice_id {
        None => html! { (cx.t("commerce.payments.for_wallet")) },
        Some(id) => invoice(cx, id),
    }
}

fn invoice(cx: &Cx<'_>, id: InvoiceId) -> Markup {
    let thing = ResourceRef {
        kind: "commerce.invoice".to_owned(),
        id: id.0,
    };
    let label = cx.t("commerce.payments.for_invoice");
    html! { @if let Some(link) = cx.link(&thing) { a href=(link.href) { (label) } } @else { (label) } }
}

/// What payer and bank know of it.
fn proof(cx: &Cx<'_>, payment: &Payment) -> Vec<(String, Markup)> {
    let mut facts = Vec::new();
    let copy = || cx.t("kernel.list.copy");
    if let Some(receipt) = &payment.receipt {
        let shown = html! { (ui::copyable(receipt, copy())) };
        facts.push((cx.t("commerce.payments.receipt"), shown));
    }
    if let Some(card) = &payment.card {
        facts.push((cx.t("commerce.payments.card"), ui::bdi(card)));
    }
    if let Some(reference) = &payment.reference {
        let shown = html! { (ui::copyable(reference, copy())) };
        facts.push((cx.t("commerce.payments.reference"), shown));
    }
    facts
}
