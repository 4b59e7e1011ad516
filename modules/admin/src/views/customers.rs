//! The list of tenants and one tenant: who belongs to it, and what the modules show beside it.

use std::fmt::Display;

use kernel::module::TenantRole;
use kernel::people::customers::{Customer, Kinds, Member, Since};
use kernel::web::{Cx, ListOnly, Listing, Page, View};
use maud::{Markup, html};
use ui::{Column, Row, Tone};

use crate::paths;

/// The word of one of the lists that the page chooses from.
fn word(cx: &Cx<'_>, list: &str, word: impl Display) -> String {
    cx.t(&format!("admin.customers.{list}.{word}"))
}

/// What the address narrows the list to.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// Words.
    pub words: &'a str,
    /// Which.
    pub kind: Option<Kinds>,
    /// Since when.
    pub since: Option<Since>,
}

impl<'a> Asked<'a> {
    /// From the address.
    pub fn new(words: Option<&'a str>, kind: Option<&str>, since: Option<&str>) -> Self {
        Self {
            words: words.unwrap_or_default(),
            kind: kind.and_then(Kinds::parse),
            since: since.and_then(Since::parse),
        }
    }
}

/// The list.
pub fn index(
    cx: &Cx<'_>,
    list_only: ListOnly,
    asked: Asked<'_>,
    page: &Page<Customer>,
    count: i64,
) -> View {
    let title = cx.t("admin.customers.title");
    let chosen = asked.kind.map_or("", Kinds::as_str);
    let since = asked.since.map_or("", Since::as_str);
    let filters = [("q", asked.words), ("kind", chosen), ("since", since)];
    let listing = Listing::new(cx, paths::CUSTOMERS, &filters);
    let kinds = Kinds::ALL
        .iter()
        .map(|k| (k.as_str(), word(cx, "kind_list", *k)));
    let times = Since::ALL
        .iter()
        .map(|s| (s.as_str(), word(cx, "since_list", *s)));
    let head = html! {
        (ui::page_header(&title, Some(&cx.t("admin.customers.lead")), html! {}))
        (listing.filters("q", "admin.customers.search")
            .select(ui::select("kind", cx.t("admin.customers.kind")).empty(cx.t("admin.customers.any_kind")).options(kinds).value(chosen))
            .select(ui::select("since", cx.t("admin.customers.since")).empty(cx.t("admin.customers.any_time")).options(times).value(since)))
    };
    let empty = listing.empty(
        "users",
        "admin.customers.none_title",
        "admin.customers.none_text",
    );
    let table = ui::table(&title)
        .column(Column::new(cx.t("admin.customers.name")))
        .column(Column::new(cx.t("admin.customers.kind")))
        .column(Column::new(cx.t("admin.customers.owner")))
        .column(
            Column::new(cx.t("admin.customers.members"))
                .number()
                .wide_only(),
        )
        .column(Column::new(cx.t("admin.customers.since")).wide_only())
        .rows(page.rows.iter().map(|row| customer(cx, row)))
        .empty(empty);
    let foot = listing.pager(page, Some(count));
    listing.view(title, list_only, head, &table, foot)
}

fn customer(cx: &Cx<'_>, row: &Customer) -> Row {
    Row::new()
        .href(paths::customer(row.id))
        .cell(html! { bdi { (row.name) } })
        .cell(word(cx, "kind_list", row.kind))
        .cell(owner(row))
        .cell(cx.fmt().number(row.members))
        .cell(ui::date(cx.fmt(), row.created_at))
}

fn owner(row: &Customer) -> Markup {
    html! {
        @if let Some(name) = &row.owner_name { bdi { (name) } " " }
        @if let Some(email) = &row.owner_email { (ui::bdi(email)) }
    }
}

/// One tenant.
pub fn show(cx: &Cx<'_>, tenant: &Customer, members: &[Member], widgets: &[Markup]) -> View {
    let facts = vec![
        (
            cx.t("admin.customers.kind"),
            html! { (word(cx, "kind_list", tenant.kind)) },
        ),
        (cx.t("admin.customers.owner"), owner(tenant)),
        (
            cx.t("admin.customers.since"),
            ui::date(cx.fmt(), tenant.created_at),
        ),
        (
            cx.t("admin.customers.id"),
            html! { (ui::copyable(tenant.id.to_string(), cx.t("kernel.list.copy"))) },
        ),
    ];
    let main = html! {
        (ui::page_header(&tenant.name, None, html! {}))
        div.columns {
            div.flow { @for widget in widgets { (widget) } (member_card(cx, members)) }
            (ui::card("tenant", cx.t("admin.customers.about"), ui::definition_list(facts)))
        }
    };
    View::new(tenant.name.clone(), main)
        .crumb(
            cx.t("admin.customers.title"),
            Some(paths::CUSTOMERS.to_owned()),
        )
        .crumb(tenant.name.clone(), None)
}

fn member_card(cx: &Cx<'_>, members: &[Member]) -> Markup {
    let title = cx.t("admin.customers.members");
    let nobody = ui::empty_state(
        "users",
        cx.t("admin.customers.nobody_title"),
        cx.t("admin.customers.nobody_text"),
        html! {},
    );
    let table = ui::table(&title)
        .column(Column::new(cx.t("admin.customers.name")))
        .column(Column::new(cx.t("admin.customers.email")))
        .column(Column::new(cx.t("admin.customers.role")))
        .column(Column::new(cx.t("admin.customers.since")).wide_only())
        .rows(members.iter().map(|member| {
            Row::new()
                .cell(html! { bdi { (member.name) } })
                .cell(email(cx, member))
                .cell(cx.t(role_key(member.role)))
                .cell(ui::date(cx.fmt(), member.created_at))
        }))
        .empty(nobody);
    ui::card("members", title, table)
}

fn email(cx: &Cx<'_>, member: &Member) -> Markup {
    html! {
        (ui::bdi(&member.email))
        @if member.email_confirmed_at.is_none() { " " (ui::badge(Tone::Warning, cx.t("admin.customers.unconfirmed"))) }
    }
}

fn role_key(role: TenantRole) -> &'static str {
    match role {
        TenantRole::Owner => "admin.customers.role_owner",
        TenantRole::Manager => "admin.customers.role_manager",
        TenantRole::Employee => "admin.customers.role_employee",
    }
}
