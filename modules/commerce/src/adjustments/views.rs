//! Adjustments: the work list, one with what may be done, and the form on a customer's money page.

use kernel::error::FieldErrors;
use kernel::ids::TenantId;
use kernel::people::Contact;
use kernel::web::{Cx, FormView, Listing, Page, Raw, View, with_query};
use l10n::Currency;
use maud::{Markup, html};
use ui::{Column, Row, Tab, Tone};

use super::adjustment::{Adjustment, State};
use super::forms::{AnswerForm, Way};
use super::{Found, paths};
use crate::money_desk;
use crate::payouts::views::customer;
use crate::permissions::MANAGE_SALES;

fn state(cx: &Cx<'_>, state: State) -> Markup {
    ui::badge(state.tone(), cx.t(state.label()))
}

fn named(name: Option<&String>) -> Markup {
    html! { @if let Some(name) = name { (ui::name(name)) } }
}

/// The work list.
pub fn index(cx: &Cx<'_>, all: bool, page: &Page<Found>) -> View {
    let title = cx.t("commerce.adjustments.title");
    let tab = |label: &str, href: String, active| Tab {
        label: cx.t(label),
        href,
        active,
        ..Tab::default()
    };
    let tabs = [
        tab("commerce.adjustments.waiting", paths::DESK.to_owned(), !all),
        tab(
            "commerce.adjustments.all",
            with_query(paths::DESK, &[("all", "1")]),
            all,
        ),
    ];
    let none = ui::empty_state(
        "circle-check",
        cx.t("commerce.adjustments.none_title"),
        cx.t("commerce.adjustments.none_text"),
        html! {},
    );
    let pairs = [("all", if all { "1" } else { "" })];
    let main = html! {
        (ui::page_header(&title, Some(&cx.t("commerce.adjustments.lead")), html! {}))
        (ui::tabs(&title, &tabs))
        (table(cx, &title, &page.rows).empty(none))
        (Listing::new(cx, paths::DESK, &pairs).pager(page, None))
    };
    View::new(title, main)
}

/// Adjustments as a table.
pub fn table(cx: &Cx<'_>, title: &str, rows: &[Found]) -> ui::Table {
    let rows = rows.iter().map(|found| {
        let one = &found.adjustment;
        Row::new()
            .href(paths::desk(one.id))
            .cell(ui::date_time(cx.fmt(), one.asked_at))
            .cell(ui::name(&found.tenant))
            .cell(ui::money(cx.fmt(), one.money()))
            .cell(named(found.asked_by.as_ref()))
            .cell(state(cx, one.state))
    });
    ui::table(title)
        .column(Column::new(cx.t("commerce.adjustments.asked_at")))
        .column(Column::new(cx.t("commerce.payments.customer")))
        .column(Column::new(cx.t("commerce.adjustments.amount")).number())
        .column(Column::new(cx.t("commerce.adjustments.asked_by")).wide_only())
        .column(Column::new(cx.t("commerce.column.state")))
        .rows(rows)
}

/// One adjustment.
pub fn show(
    cx: &Cx<'_>,
    found: &Found,
    people: &[Contact],
    raw: &Raw,
    errors: Option<&FieldErrors>,
) -> View {
    let one = &found.adjustment;
    let number = cx.fmt().digits(&one.number.to_string());
    let title = cx.t_with("commerce.adjustments.numbered", &[("number", &number)]);
    let waits = one.state == State::Asked && cx.may(MANAGE_SALES);
    let own = one.asked_by.is_some() && one.asked_by == cx.user().map(|user| user.id);
    let act = html! {
        @if waits && own { (take_back(cx, one)) } @else if waits { (agree(cx, one)) }
    };
    let side = html! {
        @if waits && !own { (refusal(cx, one, &FormView::new(cx, raw, errors))) }
    };
    let main = html! {
        (ui::page_header(&title, None, act))
        @if waits {
            (ui::alert(Tone::Info, cx.t(if own { "commerce.adjustments.advice.own" } else { "commerce.adjustments.advice.asked" })))
        }
        (ui::dash(ui::card("facts", cx.t("commerce.payments.about"), ui::definition_list(facts(cx, found, people))), side))
    };
    View::new(&title, main)
        .crumb(
            cx.t("commerce.adjustments.title"),
            Some(paths::DESK.to_owned()),
        )
        .crumb(title, None)
}

fn agree(cx: &Cx<'_>, one: &Adjustment) -> ui::Button {
    ui::button(cx.t("commerce.adjustments.confirm"))
        .money()
        .icon("check")
        .post(format!("{}/confirmation", paths::desk(one.id)), cx.csrf())
}

fn take_back(cx: &Cx<'_>, one: &Adjustment) -> ui::Button {
    ui::button(cx.t("commerce.adjustments.withdraw"))
        .danger()
        .quiet()
        .post(paths::desk(one.id), cx.csrf())
        .method("DELETE")
}

fn refusal(cx: &Cx<'_>, one: &Adjustment, form: &FormView<'_>) -> Markup {
    let shown = form
        .form_once(format!("{}/refusal", paths::desk(one.id)))
        .id("refusal");
    let go = ui::button(cx.t("commerce.adjustments.refuse")).danger();
    let body = shown.body(AnswerForm::fields(form)).actions(go);
    ui::card("refuse", cx.t("commerce.adjustments.refuse"), body)
}

fn facts(cx: &Cx<'_>, found: &Found, people: &[Contact]) -> Vec<(String, Markup)> {
    let one = &found.adjustment;
    let words = |text: &str| html! { span dir="auto" { (text) } };
    let mut facts = vec![
        (cx.t("commerce.column.state"), state(cx, one.state)),
        (
            cx.t("commerce.adjustments.amount"),
            ui::money_pair(cx.fmt(), one.money()),
        ),
        (
            cx.t("commerce.payments.customer"),
            customer(cx, one.holder_id, &found.tenant),
        ),
        (cx.t("commerce.adjustments.reason"), words(&one.reason)),
        (
            cx.t("commerce.adjustments.asked_by"),
            named(found.asked_by.as_ref()),
        ),
        (
            cx.t("commerce.adjustments.asked_at"),
            ui::date_time(cx.fmt(), one.asked_at),
        ),
    ];
    if let Some(at) = one.decided_at {
        let by = people.first().map(|one| one.name.clone());
        let shown = html! { (ui::date_time(cx.fmt(), at)) " " (named(by.as_ref())) };
        facts.push((cx.t("commerce.adjustments.decided_at"), shown));
    }
    if let Some(answer) = &one.answer {
        facts.push((cx.t("commerce.adjustments.answer"), words(answer)));
    }
    facts
}

/// The form on a customer's money page.
pub fn form(cx: &Cx<'_>, holder: TenantId, form: &FormView<'_>) -> Markup {
    let unit = cx.fmt().unit(Currency::Irr);
    let ways = Way::ALL.iter().map(|way| (way.as_str(), cx.t(way.label())));
    let way = ui::radio_group("way", cx.t("commerce.adjustments.way"));
    let way = ways
        .fold(way, |group, (word, label)| group.option(word, label))
        .value(form.typed_or("way", Way::Give.as_str()))
        .error(form.error("way"));
    let amount = ui::money_field("amount", cx.t("commerce.adjustments.amount"), unit)
        .value(form.typed("amount"))
        .error(form.error("amount"))
        .max_length(24)
        .required();
    let reason = form
        .field("reason", "commerce.adjustments.reason")
        .area(3)
        .dir("auto")
        .max_length(500)
        .hint(cx.t("commerce.adjustments.reason_hint"))
        .required();
    let go = ui::button(cx.t("commerce.adjustments.adjust"))
        .money()
        .icon("scale");
    let body = form
        .form_once(money_desk::paths::adjustments(holder))
        .id("adjustment")
        .body(html! { (way) (amount) (reason) })
        .actions(go);
    ui::card("adjust", cx.t("commerce.adjustments.adjust"), body)
}
