//! What transfers look like on the pages of payments: where to pay and the form for the receipt, the receipt itself, and what
//! staff press.

use kernel::error::{AppResult, FieldErrors};
use kernel::web::{Cx, FormView, Raw};
use l10n::{Currency, validate};
use maud::{Markup, html};
use ui::Tone;

use super::super::models::{Payment, State};
use super::forms::{FILE_LIMIT, RejectionForm};
use super::models::Proof;
use super::paths;
use super::settings::{TRANSFER_NOTE, TRANSFER_OWNER, TRANSFER_SHEBA};
use crate::payouts::views::sheba_to_copy;
use crate::permissions::{BUY, MANAGE_SALES};

/// What a state is called where people look.
#[must_use]
pub fn label(state: State) -> &'static str {
    match state {
        State::Begun => "commerce.transfer.state.begun",
        State::Sent => "commerce.transfer.state.sent",
        State::Failed => "commerce.transfer.state.failed",
        other => other.label(),
    }
}

/// What it means for the payer's money, and what to do.
#[must_use]
pub fn explanation(state: State) -> &'static str {
    match state {
        State::Begun => "commerce.transfer.explained.begun",
        State::Sent => "commerce.transfer.explained.sent",
        State::Settled => "commerce.payments.outcome.settled",
        State::Failed => "commerce.transfer.explained.failed",
        State::Expired | State::Reversed => "commerce.transfer.explained.expired",
    }
}

/// What staff are to do.
#[must_use]
pub fn advice(state: State) -> &'static str {
    match state {
        State::Begun => "commerce.transfer.advice.begun",
        State::Sent => "commerce.transfer.advice.sent",
        State::Settled => "commerce.payments.advice.settled",
        State::Failed => "commerce.transfer.advice.failed",
        State::Expired | State::Reversed => "commerce.transfer.advice.expired",
    }
}

/// Where to pay, and the form for the receipt.
pub fn to_pay(
    cx: &Cx<'_>,
    payment: &Payment,
    raw: &Raw,
    errors: Option<&FieldErrors>,
) -> AppResult<Markup> {
    let form = FormView::new(cx, raw, errors);
    Ok(html! {
        (ui::card("account", cx.t("commerce.transfer.account"), account(cx, payment)?))
        @if cx.may(BUY) { (ui::card("hand-in", cx.t("commerce.transfer.hand_in"), hand_in(cx, payment, &form))) }
    })
}

fn account(cx: &Cx<'_>, payment: &Payment) -> AppResult<Markup> {
    let number = TRANSFER_SHEBA.of(cx.app())?;
    let number = validate::sheba(&number).unwrap_or(number);
    let (owner, note) = (TRANSFER_OWNER.of(cx.app())?, TRANSFER_NOTE.of(cx.app())?);
    let mut facts = vec![
        (cx.t("commerce.payouts.sheba"), sheba_to_copy(cx, &number)),
        (
            cx.t("commerce.payments.amount"),
            ui::money_pair(cx.fmt(), payment.money()),
        ),
    ];
    if !owner.is_empty() {
        facts.insert(1, (cx.t("commerce.payouts.owner"), ui::name(&owner)));
    }
    Ok(html! {
        (ui::definition_list(facts))
        @if !note.is_empty() { p dir="auto" { (note) } }
    })
}

fn hand_in(cx: &Cx<'_>, payment: &Payment, form: &FormView<'_>) -> Markup {
    let unit = cx.fmt().unit(Currency::Irr);
    let asked = cx.fmt().amount(payment.money());
    let amount = ui::money_field("amount", cx.t("commerce.transfer.paid"), unit)
        .value(form.typed_or("amount", &asked))
        .error(form.error("amount"))
        .max_length(24)
        .required();
    let tracking = form
        .field("tracking", "commerce.transfer.tracking")
        .dir("ltr")
        .max_length(60)
        .hint(cx.t("commerce.transfer.tracking_hint"))
        .required();
    let today = cx.fmt().date(cx.now());
    let day = ui::date_field("paid_on", cx.t("commerce.transfer.paid_on"))
        .value(form.typed_or("paid_on", &today))
        .error(form.error("paid_on"))
        .required();
    let day = day.picker(cx.t("commerce.payments.calendar"), cx.fmt().calendar);
    let size = cx.fmt().bytes(FILE_LIMIT);
    let limit = cx.t_with("commerce.transfer.file_limit", &[("size", &size)]);
    let file = ui::file_field("receipt", cx.t("commerce.transfer.receipt"), limit)
        .words(
            cx.t("kernel.form.choose_files"),
            cx.t("kernel.form.no_file"),
        )
        .accept("image/*,.pdf")
        .error(form.error("receipt"))
        .required();
    let go = ui::button(cx.t("commerce.transfer.send"))
        .money()
        .icon("upload")
        .busy(cx.t("commerce.transfer.sending"));
    let shown = form
        .form_once(paths::proof(payment.id))
        .id("receipt-form")
        .upload();
    html! { (shown.body(html! { (tracking) (amount) (day) (file) }).actions(go)) }
}

/// What was handed in; `place` is where the receipt is.
pub fn proof(cx: &Cx<'_>, proof: &Proof, place: String) -> Markup {
    let file = ui::button(&proof.name).small().icon("download").href(place);
    let facts = vec![
        (cx.t("commerce.transfer.tracking"), ui::bdi(&proof.tracking)),
        (
            cx.t("commerce.transfer.said"),
            ui::money(cx.fmt(), proof.money()),
        ),
        (
            cx.t("commerce.transfer.paid_on"),
            html! { (cx.fmt().day(proof.paid_on)) },
        ),
        (
            cx.t("commerce.transfer.handed_in_at"),
            ui::date_time(cx.fmt(), proof.handed_in_at),
        ),
        (
            cx.t("commerce.transfer.receipt"),
            html! { (file.download()) },
        ),
    ];
    ui::card(
        "proof",
        cx.t("commerce.transfer.proof"),
        ui::definition_list(facts),
    )
}

/// What staff say of a receipt that was handed in.
pub fn decision(
    cx: &Cx<'_>,
    payment: &Payment,
    proof: &Proof,
    raw: &Raw,
    errors: Option<&FieldErrors>,
) -> Markup {
    if payment.state != State::Sent || !cx.may(MANAGE_SALES) {
        return html! {};
    }
    // The reason stands in the form that was sent alone.
    let rejects = errors.is_some_and(|errors| errors.get("why").is_some());
    let none = Raw::default();
    let view = |mine: bool| {
        if mine {
            FormView::new(cx, raw, errors)
        } else {
            FormView::new(cx, &none, None)
        }
    };
    html! {
        (acceptance(cx, payment, proof, &view(!rejects)))
        (rejection(cx, payment, &view(rejects)))
    }
}

fn acceptance(cx: &Cx<'_>, payment: &Payment, proof: &Proof, form: &FormView<'_>) -> Markup {
    let unit = cx.fmt().unit(Currency::Irr);
    let paid = cx.fmt().amount(proof.money());
    let amount = ui::money_field("accepted", cx.t("commerce.transfer.accepted"), unit)
        .value(form.typed_or("accepted", &paid))
        .error(form.error("accepted"))
        .max_length(24)
        .required();
    let number = form
        .field("number", "commerce.transfer.tracking")
        .value(form.typed_or("number", &proof.tracking))
        .dir("ltr")
        .max_length(60)
        .required();
    let go = ui::button(cx.t("commerce.transfer.accept"))
        .money()
        .icon("check");
    let shown = form
        .form_once(paths::acceptance(payment.id))
        .id("acceptance");
    let body = html! {
        p { (cx.t("commerce.transfer.accept_text")) }
        @if proof.money() != payment.money() { (ui::alert(Tone::Warning, cx.t("commerce.transfer.differs"))) }
        (shown.body(html! { (amount) (number) }).actions(go))
    };
    ui::card("accept", cx.t("commerce.transfer.accept"), body)
}

fn rejection(cx: &Cx<'_>, payment: &Payment, form: &FormView<'_>) -> Markup {
    let go = ui::button(cx.t("commerce.transfer.turn_down")).danger();
    let shown = form.form_once(paths::rejection(payment.id)).id("rejection");
    let body = html! {
        p { (cx.t("commerce.transfer.turn_down_text")) }
        (shown.body(RejectionForm::fields(form)).actions(go))
    };
    ui::card("turn-down", cx.t("commerce.transfer.turn_down"), body)
}
