//! Who is on the staff, and the form that gives a role.

use kernel::error::FieldErrors;
use kernel::module::PlatformRole;
use kernel::people::staff::OnStaff;
use kernel::web::{Cx, FormView, Raw, View};
use maud::{Markup, html};
use ui::{Column, Row, Table, Tone};

use super::frame::Section;
use crate::paths;

fn role_key(role: PlatformRole) -> &'static str {
    match role {
        PlatformRole::Admin => "admin.staff.role_admin",
        PlatformRole::Support => "admin.staff.role_support",
        PlatformRole::Finance => "admin.staff.role_finance",
    }
}

fn role_text(role: PlatformRole) -> &'static str {
    match role {
        PlatformRole::Admin => "admin.staff.role_admin_text",
        PlatformRole::Support => "admin.staff.role_support_text",
        PlatformRole::Finance => "admin.staff.role_finance_text",
    }
}

/// The page.
pub fn index(cx: &Cx<'_>, rows: &[OnStaff], raw: &Raw, wrong: Option<&FieldErrors>) -> View {
    let table = ui::table(cx.t("admin.staff.title"))
        .column(Column::new(cx.t("admin.staff.person")))
        .column(Column::new(cx.t("admin.staff.email")))
        .column(Column::new(cx.t("admin.staff.role")))
        .column(Column::new(cx.t("admin.staff.since")).wide_only())
        .column(Column::new(cx.t("admin.staff.revoke")).hidden_label())
        .rows(rows.iter().map(|row| staff_row(cx, row)));
    let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let body = html! {
        @if let Some(text) = FormView::new(cx, raw, wrong).error("") { (ui::alert(Tone::Danger, text)) }
        (table)
        p.quiet { (cx.t_with("kernel.list.count", &[("count", &cx.fmt().number(count))])) }
        (ui::settings_part("grant", cx.t("admin.staff.grant"), cx.t("admin.staff.grant_text"), form(cx, raw, wrong)))
        (ui::card("rights", cx.t("admin.staff.rights"), rights(cx)))
    };
    let page = Section {
        here: paths::STAFF,
        title: "admin.staff.title",
        lead: "admin.staff.lead",
    };
    page.view(cx, Vec::new(), body)
}

/// Which role may do what, as the modules declare it.
fn rights(cx: &Cx<'_>) -> Table {
    let all = cx.app().registry.permissions().values();
    let mut ours: Vec<_> = all.filter(|def| !def.platform_roles.is_empty()).collect();
    ours.sort_by_key(|def| def.key);
    let table = ui::table(cx.t("admin.staff.rights"));
    let table = table.column(Column::new(cx.t("admin.staff.right")));
    let table = PlatformRole::ALL.iter().fold(table, |table, role| {
        table.column(Column::new(cx.t(role_key(*role))))
    });
    table.rows(ours.into_iter().map(|def| {
        let row = Row::new().cell(ui::keyed(cx.t(def.label), def.key));
        PlatformRole::ALL.iter().fold(row, |row, role| {
            row.cell(if def.platform_roles.contains(role) {
                ui::badge(Tone::Success, cx.t("admin.staff.may"))
            } else {
                html! { span.quiet { (cx.t("admin.staff.may_not")) } }
            })
        })
    }))
}

fn staff_row(cx: &Cx<'_>, row: &OnStaff) -> Row {
    let label = cx.t(role_key(row.role));
    let question = cx.t_with(
        "admin.staff.revoke_confirm",
        &[("name", &row.name), ("role", &label)],
    );
    let tone = if row.role == PlatformRole::Admin {
        Tone::Brand
    } else {
        Tone::Neutral
    };
    let revoke = ui::button(cx.t("admin.staff.revoke"))
        .small()
        .quiet()
        .icon("trash-2")
        .post(
            paths::below(&paths::below(paths::STAFF, row.user_id), row.role),
            cx.csrf(),
        )
        .method("DELETE")
        .confirm(question, cx.t("kernel.cancel"));
    Row::new()
        .cell(html! { bdi { (row.name) } })
        .cell(ui::bdi(&row.email))
        .cell(ui::badge(tone, label))
        .cell(ui::date(cx.fmt(), row.created_at))
        .actions(revoke)
}

fn form(cx: &Cx<'_>, raw: &Raw, wrong: Option<&FieldErrors>) -> Markup {
    // What concerns the list, as taking the last role away, is told above it.
    let view = FormView::new(cx, raw, wrong.filter(|wrong| wrong.get("").is_none()));
    let roles = PlatformRole::ALL.iter().fold(
        ui::radio_group("role", cx.t("admin.staff.role")),
        |group, role| group.explained(role.as_str(), cx.t(role_key(*role)), cx.t(role_text(*role))),
    );
    let email = view
        .field("email", "admin.staff.email")
        .email()
        .hint(cx.t("admin.staff.email_hint"))
        .required();
    html! {
        (view.form_once(paths::STAFF)
            .label(cx.t("admin.staff.grant"))
            .body(html! {
                (email)
                (roles.value(view.typed("role")).error(view.error("role")).required())
            })
            .actions(ui::button(cx.t("admin.staff.grant")).primary().icon("user-check")))
    }
}
