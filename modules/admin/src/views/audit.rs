//! The audit trail: the list, one event, the sheet for a spreadsheet, and the verdict over the chain.

use kernel::audit::Verdict;
use kernel::audit::trail::{Event, Filter};
use kernel::module::ResourceRef;
use kernel::texts::Named;
use kernel::web::{Cx, ListOnly, Listing, Page, View, with_query};
use l10n::Format;
use maud::{Markup, html};
use serde_json::Value;
use ui::{Column, Combobox, Row, Select, Tone};

use super::by_name;
use crate::paths;

/// What the list is narrowed to, and the words in the field of actions.
#[derive(Clone, Copy)]
pub struct Narrowed<'a> {
    /// What is shown.
    pub filter: Filter<'a>,
    /// What was typed to find an action.
    pub words: &'a str,
}

/// The list.
pub fn index(
    cx: &Cx<'_>,
    list_only: ListOnly,
    narrowed: Narrowed<'_>,
    page: &Page<Event>,
    count: i64,
) -> View {
    let title = cx.t("admin.audit.title");
    let filter = narrowed.filter;
    let filters = [
        ("person", filter.person),
        ("action", filter.action),
        ("action_text", filter.meant.map_or("", |_| narrowed.words)),
        ("subject", filter.subject),
    ];
    let listing = Listing::new(cx, paths::AUDIT, &filters);
    let head = html! {
        (ui::page_header(&title, Some(&cx.t("admin.audit.lead")), verify_button(cx)))
        (listing.filters("person", "admin.audit.search").field(action_field(cx, narrowed)).select(kinds(cx, filter.subject)))
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
                .cell(cx.named(Named::Action, &event.action))
                .cell(person(cx, event))
                .cell(cx.called(Named::Kind, &event.subject_kind))
                .cell(ui::date_time(cx.fmt(), event.at))
        }))
        .empty(empty);
    let foot = html! { (listing.pager(page, Some(count))) (listing.exports(paths::AUDIT_EXPORT)) };
    listing.view(title, list_only, head, &table, foot)
}

/// The field that searches among the actions. What an address chose by its beginning alone stands in it as it is.
fn action_field(cx: &Cx<'_>, narrowed: Narrowed<'_>) -> Combobox {
    let action = narrowed.filter.action;
    let texts = cx.app().registry.texts();
    let words = if action.is_empty() {
        narrowed.words.to_owned()
    } else {
        let called = texts.called(cx.locale(), Named::Action, action);
        called.unwrap_or_else(|| action.to_owned())
    };
    ui::combobox("action", cx.t("admin.audit.action"), paths::AUDIT_ACTIONS)
        .chosen(action, words)
        .compact()
        .offers()
}

/// The answer to that field.
pub fn actions(cx: &Cx<'_>, found: &[&str]) -> View {
    let option = |name: &&str| {
        let words = cx.called(Named::Action, name);
        ((*name).to_owned(), words, (*name).to_owned())
    };
    let options: Vec<_> = found.iter().map(option).collect();
    let none = cx.t("admin.audit.no_action");
    View::new(
        cx.t("admin.audit.action"),
        ui::combobox_options("action", &options, none),
    )
}

/// The kinds of things; one thing alone, to which other pages lead, stands among them while it is shown.
fn kinds(cx: &Cx<'_>, chosen: &str) -> Select {
    let kinds = cx.app().registry.audited_kinds().iter();
    let mut kinds = by_name(kinds.map(|kind| (kind.clone(), cx.called(Named::Kind, kind))));
    if !chosen.is_empty() && kinds.iter().all(|(kind, _)| kind != chosen) {
        kinds.push((chosen.to_owned(), cx.t("admin.audit.this_one")));
    }
    ui::select("subject", cx.t("admin.audit.subject"))
        .empty(cx.t("admin.audit.any_subject"))
        .options(kinds)
        .value(chosen)
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
        (ui::page_header(cx.called(Named::Action, &event.action), None, html! {}))
        (ui::dash(
            html! {
                @for (id, label, value) in values {
                    @if let Some(value) = value { (ui::card(id, cx.t(label), ui::definition_list(fields(cx, event, value)))) }
                }
                @if event.before.is_none() && event.after.is_none() { (ui::alert(Tone::Info, cx.t("admin.audit.no_values"))) }
            },
            ui::card("event", cx.t("admin.audit.about"), ui::definition_list(facts(cx, event))),
        ))
    };
    View::new(title.clone(), main)
        .crumb(cx.t("admin.audit.title"), Some(paths::AUDIT.to_owned()))
        .crumb(title, None)
}

fn facts(cx: &Cx<'_>, event: &Event) -> Vec<(String, Markup)> {
    let fact = |key: &str, value: Markup| (cx.t(key), value);
    let mut facts = vec![
        fact("admin.audit.action", cx.named(Named::Action, &event.action)),
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
            html! { (ui::copyable(request.to_string(), cx.t("kernel.list.copy"))) },
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
    let name = cx.called(Named::Kind, &event.subject_kind);
    let Some(id) = event.subject_id else {
        return ui::keyed(name, &event.subject_kind);
    };
    let thing = ResourceRef {
        kind: event.subject_kind.clone(),
        id,
    };
    let subject = id.to_string();
    let all = with_query(paths::AUDIT, &[("subject", &subject)]);
    html! {
        @if let Some(link) = cx.link(&thing) { a href=(link.href) { (name) } } @else { (ui::keyed(name, &event.subject_kind)) }
        " " (ui::copyable(subject, cx.t("kernel.list.copy")))
        " " a href=(all) { (cx.t("admin.audit.all_of_it")) }
    }
}

fn fields(cx: &Cx<'_>, event: &Event, value: &Value) -> Vec<(String, Markup)> {
    let plain = |value: &Value| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    };
    match value.as_object() {
        Some(object) => object
            .iter()
            .map(|(name, v)| (field(cx, event, name), html! { bdi { (plain(v)) } }))
            .collect(),
        None => vec![(cx.t("kernel.names.value"), html! { bdi { (plain(value)) } })],
    }
}

/// What a value is called: by the part that wrote the event, by the kernel, or as the setting that it is.
fn field(cx: &Cx<'_>, event: &Event, name: &str) -> String {
    let registry = &cx.app().registry;
    if let Some(setting) = registry.settings().get(name) {
        return cx.t(setting.label);
    }
    let owner = event.action.split('.').next().unwrap_or_default();
    let names = [format!("{owner}.{name}"), format!("kernel.{name}")];
    let called = |name: &String| registry.texts().called(cx.locale(), Named::Field, name);
    let called = names.iter().find_map(called);
    called.unwrap_or_else(|| cx.t_with("kernel.names.field", &[("name", name)]))
}

/// Head and rows of the export. Times are ISO in UTC: a sheet is read by programs, too.
pub fn sheet(cx: &Cx<'_>, events: &[Event]) -> (Vec<String>, Vec<Vec<String>>) {
    let head = [
        "number",
        "at",
        "person",
        "email",
        "action",
        "action_key",
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
                cx.called(Named::Action, &e.action),
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
            cx.t_count("admin.audit.whole", verdict.sealed, &[]),
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
