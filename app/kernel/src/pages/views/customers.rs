//! The list of tenants and one tenant: who belongs to it, and what the modules show beside it.

use maud::{Markup, html};
use ui::{Column, Row, Tone};

use super::home::role_key;
use crate::module::TenantRole;
use crate::pages::models::customers::{CustomerRow, KINDS, MemberRow};
use crate::pages::paths;
use crate::web::{Cx, ListOnly, Listing, Page, View};

fn kind(cx: &Cx<'_>, kind: &str) -> String {
    cx.t(&format!("kernel.customers.kind_list.{kind}"))
}

/// The list.
pub fn index(
    cx: &Cx<'_>,
    list_only: ListOnly,
    words: &str,
    chosen: &str,
    page: &Page<CustomerRow>,
    count: i64,
) -> View {
    let title = cx.t("kernel.customers.title");
    let filters = [("q", words), ("kind", chosen)];
    let listing = Listing::new(cx, paths::CUSTOMERS, &filters);
    let kinds = KINDS.iter().map(|k| (*k, kind(cx, k)));
    let head = html! {
        (ui::page_header(&title, Some(&cx.t("kernel.customers.lead")), html! {}))
        (listing.filters("q", "kernel.customers.search")
            .select(ui::select("kind", cx.t("kernel.customers.kind")).empty(cx.t("kernel.customers.any_kind")).options(kinds).value(chosen)))
    };
    let empty = listing.empty(
        "users",
        "kernel.customers.none_title",
        "kernel.customers.none_text",
    );
    let table = ui::table(&title)
        .column(Column::new(cx.t("kernel.customers.name")))
        .column(Column::new(cx.t("kernel.customers.kind")))
        .column(Column::new(cx.t("kernel.customers.owner")))
        .column(
            Column::new(cx.t("kernel.customers.members"))
                .number()
                .wide_only(),
        )
        .column(Column::new(cx.t("kernel.customers.since")).wide_only())
        .rows(page.rows.iter().map(|row| customer(cx, row)))
        .empty(empty);
    let foot = listing.pager(page, Some(count));
    listing.view(title, list_only, head, &table, foot)
}

fn customer(cx: &Cx<'_>, row: &CustomerRow) -> Row {
    Row::new()
        .href(paths::below(paths::CUSTOMERS, row.id))
        .cell(html! { bdi { (row.name) } })
        .cell(kind(cx, &row.kind))
        .cell(owner(row))
        .cell(cx.fmt().number(row.members))
        .cell(ui::date(cx.fmt(), row.created_at))
}

fn owner(row: &CustomerRow) -> Markup {
    html! {
        @if let Some(name) = &row.owner_name { bdi { (name) } " " }
        @if let Some(email) = &row.owner_email { (ui::bdi(email)) }
    }
}

/// One tenant.
pub fn show(cx: &Cx<'_>, tenant: &CustomerRow, members: &[MemberRow], widgets: &[Markup]) -> View {
    let facts = vec![
        (
            cx.t("kernel.customers.kind"),
            html! { (kind(cx, &tenant.kind)) },
        ),
        (cx.t("kernel.customers.owner"), owner(tenant)),
        (
            cx.t("kernel.customers.since"),
            ui::date(cx.fmt(), tenant.created_at),
        ),
        (
            cx.t("kernel.customers.id"),
            ui::copyable(tenant.id.to_string(), cx.t("kernel.list.copy")),
        ),
    ];
    let main = html! {
        (ui::page_header(&tenant.name, None, html! {}))
        div.columns {
            div.flow { @for widget in widgets { (widget) } (member_card(cx, members)) }
            (ui::card("tenant", cx.t("kernel.customers.about"), ui::definition_list(facts)))
        }
    };
    View::new(tenant.name.clone(), main)
        .crumb(
            cx.t("kernel.customers.title"),
            Some(paths::CUSTOMERS.to_owned()),
        )
        .crumb(tenant.name.clone(), None)
}

fn member_card(cx: &Cx<'_>, members: &[MemberRow]) -> Markup {
    let title = cx.t("kernel.customers.members");
    let nobody = ui::empty_state(
        "users",
        cx.t("kernel.customers.nobody_title"),
        cx.t("kernel.customers.nobody_text"),
        html! {},
    );
    let table = ui::table(&title)
        .column(Column::new(cx.t("kernel.customers.name")))
        .column(Column::new(cx.t("kernel.customers.email")))
        .column(Column::new(cx.t("kernel.customers.role")))
        .column(Column::new(cx.t("kernel.customers.since")).wide_only())
        .rows(members.iter().map(|member| {
            Row::new()
                .cell(html! { bdi { (member.name) } })
                .cell(email(cx, member))
                .cell(
                    TenantRole::parse(&member.role)
                        .map_or_else(|| member.role.clone(), |role| cx.t(role_key(role))),
                )
                .cell(ui::date(cx.fmt(), member.created_at))
        }))
        .empty(nobody);
    ui::card("members", title, table)
}

fn email(cx: &Cx<'_>, member: &MemberRow) -> Markup {
    html! {
        (ui::bdi(&member.email))
        @if member.email_confirmed_at.is_none() { " " (ui::badge(Tone::Warning, cx.t("kernel.customers.unconfirmed"))) }
    }
}
