//! The list of deliveries and one delivery. The text of a mail is not shown: it may hold a link that opens an account.

use maud::{Markup, html};
use ui::{Column, Row, Tone};

use crate::pages::models::deliveries::{DeliveryFilter, DeliveryRow, STATES};
use crate::pages::paths;
use crate::web::{Cx, ListOnly, Listing, Page, View};

/// Tone and text of a delivery's state.
pub fn state(cx: &Cx<'_>, state: &str) -> Markup {
    let tone = match state {
        "sent" => Tone::Success,
        "failed" => Tone::Danger,
        "kept" => Tone::Info,
        _ => Tone::Neutral,
    };
    ui::badge(tone, cx.t(&format!("kernel.deliveries.state_list.{state}")))
}

/// The name of a mail.
pub fn name(cx: &Cx<'_>, mail: &str) -> String {
    cx.t(&format!("{mail}.label"))
}

/// The list.
pub fn index(
    cx: &Cx<'_>,
    list_only: ListOnly,
    filter: DeliveryFilter<'_>,
    page: &Page<DeliveryRow>,
    count: i64,
) -> View {
    let title = cx.t("kernel.deliveries.title");
    let filters = [("state", filter.state), ("q", filter.recipient)];
    let listing = Listing::new(cx, paths::MAIL, &filters);
    let states = STATES
        .iter()
        .map(|s| (*s, cx.t(&format!("kernel.deliveries.state_list.{s}"))));
    let head = html! {
        (ui::page_header(&title, Some(&cx.t("kernel.deliveries.lead")), html! {}))
        (listing.filters("q", "kernel.deliveries.search")
            .select(ui::select("state", cx.t("kernel.deliveries.state")).empty(cx.t("kernel.deliveries.any_state"))
                .options(states).value(filter.state)))
    };
    let empty = listing.empty(
        "mail",
        "kernel.deliveries.none_title",
        "kernel.deliveries.none_text",
    );
    let table = ui::table(&title)
        .column(Column::new(cx.t("kernel.deliveries.recipient")))
        .column(Column::new(cx.t("kernel.deliveries.mail")))
        .column(Column::new(cx.t("kernel.deliveries.state")))
        .column(Column::new(cx.t("kernel.deliveries.queued_at")).wide_only())
        .rows(page.rows.iter().map(|row| {
            Row::new()
                .href(paths::below(paths::MAIL, row.id))
                .cell(ui::bdi(&row.recipient))
                .cell(name(cx, &row.mail))
                .cell(state(cx, &row.state))
                .cell(ui::relative_date(cx.fmt(), row.created_at, cx.now()))
        }))
        .empty(empty);
    let foot = listing.pager(page, Some(count));
    listing.view(title, list_only, head, &table, foot)
}

/// One delivery.
pub fn show(cx: &Cx<'_>, row: &DeliveryRow) -> View {
    let title = name(cx, &row.mail);
    let again = html! {
        @if row.state == "failed" {
            (ui::button(cx.t("kernel.deliveries.retry")).primary().icon("refresh-cw")
                .post(paths::below(&paths::below(paths::MAIL, row.id), "tries"), cx.csrf()))
        }
    };
    let main = html! {
        (ui::page_header(&title, None, again))
        (ui::card("delivery", "", ui::definition_list(facts(cx, row))))
        p.quiet { (cx.t("kernel.deliveries.why_no_text")) }
    };
    View::new(title.clone(), main)
        .crumb(
            cx.t("kernel.deliveries.title"),
            Some(paths::MAIL.to_owned()),
        )
        .crumb(title, None)
}

fn facts(cx: &Cx<'_>, row: &DeliveryRow) -> Vec<(String, Markup)> {
    let fact = |key: &str, value: Markup| (cx.t(key), value);
    let mut facts = vec![
        fact(
            "kernel.deliveries.recipient",
            html! { bdi { (row.recipient_name) } " " (ui::bdi(&row.recipient)) },
        ),
        fact("kernel.deliveries.state", state(cx, &row.state)),
        fact(
            "kernel.deliveries.queued_at",
            ui::date_time(cx.fmt(), row.created_at),
        ),
        fact(
            "kernel.deliveries.attempts",
            html! { (cx.fmt().number(i64::from(row.attempts))) },
        ),
    ];
    if let Some(subject) = &row.subject {
        facts.push(fact(
            "kernel.deliveries.subject",
            html! { bdi lang=(row.locale) { (subject) } },
        ));
    }
    if let Some(at) = row.sent_at {
        facts.push(fact(
            "kernel.deliveries.sent_at",
            ui::date_time(cx.fmt(), at),
        ));
    }
    if let Some(problem) = &row.last_error {
        facts.push(fact(
            "kernel.deliveries.problem",
            html! { bdi lang="en" dir="ltr" { (problem) } },
        ));
    }
    facts.push(fact(
        "kernel.deliveries.id",
        ui::copyable(row.id.to_string(), cx.t("kernel.list.copy")),
    ));
    facts
}
