//! Withdrawals as staff see them: the list, and one with each step and what may be pressed.

use kernel::error::FieldErrors;
use kernel::web::{Cx, FormView, ListOnly, Listing, Page, Raw, View};
use maud::{Markup, html};
use ui::{Column, EventDay, EventKind, Row, Tone};

use super::super::forms::{FailedForm, PaidForm, RefusalForm};
use super::super::models::search::Found;
use super::super::models::withdrawal::topic;
use super::super::models::{State, Withdrawal};
use super::super::paths;
use super::super::routes::desk::{Known, Narrowed};
use super::{customer, named, sheba, sheba_to_copy, state};
use crate::narrowing::day_field;
use crate::permissions::MANAGE_SALES;

/// Which of a page's forms was sent, and what is wrong with it.
#[derive(Clone, Copy, Default)]
pub struct Sent<'a> {
    /// The last part of its address.
    pub form: &'static str,
    /// What was typed, and what is wrong.
    pub typed: Option<(&'a Raw, &'a FieldErrors)>,
}

impl<'a> Sent<'a> {
    /// A form of the page: with what was typed when it is the one that was sent.
    pub fn view(&self, cx: &'a Cx<'a>, form: &str, none: &'a Raw) -> FormView<'a> {
        match self.typed.filter(|_| self.form == form) {
            Some((raw, errors)) => FormView::new(cx, raw, Some(errors)),
            None => FormView::new(cx, none, None),
        }
    }
}

/// The list.
pub fn index(
    cx: &Cx<'_>,
    only: ListOnly,
    narrowed: &Narrowed<'_>,
    page: &Page<Found>,
    count: i64,
) -> View {
    let title = cx.t("commerce.payouts.title");
    let filters = narrowed.pairs();
    let listing = Listing::new(cx, paths::DESK, &filters);
    let manages = cx.may(MANAGE_SALES);
    let acts = html! {
        (ui::button(cx.t("commerce.payouts.accounts")).icon("landmark").href(paths::DESK_ACCOUNTS))
        @if manages { (ui::button(cx.t("commerce.payouts.batches")).primary().icon("file-text").href(paths::BATCHES)) }
    };
    let states = State::ALL
        .iter()
        .map(|one| (one.as_str(), cx.t(one.label())));
    let states = ui::select("state", cx.t("commerce.column.state"))
        .empty(cx.t("commerce.payments.any_state"))
        .options(states)
        .value(narrowed.state.unwrap_or_default());
    let head = html! {
        (ui::page_header(&title, Some(&cx.t("commerce.payouts.desk_lead")), acts))
        (listing.filters("q", "commerce.payouts.search")
            .select(states)
            .field(day_field(cx, "from", narrowed.from)).field(day_field(cx, "to", narrowed.to)))
    };
    let empty = listing.empty(
        "banknote",
        "commerce.payouts.desk_none_title",
        "commerce.payouts.desk_none_text",
    );
    let table = ui::table(&title)
        .column(Column::new(cx.t("commerce.payouts.number")))
        .column(Column::new(cx.t("commerce.payouts.asked_at")))
        .column(Column::new(cx.t("commerce.payments.customer")))
        .column(Column::new(cx.t("commerce.payouts.amount")).number())
        .column(Column::new(cx.t("commerce.payouts.to")).wide_only())
        .column(Column::new(cx.t("commerce.column.state")))
        .rows(page.rows.iter().map(|found| row(cx, found)))
        .empty(empty);
    let foot = html! {
        (listing.pager(page, Some(count)))
        @if manages { (listing.exports(paths::EXPORT)) }
    };
    listing.view(title, only, head, &table, foot)
}

fn row(cx: &Cx<'_>, found: &Found) -> Row {
    let one = &found.withdrawal;
    Row::new()
        .href(paths::desk(one.id))
        .cell(cx.fmt().digits(&one.number.to_string()))
        .cell(ui::date_time(cx.fmt(), one.asked_at))
        .cell(ui::name(&found.tenant))
        .cell(ui::money(cx.fmt(), one.money()))
        .cell(sheba(cx, &one.sheba))
        .cell(state(cx, one.state))
}

/// One withdrawal.
pub fn show(cx: &Cx<'_>, known: &Known, sent: Sent<'_>) -> View {
    let found = &known.found;
    let one = &found.withdrawal;
    let number = cx.fmt().digits(&one.number.to_string());
    let title = cx.t_with("commerce.payouts.numbered", &[("number", &number)]);
    let side = html! {
        (ui::card("facts", cx.t("commerce.payments.about"), ui::definition_list(facts(cx, found))))
        @if cx.may(MANAGE_SALES) { (acts(cx, one, sent)) }
    };
    let main = html! {
        (ui::page_header(&title, None, approval(cx, one)))
        (ui::alert(Tone::Info, cx.t(advice(cx, one))))
        (ui::dash(ui::card("steps", cx.t("commerce.payments.steps"), steps(cx, known)), side))
    };
    View::new(&title, main)
        .live(topic(one.id))
        .crumb(cx.t("commerce.payouts.title"), Some(paths::DESK.to_owned()))
        .crumb(title, None)
}

/// Whether it is the reader who has approved, or asked.
fn is_readers(cx: &Cx<'_>, one: &Withdrawal) -> bool {
    let reader = cx.user().map(|user| user.id);
    reader.is_some() && (one.checked_by == reader || one.asked_by == reader)
}

fn approval(cx: &Cx<'_>, one: &Withdrawal) -> Markup {
    let can = one.state.is_undecided() && cx.may(MANAGE_SALES) && !is_readers(cx, one);
    html! {
        @if can {
            (ui::button(cx.t("commerce.payouts.approve")).primary().icon("check")
                .post(format!("{}/approval", paths::desk(one.id)), cx.csrf()))
        }
    }
}

/// What there is to do.
fn advice(cx: &Cx<'_>, one: &Withdrawal) -> &'static str {
    match one.state {
        State::Asked | State::Checked if is_readers(cx, one) => "commerce.payouts.advice.other",
        State::Asked => "commerce.payouts.advice.asked",
        State::Checked => "commerce.payouts.advice.checked",
        State::Approved => "commerce.payouts.advice.approved",
        State::Sent => "commerce.payouts.advice.sent",
        State::Paid => "commerce.payouts.advice.paid",
        State::Failed => "commerce.payouts.advice.failed",
        State::Refused => "commerce.payouts.advice.refused",
        State::Cancelled => "commerce.payouts.advice.cancelled",
    }
}

fn acts(cx: &Cx<'_>, one: &Withdrawal, sent: Sent<'_>) -> Markup {
    let none = Raw::default();
    let place = |part: &str| format!("{}/{part}", paths::desk(one.id));
    let part = |part: &'static str, fields: Markup, button: ui::Button, keys: [&str; 2]| {
        let form = sent.view(cx, part, &none).form_once(place(part)).id(part);
        let [title, text] = keys.map(|key| cx.t(key));
        let body = html! { p { (text) } (form.body(fields).actions(button)) };
        ui::card(format!("{part}-card"), title, body)
    };
    let refusal = || {
        let form = sent.view(cx, "refusal", &none);
        let button = ui::button(cx.t("commerce.payouts.refuse")).danger();
        part(
            "refusal",
            RefusalForm::fields(&form),
            button,
            ["commerce.payouts.refuse", "commerce.payouts.refuse_text"],
        )
    };
    match one.state {
        State::Asked | State::Checked | State::Approved => refusal(),
        State::Sent => {
            let (paid, failed) = (
                sent.view(cx, "payment", &none),
                sent.view(cx, "failure", &none),
            );
            let pay = ui::button(cx.t("commerce.payouts.mark_paid"))
                .money()
                .icon("check");
            let fail = ui::button(cx.t("commerce.payouts.mark_failed"))
                .danger()
                .icon("undo-2");
            html! {
                (part("payment", PaidForm::fields(&paid), pay, ["commerce.payouts.mark_paid", "commerce.payouts.mark_paid_text"]))
                (part("failure", FailedForm::fields(&failed), fail, ["commerce.payouts.mark_failed", "commerce.payouts.mark_failed_text"]))
            }
        }
        State::Paid | State::Failed | State::Refused | State::Cancelled => html! {},
    }
}

fn facts(cx: &Cx<'_>, found: &Found) -> Vec<(String, Markup)> {
    let one = &found.withdrawal;
    let copy = |text: &str| html! { (ui::copyable(text, cx.t("kernel.list.copy"))) };
    let mut facts = vec![
        (cx.t("commerce.column.state"), state(cx, one.state)),
        (
            cx.t("commerce.payouts.amount"),
            ui::money_pair(cx.fmt(), one.money()),
        ),
        (
            cx.t("commerce.payments.customer"),
            customer(cx, one.tenant_id, &found.tenant),
        ),
        (cx.t("commerce.payouts.to"), sheba_to_copy(cx, &one.sheba)),
        (cx.t("commerce.payouts.owner"), ui::name(&one.owner)),
    ];
    if let Some(batch) = one.batch_id {
        let label = cx.t("commerce.payouts.to_batch");
        let link = html! { @if cx.may(MANAGE_SALES) { a href=(paths::batch(batch)) { (label) } } @else { (label) } };
        facts.push((cx.t("commerce.payouts.batch"), link));
    }
    if let Some(tracking) = &one.tracking {
        facts.push((cx.t("commerce.payouts.tracking"), copy(tracking)));
    }
    facts
}

fn steps(cx: &Cx<'_>, known: &Known) -> Markup {
    let one = &known.found.withdrawal;
    let step = |kind, label: &str, at, by| {
        let event = ui::Event::new(kind, html! { (cx.t(label)) }, ui::date_time(cx.fmt(), at));
        let by = named(&known.people, by);
        if by.is_empty() { event } else { event.by(by) }
    };
    let mut events = vec![step(
        EventKind::Change,
        "commerce.payouts.state.asked",
        one.asked_at,
        one.asked_by,
    )];
    let decided = [
        (
            one.checked_at,
            one.checked_by,
            "commerce.payouts.state.checked",
        ),
        (
            one.approved_at,
            one.approved_by,
            "commerce.payouts.state.approved",
        ),
    ];
    for (at, by, label) in decided {
        if let Some(at) = at {
            events.push(step(EventKind::Change, label, at, by));
        }
    }
    if let Some(batch) = &known.batch {
        let (at, by) = (batch.made_at, batch.made_by);
        let label = "commerce.payouts.state.sent";
        events.push(step(EventKind::Money, label, at, by));
    }
    if let Some(at) = one.ended_at {
        let kind = match one.state {
            State::Paid => EventKind::Money,
            State::Cancelled => EventKind::Change,
            _ => EventKind::Bad,
        };
        let event = step(kind, one.state.label(), at, one.ended_by);
        events.push(match &one.reason {
            Some(reason) => event.body(html! { p dir="auto" { (reason) } }),
            None => event,
        });
    }
    let day = EventDay {
        day: String::new(),
        events,
    };
    ui::timeline(cx.t("commerce.payments.steps"), &[day])
}
