//! The page of a tenant's members and open invitations.
//! Offers only what the model would allow; what it would never allow of the only owner keeps its place and says why.

use kernel::error::FieldErrors;
use kernel::ids::UserId;
use kernel::module::TenantRole;
use kernel::web::{Cursor, Cx, FormView, Page, Raw, View, business_page};
use maud::{Markup, html};
use ui::{Button, Column, Pager, Row, Tone};

use super::role;
use crate::models::invitations::InvitationRow;
use crate::models::members::{MemberRow, may_change};
use crate::paths;

/// What the page shows.
pub struct Shown {
    /// A page of members.
    pub members: Page<MemberRow>,
    /// How many owners there are.
    pub owners: i64,
    /// Open invitations.
    pub invitations: Vec<InvitationRow>,
    /// The member of whom something was refused, and why.
    pub refused: Option<(UserId, &'static str)>,
}

impl Shown {
    /// Why it was refused, in this member's row.
    fn refusal(&self, cx: &Cx<'_>, row: &MemberRow) -> Option<String> {
        let (_, key) = self.refused.filter(|(user, _)| *user == row.user_id)?;
        Some(cx.t_with(key, &[("name", &row.display_name)]))
    }

    /// Whether the tenant would have no owner without this one.
    fn is_only_owner(&self, row: &MemberRow) -> bool {
        row.role == TenantRole::Owner && self.owners <= 1
    }

    /// Whether the refused member stands on another page of the list.
    fn refused_elsewhere(&self) -> bool {
        let here = |user| self.members.rows.iter().any(|row| row.user_id == user);
        self.refused.is_some_and(|(user, _)| !here(user))
    }
}

/// Members, the form to invite, open invitations.
pub fn page(cx: &Cx<'_>, shown: &Shown, raw: &Raw, errors: Option<&FieldErrors>) -> View {
    business_page(
        cx,
        "identity.members.title",
        paths::MEMBERS,
        html! {
            h2 { (cx.t("identity.members.title")) }
            @if shown.refused_elsewhere() { (ui::alert(Tone::Danger, cx.t("identity.members.only_owner_here"))) }
            (members(cx, shown))
            (ui::settings_part("invite", cx.t("identity.members.invite"), cx.t("identity.members.invite_hint"), invite(cx, raw, errors)))
            @if !shown.invitations.is_empty() {
                (ui::card("invitations", cx.t("identity.members.invitations"), invitations(cx, &shown.invitations)))
            }
        },
    )
}

fn members(cx: &Cx<'_>, shown: &Shown) -> Markup {
    let page = &shown.members;
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
        .rows(page.rows.iter().map(|row| line(cx, shown, row)));
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

fn line(cx: &Cx<'_>, shown: &Shown, row: &MemberRow) -> Row {
    let by = cx
        .tenant()
        .map_or(TenantRole::Employee, |tenant| tenant.role);
    let me = cx.user().is_some_and(|user| user.id == row.user_id);
    Row::new()
        .id(ui::dom_id("member", row.user_id, ""))
        .cell(html! {
            bdi { (row.display_name) }
            @if me { " " (ui::badge(Tone::Brand, cx.t("identity.members.you"))) }
        })
        .cell(role_cell(cx, shown, row, by))
        .cell(ui::date(cx.fmt(), row.created_at))
        .actions(html! { @if may_change(by, row.role, None) { (remove(cx, shown, row)) } })
}

fn action(row: &MemberRow) -> String {
    format!("{}/{}", paths::MEMBERS, row.user_id)
}

/// The id of what says why nothing of the only owner can be changed.
fn why_id(shown: &Shown, cx: &Cx<'_>, row: &MemberRow) -> String {
    let part = if shown.refusal(cx, row).is_some() {
        "error"
    } else {
        "hint"
    };
    format!("{}-{part}", ui::dom_id("role", row.user_id, ""))
}

fn remove(cx: &Cx<'_>, shown: &Shown, row: &MemberRow) -> Button {
    let button = ui::button(cx.t("identity.members.remove")).small();
    if shown.is_only_owner(row) {
        return button.quiet().refused(why_id(shown, cx, row));
    }
    let question = cx.t_with(
        "identity.members.remove_question",
        &[("name", &row.display_name)],
    );
    button
        .danger()
        .post(action(row), cx.csrf())
        .method("DELETE")
        .confirm(question, cx.t("kernel.cancel"))
}

fn role_cell(cx: &Cx<'_>, shown: &Shown, row: &MemberRow, by: TenantRole) -> Markup {
    let roles = TenantRole::ALL
        .iter()
        .filter(|to| may_change(by, row.role, Some(**to)));
    let options: Vec<(&str, String)> = roles
        .map(|to| (to.as_str(), role(cx, to.as_str())))
        .collect();
    if options.len() < 2 {
        return html! { (role(cx, row.role.as_str())) };
    }
    let label = cx.t_with("identity.members.role_of", &[("name", &row.display_name)]);
    let refusal = shown.refusal(cx, row);
    let mut select = ui::select("role", label)
        .id(ui::dom_id("role", row.user_id, ""))
        .compact()
        .options(options)
        .value(row.role.as_str())
        .autofocus(refusal.is_some())
        .error(refusal.as_deref());
    let mut save = ui::button(cx.t("kernel.save")).small().quiet();
    if shown.is_only_owner(row) {
        if refusal.is_none() {
            select = select.hint(cx.t("identity.members.only_owner_here"));
        }
        save = save.refused(why_id(shown, cx, row));
    }
    html! { (ui::form(action(row), cx.csrf()).method("PUT").body(select).actions(save)) }
}

fn invite(cx: &Cx<'_>, raw: &Raw, errors: Option<&FieldErrors>) -> Markup {
    let view = FormView::new(cx, raw, errors);
    let form = view
        .form(paths::INVITATIONS)
        .body(html! {
            (view.field("email", "identity.sign_in.identifier").email().autocomplete("off").max_length(254).required())
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
