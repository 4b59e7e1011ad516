//! Where is my money, for staff: the list by what somebody has in hand, and one payment with each step and what to press.

use contracts::commerce::Gateway;
use kernel::error::FieldErrors;
use kernel::module::ResourceRef;
use kernel::people;
use kernel::web::{Cx, FormView, ListOnly, Listing, Page, Raw, View};
use maud::{Markup, html};
use ui::{Column, Row, Select, Tone};

use super::super::forms::ReversalForm;
use super::super::models::search::Found;
use super::super::models::{Event, Payment, State, reverse, topic};
use super::super::paths;
use super::super::routes::desk::Narrowed;
use super::super::transfer::{self, models::Proof};
use super::{gateway_name, proof, purpose, state, steps};
use crate::narrowing::day_field;
use crate::permissions::MANAGE_SALES;

/// The list.
pub fn index(
    cx: &Cx<'_>,
    only: ListOnly,
    narrowed: &Narrowed<'_>,
    page: &Page<Found>,
    count: i64,
) -> View {
    let title = cx.t("commerce.payments.title");
    let filters = narrowed.pairs();
    let listing = Listing::new(cx, paths::DESK, &filters);
    let head = html! {
        (ui::page_header(&title, Some(&cx.t("commerce.payments.desk_lead")), html! {}))
        (listing.filters("q", "commerce.payments.search")
            .select(states(cx, narrowed)).select(gateways(cx, narrowed))
            .field(day_field(cx, "from", narrowed.from)).field(day_field(cx, "to", narrowed.to)))
    };
    let empty = listing.empty(
        "credit-card",
        "commerce.payments.none_title",
        "commerce.payments.desk_none_text",
    );
    let table = ui::table(&title)
        .column(Column::new(cx.t("commerce.payments.begun_at")))
        .column(Column::new(cx.t("commerce.payments.customer")))
        .column(Column::new(cx.t("commerce.payments.amount")).number())
        .column(Column::new(cx.t("commerce.payments.gateway")).wide_only())
        .column(Column::new(cx.t("commerce.payments.receipt")).wide_only())
        .column(Column::new(cx.t("commerce.payments.state_label")))
        .rows(page.rows.iter().map(|found| row(cx, found)))
        .empty(empty);
    let foot = html! { (listing.pager(page, Some(count))) (listing.exports(paths::EXPORT)) };
    listing.view(title, only, head, &table, foot)
}

fn row(cx: &Cx<'_>, found: &Found) -> Row {
    let payment = &found.payment;
    Row::new()
        .href(paths::desk(payment.id))
        .cell(ui::date_time(cx.fmt(), payment.begun_at))
        .cell(ui::name(&found.tenant))
        .cell(ui::money(cx.fmt(), payment.money()))
        .cell(html! { (gateway_name(cx, &payment.gateway)) })
        .cell(html! { @if let Some(receipt) = &payment.receipt { (ui::bdi(receipt)) } })
        .cell(state(cx, payment))
}

fn states(cx: &Cx<'_>, narrowed: &Narrowed<'_>) -> Select {
    let all = State::ALL
        .iter()
        .map(|one| (one.as_str(), cx.t(one.label())));
    ui::select("state", cx.t("commerce.payments.state_label"))
        .empty(cx.t("commerce.payments.any_state"))
        .options(all)
        .value(narrowed.state.unwrap_or_default())
}

fn gateways(cx: &Cx<'_>, narrowed: &Narrowed<'_>) -> Select {
    let all = cx.app().registry.ports().all::<dyn Gateway>().into_iter();
    let named = all.map(|(name, gateway)| (name, cx.t(gateway.label())));
    ui::select("gateway", cx.t("commerce.payments.gateway"))
        .empty(cx.t("commerce.payments.any_gateway"))
        .options(named)
        .value(narrowed.gateway.unwrap_or_default())
}

/// The part that follows the payment.
const ID: &str = "payment";

/// One payment as it is shown.
pub struct Shown<'a> {
    /// The payment.
    pub found: &'a Found,
    /// What happened to it.
    pub steps: &'a [Event],
    /// What was handed in, for a transfer.
    pub proof: Option<&'a Proof>,
}

/// One payment.
pub fn show(cx: &Cx<'_>, shown: &Shown<'_>, raw: &Raw, errors: Option<&FieldErrors>) -> View {
    let payment = &shown.found.payment;
    let title = cx.t("commerce.payments.one");
    let part = part(cx, shown);
    let can_reverse = cx.may(MANAGE_SALES) && reverse::can_be(payment, cx.app(), cx.now());
    let main = html! {
        (part)
        @if !cx.asks_for(ID) {
            @if can_reverse { (reversal(cx, payment, &FormView::new(cx, raw, errors))) }
            @if let Some(proof) = shown.proof { (transfer::views::decision(cx, payment, proof, raw, errors)) }
        }
    };
    View::new(&title, main)
        .live(topic(payment.id))
        .crumb(
            cx.t("commerce.payments.title"),
            Some(paths::DESK.to_owned()),
        )
        .crumb(title, None)
}

fn part(cx: &Cx<'_>, shown: &Shown<'_>) -> Markup {
    let payment = &shown.found.payment;
    let (place, event) = (paths::desk(payment.id), ui::on_event(topic(payment.id)));
    html! {
        div.flow id=(ID) hx-get=(place) hx-trigger=(event) hx-swap="outerMorph" {
            (ui::page_header(cx.t("commerce.payments.one"), None, ask(cx, payment)))
            (ui::alert(Tone::Info, cx.t(advice(payment))))
            (ui::dash(
                ui::card("steps", cx.t("commerce.payments.steps"), steps::in_full(cx, shown.steps)),
                ui::card("facts", cx.t("commerce.payments.about"), ui::definition_list(facts(cx, shown.found))),
            ))
            @if let Some(proof) = shown.proof { (transfer::views::proof(cx, proof, transfer::paths::desk_proof(payment.id))) }
        }
    }
}

/// What there is to do.
fn advice(payment: &Payment) -> &'static str {
    if transfer::is(payment) {
        return transfer::views::advice(payment.state);
    }
    match payment.state {
        State::Begun => "commerce.payments.advice.begun",
        State::Sent => "commerce.payments.advice.sent",
        State::Settled if payment.is_being_reversed() => "commerce.payments.advice.reversing",
        State::Settled => "commerce.payments.advice.settled",
        State::Failed => "commerce.payments.advice.failed",
        State::Expired => "commerce.payments.advice.expired",
        State::Reversed => "commerce.payments.advice.reversed",
    }
}

fn ask(cx: &Cx<'_>, payment: &Payment) -> Markup {
    html! {
        @if payment.reference.is_some() && !payment.state.is_through() {
            (ui::button(cx.t("commerce.payments.ask_again")).primary().icon("refresh-cw")
                .post(paths::desk_asking(payment.id), cx.csrf()))
        }
    }
}

fn reversal(cx: &Cx<'_>, payment: &Payment, form: &FormView<'_>) -> Markup {
    let give = ui::button(cx.t("commerce.payments.give_back"))
        .danger()
        .icon("undo-2");
    let shown = form.form_once(paths::reversal(payment.id)).id("reversal");
    let body = html! {
        p { (cx.t("commerce.payments.give_back_text")) }
        (shown.body(ReversalForm::fields(form)).actions(give))
    };
    ui::card("give-back", cx.t("commerce.payments.give_back"), body)
}

fn facts(cx: &Cx<'_>, found: &Found) -> Vec<(String, Markup)> {
    let payment = &found.payment;
    let mut facts = vec![
        (cx.t("commerce.payments.state_label"), state(cx, payment)),
        (
            cx.t("commerce.payments.amount"),
            ui::money(cx.fmt(), payment.money()),
        ),
        (cx.t("commerce.payments.customer"), customer(cx, found)),
        (cx.t("commerce.payments.purpose"), purpose(cx, payment)),
        (
            cx.t("commerce.payments.gateway"),
            html! { (gateway_name(cx, &payment.gateway)) },
        ),
    ];
    facts.extend(proof(cx, payment));
    if let Some(fee) = payment.fee {
        let fee = super::super::models::payment::money(fee, &payment.currency);
        facts.push((cx.t("commerce.payments.fee"), ui::money(cx.fmt(), fee)));
    }
    if let Some(failure) = &payment.failure {
        facts.push((cx.t("commerce.payments.failure"), ui::mono(failure)));
    }
    let id = html! { (ui::copyable(payment.id.to_string(), cx.t("kernel.list.copy"))) };
    facts.push((cx.t("commerce.payments.id"), id));
    facts
}

fn customer(cx: &Cx<'_>, found: &Found) -> Markup {
    let tenant = ResourceRef {
        kind: people::TENANT.to_owned(),
        id: found.payment.tenant_id.0,
    };
    let name = ui::name(&found.tenant);
    html! { @if let Some(link) = cx.link(&tenant) { a href=(link.href) { (name) } } @else { (name) } }
}
