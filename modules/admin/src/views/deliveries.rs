//! The list of deliveries and one delivery. The text of a mail is not shown: it may hold a link that opens an account.

use kernel::mail::deliveries::{Dispatch, Filter, STATES};
use kernel::mail::shown::{name, state, state_name};
use kernel::web::{Cx, ListOnly, Listing, Page, View};
use maud::{Markup, html};
use ui::{Column, Row};

use crate::paths;

/// The list.
pub fn index(
    cx: &Cx<'_>,
    list_only: ListOnly,
    filter: Filter<'_>,
    page: &Page<Dispatch>,
    count: i64,
) -> View {
    let title = cx.t("admin.deliveries.title");
    let filters = [("state", filter.state), ("q", filter.recipient)];
    let listing = Listing::new(cx, paths::MAIL, &filters);
    let states = STATES.iter().map(|s| (*s, state_name(cx, s)));
    let head = html! {
        (ui::page_header(&title, Some(&cx.t("admin.deliveries.lead")), html! {}))
        (listing.filters("q", "admin.deliveries.search")
            .select(ui::select("state", cx.t("admin.deliveries.state")).empty(cx.t("admin.deliveries.any_state"))
                .options(states).value(filter.state)))
    };
    let empty = listing.empty(
        "mail",
        "admin.deliveries.none_title",
        "admin.deliveries.none_text",
    );
    let table = ui::table(&title)
        .column(Column::new(cx.t("admin.deliveries.recipient")))
        .column(Column::new(cx.t("admin.deliveries.mail")))
        .column(Column::new(cx.t("admin.deliveries.state")))
        .column(Column::new(cx.t("admin.deliveries.queued_at")).wide_only())
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
pub fn show(cx: &Cx<'_>, row: &Dispatch) -> View {
    let title = name(cx, &row.mail);
    let again = html! {
        @if row.state == "failed" {
            (ui::button(cx.t("admin.deliveries.retry")).primary().icon("refresh-cw")
                .post(paths::below(&paths::below(paths::MAIL, row.id), "tries"), cx.csrf()))
        }
    };
    let main = html! {
        (ui::page_header(&title, None, again))
        (ui::card("delivery", "", ui::definition_list(facts(cx, row))))
        p.quiet { (cx.t("admin.deliveries.why_no_text")) }
    };
    View::new(title.clone(), main)
        .crumb(cx.t("admin.deliveries.title"), Some(paths::MAIL.to_owned()))
        .crumb(title, None)
}

fn facts(cx: &Cx<'_>, row: &Dispatch) -> Vec<(String, Markup)> {
    let fact = |key: &str, value: Markup| (cx.t(key), value);
    let mut facts = vec![
        fact(
            "admin.deliveries.recipient",
            html! { bdi { (row.recipient_name) } " " (ui::bdi(&row.recipient)) },
        ),
        fact("admin.deliveries.state", state(cx, &row.state)),
        fact(
            "admin.deliveries.queued_at",
            ui::date_time(cx.fmt(), row.created_at),
        ),
        fact(
            "admin.deliveries.attempts",
            html! { (cx.fmt().number(i64::from(row.attempts))) },
        ),
    ];
    if let Some(subject) = &row.subject {
        facts.push(fact(
            "admin.deliveries.subject",
            html! { bdi lang=(row.locale) { (subject) } },
        ));
    }
    if let Some(at) = row.sent_at {
        facts.push(fact(
            "admin.deliveries.sent_at",
            ui::date_time(cx.fmt(), at),
        ));
    }
    if let Some(problem) = &row.last_error {
        facts.push(fact(
            "admin.deliveries.problem",
            html! { bdi lang="en" dir="ltr" { (problem) } },
        ));
    }
    facts.push(fact(
        "admin.deliveries.id",
        html! { (ui::copyable(row.id.to_string(), cx.t("kernel.list.copy"))) },
    ));
    facts
}
