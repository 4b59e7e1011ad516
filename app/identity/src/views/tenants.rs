//! The page of the person's tenants: which there are, which is in use, a form for a new one.
//! A tenant is called «حساب» towards people: an account that owns things.

use kernel::error::FieldErrors;
use kernel::web::{Cx, FormView, Raw, View, account_page};
use maud::{Markup, html};
use ui::{Column, Row, Tone};

use super::role;
use crate::models::tenants::TenantRow;
use crate::paths;

/// The list and the form.
pub fn page(cx: &Cx<'_>, rows: &[TenantRow], raw: &Raw, errors: Option<&FieldErrors>) -> View {
    let column = |key: &str| Column::new(cx.t(key));
    let table = ui::table(cx.t("kernel.shell.tenants"))
        .column(column("identity.tenants.name"))
        .column(column("identity.tenants.kind"))
        .column(column("identity.members.role"))
        .column(column("kernel.actions").hidden_label())
        .rows(rows.iter().map(|row| line(cx, row)))
        .empty(ui::empty_state(
            "building-2",
            cx.t("identity.tenants.none"),
            cx.t("identity.tenants.none_text"),
            html! {},
        ));
    account_page(
        cx,
        "kernel.shell.tenants",
        paths::TENANTS,
        html! {
            h2 { (cx.t("kernel.shell.tenants")) }
            p { (cx.t("identity.tenants.text")) }
            (table)
            (ui::settings_part("new-tenant", cx.t("identity.tenants.new"), cx.t("identity.tenants.new_text"), new(cx, raw, errors)))
        },
    )
}

fn line(cx: &Cx<'_>, row: &TenantRow) -> Row {
    let current = cx.tenant().is_some_and(|tenant| tenant.id == row.id);
    Row::new()
        .current(current)
        .cell(html! { bdi { (row.name) } })
        .cell(cx.t(&format!("identity.tenants.kind_{}", row.kind)))
        .cell(role(cx, row.role.as_str()))
        .actions(html! {
            @if current { (ui::badge(Tone::Success, cx.t("identity.tenants.current"))) }
            @else {
                (ui::button(cx.t("identity.tenants.switch")).small().post(paths::TENANT, cx.csrf())
                    .field("tenant", row.id.to_string()))
            }
        })
}

fn new(cx: &Cx<'_>, raw: &Raw, errors: Option<&FieldErrors>) -> Markup {
    let view = FormView::new(cx, raw, errors);
    let kind = ui::radio_group("kind", cx.t("identity.tenants.kind"))
        .explained(
            "company",
            cx.t("identity.tenants.kind_company"),
            cx.t("identity.tenants.company_text"),
        )
        .explained(
            "shop",
            cx.t("identity.tenants.kind_shop"),
            cx.t("identity.tenants.shop_text"),
        )
        .value(view.typed_or("kind", "company"))
        .error(view.error("kind"));
    let form = view
        .form_once(paths::TENANTS)
        .body(html! {
            (view.field("name", "identity.tenants.name").dir("auto").autocomplete("organization").max_length(120).required())
            (kind)
        })
        .actions(ui::button(cx.t("identity.tenants.create")).primary());
    html! { (form) }
}
