//! The customer's payments, and one of them: where the money is, in plain words.

use kernel::error::{AppResult, FieldErrors};
use kernel::web::{Cx, Listing, Page, Raw, View};
use maud::{Markup, html};
use ui::{Column, Row, Tone};

use super::super::models::{Event, Payment, State, topic};
use super::super::paths;
use super::super::transfer::{self, models::Proof};
use super::{back, gateway_name, proof, purpose, state, steps};
use crate::permissions::BUY;

/// The list.
pub fn index(cx: &Cx<'_>, page: &Page<Payment>) -> View {
    let title = cx.t("commerce.payments.title");
    let top_up = html! {
        @if cx.may(BUY) { (ui::button(cx.t("commerce.top_up.title")).money().icon("plus").href(paths::TOP_UP)) }
    };
    let rows = page.rows.iter().map(|payment| {
        Row::new()
            .href(paths::payment(payment.id))
            .cell(ui::date_time(cx.fmt(), payment.begun_at))
            .cell(ui::money(cx.fmt(), payment.money()))
            .cell(html! { (gateway_name(cx, &payment.gateway)) })
            .cell(state(cx, payment))
    });
    let (none, why) = (
        cx.t("commerce.payments.none_title"),
        cx.t("commerce.payments.none_text"),
    );
    let table = ui::table(&title)
        .column(Column::new(cx.t("commerce.payments.begun_at")))
        .column(Column::new(cx.t("commerce.payments.amount")).number())
        .column(Column::new(cx.t("commerce.payments.gateway")).wide_only())
        .column(Column::new(cx.t("commerce.payments.state_label")))
        .rows(rows)
        .empty(ui::empty_state("credit-card", none, why, html! {}));
    let main = html! {
        (ui::page_header(&title, Some(&cx.t("commerce.payments.lead")), top_up))
        (table)
        (Listing::new(cx, paths::PAYMENTS, &[]).pager(page, None))
    };
    View::new(title, main)
}

/// One payment as it is shown.
pub struct Shown<'a> {
    /// The payment.
    pub payment: &'a Payment,
    /// What happened to it.
    pub steps: &'a [Event],
    /// What was handed in, for a transfer.
    pub proof: Option<&'a Proof>,
}

/// One payment.
pub fn show(
    cx: &Cx<'_>,
    shown: &Shown<'_>,
    raw: &Raw,
    errors: Option<&FieldErrors>,
) -> AppResult<View> {
    let payment = shown.payment;
    let by_transfer = transfer::is(payment);
    let explained = if by_transfer {
        transfer::views::explanation(payment.state)
    } else {
        back::explanation(payment.state)
    };
    // The form keeps what is typed while the page follows the payment, for it is not part of it.
    let to_pay = if by_transfer && payment.state == State::Begun {
        Some(transfer::views::to_pay(cx, payment, raw, errors)?)
    } else {
        None
    };
    let title = cx.t("commerce.payments.one");
    let (place, event) = (paths::payment(payment.id), ui::on_event(topic(payment.id)));
    let main = html! {
        div.flow id="payment" hx-get=(place) hx-trigger=(event) hx-swap="outerMorph" {
            (ui::page_header(&title, None, actions(cx, payment)))
            (ui::alert(tone(payment.state), cx.t(explained)))
            (ui::dash(
                ui::card("steps", cx.t("commerce.payments.steps"), steps::plain(cx, shown.steps)),
                ui::card("facts", cx.t("commerce.payments.about"), ui::definition_list(facts(cx, payment))),
            ))
            @if let Some(proof) = shown.proof { (transfer::views::proof(cx, proof, transfer::paths::proof(payment.id))) }
        }
        @if !cx.asks_for("payment") { @if let Some(to_pay) = to_pay { (to_pay) } }
    };
    Ok(View::new(&title, main)
        .live(topic(payment.id))
        .crumb(
            cx.t("commerce.payments.title"),
            Some(paths::PAYMENTS.to_owned()),
        )
        .crumb(title, None))
}

fn tone(state: State) -> Tone {
    match state {
        State::Begun | State::Sent => Tone::Warning,
        State::Settled => Tone::Success,
        State::Failed | State::Expired => Tone::Danger,
        State::Reversed => Tone::Info,
    }
}

fn actions(cx: &Cx<'_>, payment: &Payment) -> Markup {
    let may_pay = cx.may(BUY);
    let page = payment
        .page
        .as_ref()
        .filter(|_| may_pay && payment.state == State::Sent);
    let is_askable = payment.reference.is_some() && !payment.state.is_through();
    let is_lost = matches!(payment.state, State::Failed | State::Expired);
    html! {
        @if let Some(page) = page {
            (ui::button(cx.t("commerce.payments.go_on_paying")).money().icon("credit-card").href(page))
        }
        @if is_askable {
            (ui::button(cx.t("commerce.payments.ask_bank")).icon("refresh-cw").post(paths::asking(payment.id), cx.csrf()))
        }
        @if is_lost && may_pay && payment.invoice_id.is_none() {
            (ui::button(cx.t("commerce.payments.pay_again")).money().href(paths::TOP_UP))
        }
    }
}

fn facts(cx: &Cx<'_>, payment: &Payment) -> Vec<(String, Markup)> {
    let mut facts = vec![
        (cx.t("commerce.payments.state_label"), state(cx, payment)),
        (
            cx.t("commerce.payments.amount"),
            ui::money(cx.fmt(), payment.money()),
        ),
        (cx.t("commerce.payments.purpose"), purpose(cx, payment)),
        (
            cx.t("commerce.payments.gateway"),
            html! { (gateway_name(cx, &payment.gateway)) },
        ),
        (
            cx.t("commerce.payments.begun_at"),
            ui::date_time(cx.fmt(), payment.begun_at),
        ),
    ];
    facts.extend(proof(cx, payment));
    if let Some(why) = payment.failure.as_ref().filter(|_| transfer::is(payment)) {
        let why = match why.as_str() {
            "not_sent" => cx.t("commerce.transfer.not_handed_in"),
            why => why.to_owned(),
        };
        let shown = html! { span dir="auto" { (why) } };
        facts.push((cx.t("commerce.transfer.why"), shown));
    }
    facts
}
