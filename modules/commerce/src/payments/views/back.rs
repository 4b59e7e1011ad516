//! The page on which the payer arrives: paid, not paid, or not yet known. It follows the payment by itself, and by a link.

use kernel::module::Audience;
use kernel::web::{Cx, View};
use maud::{Markup, html};
use ui::{Outcome, OutcomeKind};

use super::super::models::{Returned, State, topic};
use super::super::paths;
use super::invoice;

/// The part that follows the payment.
pub const ID: &str = "payment-outcome";

/// The page.
pub fn show(cx: &Cx<'_>, token: &str, payment: &Returned) -> View {
    let title = cx.t(title(payment.state));
    let view = View::new(title, part(cx, token, payment)).live(topic(payment.id));
    if cx.tenant().is_some() {
        view.framed_for(Audience::Customer)
    } else {
        view
    }
}

fn part(cx: &Cx<'_>, token: &str, payment: &Returned) -> Markup {
    let (place, event) = (paths::back(token), ui::on_event(topic(payment.id)));
    // A payer who is not signed in has no stream.
    let when = match kind(payment.state) {
        OutcomeKind::Pending => format!("{event}, every 5s"),
        OutcomeKind::Paid | OutcomeKind::Failed => event,
    };
    html! {
        div id=(ID) hx-get=(place) hx-trigger=(when) hx-swap="outerMorph" { (outcome(cx, token, payment)) }
    }
}

fn outcome(cx: &Cx<'_>, token: &str, payment: &Returned) -> Outcome {
    let text = match (payment.state, payment.invoice_id) {
        (State::Settled, Some(_)) => "commerce.payments.outcome.settled_invoice",
        (state, _) => explanation(state),
    };
    let mut outcome = ui::outcome(kind(payment.state), cx.t(title(payment.state)), cx.t(text))
        .amount(ui::money(cx.fmt(), payment.money()));
    if let Some(receipt) = &payment.receipt {
        outcome = outcome.fact(cx.t("commerce.payments.receipt"), ui::bdi(receipt));
    }
    if let Some(card) = &payment.card {
        outcome = outcome.fact(cx.t("commerce.payments.card"), ui::bdi(card));
    }
    if let Some(at) = payment.ended_at {
        outcome = outcome.fact(
            cx.t("commerce.payments.ended_at"),
            ui::date_time(cx.fmt(), at),
        );
    }
    if let Some(id) = payment.invoice_id {
        outcome = outcome.fact(cx.t("commerce.payments.purpose"), invoice(cx, id));
    }
    outcome.actions(ways_on(cx, token, payment))
}

fn ways_on(cx: &Cx<'_>, token: &str, payment: &Returned) -> Markup {
    let wallet = ui::button(cx.t("commerce.payments.to_wallet")).href(paths::WALLET);
    let steps = ui::button(cx.t("commerce.payments.to_steps")).href(paths::payment(payment.id));
    let again = ui::button(cx.t("commerce.payments.pay_again")).href(paths::TOP_UP);
    match kind(payment.state) {
        OutcomeKind::Paid => html! { (wallet.primary().icon("wallet")) (steps.quiet()) },
        OutcomeKind::Failed if payment.invoice_id.is_none() => {
            html! { (again.money().icon("refresh-cw")) (steps.quiet()) }
        }
        OutcomeKind::Failed => html! { (steps) },
        OutcomeKind::Pending => html! {
            (ui::button(cx.t("commerce.payments.see_result")).primary().icon("refresh-cw").href(paths::back(token)))
            (steps.quiet())
        },
    }
}

fn kind(state: State) -> OutcomeKind {
    match state {
        State::Begun | State::Sent => OutcomeKind::Pending,
        State::Settled => OutcomeKind::Paid,
        State::Failed | State::Expired | State::Reversed => OutcomeKind::Failed,
    }
}

fn title(state: State) -> &'static str {
    match state {
        State::Begun | State::Sent => "commerce.payments.outcome.pending_title",
        State::Settled => "commerce.payments.outcome.settled_title",
        State::Failed => "commerce.payments.outcome.failed_title",
        State::Expired => "commerce.payments.outcome.expired_title",
        State::Reversed => "commerce.payments.outcome.reversed_title",
    }
}

/// What a state means for the payer's money, and what to do.
pub fn explanation(state: State) -> &'static str {
    match state {
        State::Begun | State::Sent => "commerce.payments.outcome.pending",
        State::Settled => "commerce.payments.outcome.settled",
        State::Failed => "commerce.payments.outcome.failed",
        State::Expired => "commerce.payments.outcome.expired",
        State::Reversed => "commerce.payments.outcome.reversed",
    }
}
