//! The audit trail: the list, one event, the sheet for a spreadsheet, and the verdict over the chain.

use kernel::audit::Verdict;
use kernel::audit::trail::{Event, Filter};
use kernel::module::ResourceRef;
use kernel::web::{Cx, ListOnly, Listing, Page, View};
use l10n::Format;
use maud::{Markup, html};
use serde_json::Value;
use ui::{Column, Row, Tone};

use crate::paths;

/// The list.
pub fn index(
    cx: &Cx<'_>,
    list_only: ListOnly,
    filter: Filter<'_>,
    page: &Page<Event>,
    count: i64,
) -> View {
    let title = cx.t("admin.audit.title");
    let filters = [
        ("person", filter.person),
        ("action", filter.action),
        ("subject", filter.subject),
    ];
    let listing = Listing::new(cx, paths::AUDIT, &filters);
    let head = html! {
        (ui::page_header(&title, Some(&cx.t("admin.audit.lead")), verify_button(cx)))
        (listing.filters("person", "admin.audit.search")
            .extra(html! {
                (narrow("action", &cx.t("admin.audit.action"), filter.action))
                (narrow("subject", &cx.t("admin.audit.subject"), filter.subject))
            }))
    };
    let empty = listing.empty("history", "admin.audit.none_title", "admin.audit.none_text");
    let table = ui::table(&title)
        .column(Column::new(cx.t("admin.audit.action")))
        .column(Column::new(cx.t("admin.audit.person")))
        .column(Column::new(cx.t("admin.audit.subject")).wide_only())
        .column(Column::new(cx.t("admin.audit.at")))
        .rows(page.rows.iter().map(|event| {
            Row::new()
                .href(paths::below(paths::AUDIT, event.id))
                .cell(ui::bdi(&event.action))
                .cell(person(cx, event))
                .cell(ui::bdi(&event.subject_kind))
                .cell(ui::date_time(cx.fmt(), event.at))
        }))
        .empty(empty);
    let foot = html! { (listing.pager(page, Some(count))) (listing.exports(paths::AUDIT_EXPORT)) };
    listing.view(title, list_only, head, &table, foot)
}

/// A small field of the filter bar; its label is read aloud and stands in it while it is empty.
fn narrow(name: &str, label: &str, value: &str) -> Markup {
    html! {
        label.search-box {
            span.sr-only { (label) }
            input type="search" name=(name) value=(value) placeholder=(label) dir="ltr" autocomplete="off";
        }
    }
}

fn verify_button(cx: &Cx<'_>) -> Markup {
    html! { (ui::button(cx.t("admin.audit.verify")).icon("shield-check").post(paths::AUDIT_VERIFICATION, cx.csrf())) }
}

fn person(cx: &Cx<'_>, event: &Event) -> Markup {
    match (&event.person, event.user_id) {
        (Some(name), _) => html! { bdi { (name) } },
        (None, Some(id)) => ui::bdi(id.to_string()),
        (None, None) => html! { span.quiet { (cx.t("admin.audit.program")) } },
    }
}

/// One event.
pub fn show(cx: &Cx<'_>, event: &Event) -> View {
    let title = cx.t("admin.audit.one");
    let values = [
        ("before", "admin.audit.before", &event.before),
        ("after", "admin.audit.after", &event.after),
    ];
    let main = html! {
        (ui::page_header(&title, Some(&event.action), html! {}))
        div.flow {
            (ui::card("event", "", ui::definition_list(facts(cx, event))))
            @for (id, label, value) in values {
                @if let Some(value) = value { (ui::card(id, cx.t(label), ui::definition_list(fields(value)))) }
            }
        }
    };
    View::new(title.clone(), main)
        .crumb(cx.t("admin.audit.title"), Some(paths::AUDIT.to_owned()))
        .crumb(title, None)
}

fn facts(cx: &Cx<'_>, event: &Event) -> Vec<(String, Markup)> {
    let fact = |key: &str, value: Markup| (cx.t(key), value);
    let mut facts = vec![
        fact("admin.audit.at", ui::date_time(cx.fmt(), event.at)),
        fact(
            "admin.audit.person",
            html! { (person(cx, event)) @if let Some(email) = &event.email { " " (ui::bdi(email)) } },
        ),
        fact("admin.audit.subject", subject(cx, event)),
    ];
    if let Some(id) = event.tenant_id {
        let name = event.tenant_name.clone().unwrap_or_else(|| id.to_string());
        facts.push(fact(
            "admin.audit.tenant",
            html! { a href=(paths::customer(id)) { bdi { (name) } } },
        ));
    }
    if let Some(address) = &event.address {
        facts.push(fact("admin.audit.address", ui::bdi(address)));
    }
    if let Some(request) = event.request_id {
        facts.push(fact(
            "admin.audit.request",
            ui::copyable(request.to_string(), cx.t("kernel.list.copy")),
        ));
    }
    let number = event.seq.map_or_else(
        || cx.t("admin.audit.unsealed_one"),
        |seq| cx.fmt().number(seq),
    );
    facts.push(fact("admin.audit.number", html! { (number) }));
    facts
}

fn subject(cx: &Cx<'_>, event: &Event) -> Markup {
    let Some(id) = event.subject_id else {
        return ui::bdi(&event.subject_kind);
    };
    let link = cx.link(&ResourceRef {
        kind: event.subject_kind.clone(),
        id,
    });
    match link {
        Some(link) => html! { a href=(link.href) { (cx.t(link.label)) } },
        None => {
            html! { (ui::bdi(&event.subject_kind)) " " (ui::copyable(id.to_string(), cx.t("kernel.list.copy"))) }
        }
    }
}

fn fields(value: &Value) -> Vec<(String, Markup)> {
    let plain = |value: &Value| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    };
    match value.as_object() {
        Some(object) => object
            .iter()
            .map(|(name, v)| (name.clone(), html! { bdi { (plain(v)) } }))
            .collect(),
        None => vec![(String::new(), html! { bdi { (plain(value)) } })],
    }
}

/// Head and rows of the export. Times are ISO in UTC: a sheet is read by programs, too.
pub fn sheet(cx: &Cx<'_>, events: &[Event]) -> (Vec<String>, Vec<Vec<String>>) {
    let head = [
        "number",
        "at",
        "person",
        "email",
        "action",
        "subject",
        "subject_id",
        "tenant",
        "address",
        "request",
        "before",
        "after",
    ]
    .map(|name| cx.t(&format!("admin.audit.sheet.{name}")));
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let id = |value: Option<uuid::Uuid>| value.map(|v| v.to_string()).unwrap_or_default();
    let json = |value: &Option<Value>| value.as_ref().map(Value::to_string).unwrap_or_default();
    let rows = events
        .iter()
        .map(|e| {
            vec![
                e.seq.map(|n| n.to_string()).unwrap_or_default(),
                Format::iso(e.at),
                text(&e.person),
                text(&e.email),
                e.action.clone(),
                e.subject_kind.clone(),
                id(e.subject_id),
                e.tenant_name.clone().unwrap_or_else(|| id(e.tenant_id)),
                text(&e.address),
                id(e.request_id),
                json(&e.before),
                json(&e.after),
            ]
        })
        .collect();
    (head.to_vec(), rows)
}

/// What the look at the whole chain found.
pub fn verdict(cx: &Cx<'_>, verdict: Verdict) -> View {
    let title = cx.t("admin.audit.verdict");
    let number = |n: i64| cx.fmt().number(n);
    let (tone, text) = match verdict.broken_at {
        None => (
            Tone::Success,
            cx.t_with("admin.audit.whole", &[("count", &number(verdict.sealed))]),
        ),
        Some(at) => (
            Tone::Danger,
            cx.t_with("admin.audit.broken", &[("at", &number(at))]),
        ),
    };
    let facts = vec![
        (
            cx.t("admin.audit.sealed"),
            html! { (number(verdict.sealed)) },
        ),
        (
            cx.t("admin.audit.unsealed"),
            html! { (number(verdict.unsealed)) },
        ),
    ];
    let main = html! {
        (ui::page_header(&title, None, verify_button(cx)))
        div.flow {
            (ui::alert(tone, text))
            (ui::card("verdict", "", ui::definition_list(facts)))
            @if verdict.unsealed > 0 { p.quiet { (cx.t("admin.audit.unsealed_text")) } }
        }
    };
    View::new(title.clone(), main)
        .crumb(cx.t("admin.audit.title"), Some(paths::AUDIT.to_owned()))
        .crumb(title, None)
}
