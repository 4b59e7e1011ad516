//! The payer's page, as a bank's gateway has it: what is to be paid, to whom, until when, and what the payer does.
//! Above it, in large letters, that no money moves.

use kernel::web::{Cx, FormView, View};
use l10n::Money;
use maud::{Markup, html};
use ui::{OutcomeKind, Pick};

use super::loud;
use crate::zarinpal::cards::CARDS;
use crate::zarinpal::forms::WAITS;
use crate::zarinpal::models::{Payment, Terminal};
use crate::zarinpal::paths;
use crate::zarinpal::words::{EndKind, FeePayer, Outcome};

const FORM: &str = "gateway";

/// What is to be paid.
pub fn pay(cx: &Cx<'_>, payment: &Payment, terminal: &Terminal, form: &FormView<'_>) -> View {
    let title = cx.t("simulators.zarinpal.gateway");
    let until = ui::countdown(
        cx.fmt(),
        cx.t("simulators.zarinpal.time_left"),
        payment.expires_at,
        cx.t("simulators.zarinpal.time_over"),
    );
    let choice = form
        .form(paths::start_pay(&payment.authority))
        .id(FORM)
        .body(fields(cx, form));
    let main = html! {
        (loud(cx))
        (ui::page_header(&title, Some(&terminal.name), until))
        (ui::checkout(choice, &summary(cx, payment, terminal)))
    };
    let view = View::new(title, main);
    match payment.way_back() {
        Some(place) => view.leads_to(place),
        None => view,
    }
}

fn fields(cx: &Cx<'_>, form: &FormView<'_>) -> Markup {
    let bank = |bank: &str| cx.t(bank);
    let cards = CARDS.iter().fold(
        ui::picks("card", cx.t("simulators.zarinpal.card")).error(form.error("card")),
        |picks, card| {
            let number = ui::bdi(cx.fmt().digits(&card.masked()));
            picks.pick(
                Pick::new(card.number, bank(card.bank))
                    .icon("credit-card")
                    .end(number),
            )
        },
    );
    let [first, ..] = CARDS;
    let outcomes = Outcome::ALL.iter().fold(
        ui::picks("outcome", cx.t("simulators.zarinpal.what_happens")).error(form.error("outcome")),
        |picks, outcome| {
            let text = |part: &str| cx.t(&format!("simulators.zarinpal.outcome.{outcome}{part}"));
            picks.pick(Pick::new(outcome.as_str(), text("")).note(text("_note")))
        },
    );
    let waits = WAITS.map(|wait| (wait.to_string(), seconds(cx, wait)));
    html! {
        (cards.value(form.typed_or("card", first.number)).columns())
        (outcomes.value(form.typed_or("outcome", Outcome::Pay.as_str())))
        (ui::select("wait", cx.t("simulators.zarinpal.wait")).options(waits)
            .value(form.typed_or("wait", "10")).error(form.error("wait")).hint(cx.t("simulators.zarinpal.wait_hint")))
    }
}

fn seconds(cx: &Cx<'_>, wait: u32) -> String {
    let (number, unit) = if wait < 60 {
        (wait, "simulators.zarinpal.seconds")
    } else {
        (wait / 60, "simulators.zarinpal.minutes")
    };
    let number = cx.fmt().number(i64::from(number));
    cx.t_with(unit, &[("count", &number)])
}

fn summary(cx: &Cx<'_>, payment: &Payment, terminal: &Terminal) -> ui::Order {
    let mut bill = ui::bill(cx.fmt()).line(&payment.description, payment.money());
    if terminal.fee_payer == FeePayer::Payer {
        bill = bill.line(
            cx.t("simulators.zarinpal.fee"),
            Money::rial(payment.fee_rial),
        );
    }
    let go_on = ui::button(cx.t("simulators.zarinpal.go_on"))
        .primary()
        .wide()
        .icon("check");
    ui::order(cx.t("simulators.zarinpal.to_pay"), bill)
        .total(
            cx.t("simulators.zarinpal.total"),
            ui::money_pair(cx.fmt(), to_pay(payment, terminal)),
        )
        .action(go_on.form(FORM))
        .note(cx.t_with(
            "simulators.zarinpal.back_to",
            &[("domain", &terminal.domain)],
        ))
}

/// What leaves the card.
fn to_pay(payment: &Payment, terminal: &Terminal) -> Money {
    match terminal.fee_payer {
        FeePayer::Payer => Money::rial(payment.amount_rial.saturating_add(payment.fee_rial)),
        FeePayer::Merchant => payment.money(),
    }
}

/// How it ended, and the way back.
pub fn ended(
    cx: &Cx<'_>,
    payment: &Payment,
    terminal: &Terminal,
    then: Outcome,
    wait: Option<u32>,
) -> View {
    let end = payment.end_kind.unwrap_or(EndKind::Expired);
    let kind = if end == EndKind::Paid {
        OutcomeKind::Paid
    } else {
        OutcomeKind::Failed
    };
    let title = cx.t(&format!("simulators.zarinpal.end.{}", end.as_str()));
    let text = match (end, wait) {
        (EndKind::Paid, Some(wait)) => cx.t_with(
            "simulators.zarinpal.then.late",
            &[("time", &seconds(cx, wait))],
        ),
        (EndKind::Paid, None) if then == Outcome::Vanish => cx.t("simulators.zarinpal.then.vanish"),
        (EndKind::Paid, None) if then == Outcome::Twice => cx.t("simulators.zarinpal.then.twice"),
        _ => cx.t_with("simulators.zarinpal.then.back", &[("name", &terminal.name)]),
    };
    let mut slip = ui::outcome(kind, &title, text)
        .amount(ui::money_pair(cx.fmt(), to_pay(payment, terminal)))
        .fact(cx.t("simulators.zarinpal.shop"), ui::name(&terminal.name));
    if end == EndKind::Paid {
        let number = payment.ref_id().to_string();
        slip = slip.fact(
            cx.t("simulators.zarinpal.reference"),
            ui::copyable(number, cx.t("kernel.list.copy")),
        );
    }
    let main = html! { (loud(cx)) (slip.actions(ways_back(cx, payment, then))) };
    View::new(title, main)
}

fn ways_back(cx: &Cx<'_>, payment: &Payment, then: Outcome) -> Markup {
    let Some(place) = payment.way_back() else {
        return html! {};
    };
    let back = ui::button(cx.t("simulators.zarinpal.back")).primary();
    html! {
        (back.href(place.clone()))
        @if then == Outcome::Twice {
            a.btn href=(place) target="_blank" rel="noopener" { span { (cx.t("simulators.zarinpal.back_beside")) } }
        }
    }
}
