//! The page of a tenant's members and open invitations.
//! Offers only what the model would allow.

use kernel::error::FieldErrors;
use kernel::module::TenantRole;
use kernel::web::{Cursor, Cx, FormView, Page, Raw, View, account_page};
use maud::{Markup, html};
use ui::{Column, Pager, Row, Tone};

use super::role;
use crate::models::invitations::InvitationRow;
use crate::models::members::{MemberRow, may_change};
use crate::paths;

/// What the page shows.
pub struct Shown {
    /// A page of members.
    pub members: Page<MemberRow>,
    /// Open invitations.
    pub invitations: Vec<InvitationRow>,
}

/// Members, the form to invite, open invitations.
pub fn page(cx: &Cx<'_>, shown: &Shown, raw: &Raw, errors: Option<&FieldErrors>) -> View {
    account_page(
        cx,
        "identity.members.title",
        paths::MEMBERS,
        html! {
            @if let Some(tenant) = cx.tenant() { p { (cx.t("identity.members.of")) " " strong { bdi { (tenant.name) } } } }
            (members(cx, &shown.members))
            (ui::card("invite", cx.t("identity.members.invite"), invite(cx, raw, errors)))
            @if !shown.invitations.is_empty() {
                (ui::card("invitations", cx.t("identity.members.invitations"), invitations(cx, &shown.invitations)))
            }
        },
    )
}

fn members(cx: &Cx<'_>, page: &Page<MemberRow>) -> Markup {
    let column = |key: &str| Column::new(cx.t(key));
    let to = |label: &str, name: &str, cursor: Option<Cursor>| {
        cursor.map(|cursor| {
            (
                cx.t(label),
                format!("{}?{name}={}", paths::MEMBERS, cursor.encode()),
            )
        })
    };
    let table = ui::table(cx.t("identity.members.title"))
        .column(column("identity.sign_up.name"))
        .column(column("identity.members.role"))
        .column(column("identity.members.since").wide_only())
        .column(column("kernel.actions").hidden_label())
        .rows(page.rows.iter().map(|row| line(cx, row)));
    let pager = Pager {
        previous: to("kernel.pager.previous", "before", page.previous),
        next: to("kernel.pager.next", "after", page.next),
        label: cx.t("identity.members.title"),
        ..Pager::default()
    };
    html! {
        (table)
        @if page.previous.is_some() || page.next.is_some() { (ui::pager(&pager)) }
    }
}

fn line(cx: &Cx<'_>, row: &MemberRow) -> Row {
    let by = cx
        .tenant()
        .map_or(TenantRole::Employee, |tenant| tenant.role);
    let is = row.role;
    let me = cx.user().is_some_and(|user| user.id == row.user_id);
    let action = format!("{}/{}", paths::MEMBERS, row.user_id);
    Row::new()
        .id(ui::dom_id("member", row.user_id, ""))
        .cell(html! {
            bdi { (row.display_name) }
            @if me { " " (ui::badge(Tone::Brand, cx.t("identity.members.you"))) }
        })
        .cell(role_cell(cx, row, by, is, &action))
        .cell(ui::date(cx.fmt(), row.created_at))
        .actions(html! {
            @if may_change(by, is, None) {
                (ui::button(cx.t("identity.members.remove")).small().quiet().post(&action, cx.csrf()).method("DELETE")
                    .confirm(cx.t_with("identity.members.remove_question", &[("name", &row.display_name)]), cx.t("kernel.cancel")))
            }
        })
}

fn role_cell(cx: &Cx<'_>, row: &MemberRow, by: TenantRole, is: TenantRole, action: &str) -> Markup {
    let roles = TenantRole::ALL
        .iter()
        .filter(|to| may_change(by, is, Some(**to)));
    let options: Vec<(&str, String)> = roles
        .map(|to| (to.as_str(), role(cx, to.as_str())))
        .collect();
    if options.len() < 2 {
        return html! { (role(cx, row.role.as_str())) };
    }
    let label = cx.t_with("identity.members.role_of", &[("name", &row.display_name)]);
    let select = ui::select("role", label)
        .id(ui::dom_id("role", row.user_id, ""))
        .compact();
    html! {
        (ui::form(action, cx.csrf()).method("PUT")
            .body(select.options(options).value(row.role.as_str()))
            .actions(ui::button(cx.t("kernel.save")).small().quiet()))
    }
}

fn invite(cx: &Cx<'_>, raw: &Raw, errors: Option<&FieldErrors>) -> Markup {
    let view = FormView::new(cx, raw, errors);
    let form = view
        .form(paths::INVITATIONS)
        .body(html! {
            (view.field("email", "identity.sign_in.identifier").email().autocomplete("off").max_length(254).required()
                .hint(cx.t("identity.members.invite_hint")))
            (ui::select("role", cx.t("identity.members.role")).error(view.error("role")).value(view.typed_or("role", "employee"))
                .option("employee", role(cx, "employee")).option("manager", role(cx, "manager")))
        })
        .actions(ui::button(cx.t("identity.members.invite_submit")).primary().icon("send"));
    html! { (form) }
}

fn invitations(cx: &Cx<'_>, rows: &[InvitationRow]) -> Markup {
    let column = |key: &str| Column::new(cx.t(key));
    let table = ui::table(cx.t("identity.members.invitations"))
        .column(column("identity.sign_in.identifier"))
        .column(column("identity.members.role"))
        .column(column("identity.members.expires").wide_only())
        .column(column("kernel.actions").hidden_label())
        .rows(rows.iter().map(|row| invitation(cx, row)));
    html! { (table) }
}

fn invitation(cx: &Cx<'_>, row: &InvitationRow) -> Row {
    let action = format!("{}/{}", paths::INVITATIONS, row.id);
    let over = row.expires_at <= cx.now();
    Row::new()
        .id(ui::dom_id("invitation", row.id, ""))
        .cell(ui::bdi(&row.email))
        .cell(role(cx, row.role.as_str()))
        .cell(html! {
            @if over { (ui::badge(Tone::Warning, cx.t("identity.members.expired"))) }
            @else { (ui::date(cx.fmt(), row.expires_at)) }
        })
        .actions(html! {
            (ui::button(cx.t("identity.members.resend")).small().quiet().post(&action, cx.csrf()))
            (ui::button(cx.t("identity.members.withdraw")).small().quiet().post(&action, cx.csrf()).method("DELETE"))
        })
}
