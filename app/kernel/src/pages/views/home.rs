//! The signed-in home: who, for which account, what is new, and what the modules have to say.

use maud::{Markup, html};

use super::notifications;
use crate::module::TenantRole;
use crate::pages::models::notifications::Notification;
use crate::pages::paths;
use crate::web::{Cx, SignedIn, View, staff_home};

/// The page.
pub fn show(cx: &Cx<'_>, user: &SignedIn, unread: &[Notification], widgets: &[Markup]) -> View {
    let greeting = cx.t_with("kernel.home.greeting", &[("name", &user.name)]);
    let main = html! {
        (ui::page_header(greeting, Some(&place(cx, user)), html! {}))
        (ui::dash(
            html! {
                @for widget in widgets { (widget) }
                @if widgets.is_empty() { (first_steps(cx, user)) }
            },
            html! { @if !unread.is_empty() { (news(cx, user, unread)) } },
        ))
    };
    View::new(cx.t("kernel.home.title"), main)
}

fn place(cx: &Cx<'_>, user: &SignedIn) -> String {
    match &user.tenant {
        Some(tenant) => {
            let role = cx.t(role_key(tenant.role));
            cx.t_with(
                "kernel.home.tenant",
                &[("tenant", &tenant.name), ("role", &role)],
            )
        }
        None if user.staff.is_empty() => cx.t("kernel.home.no_tenant"),
        None => cx.t("kernel.home.on_staff"),
    }
}

/// The text of a member's role.
fn role_key(role: TenantRole) -> &'static str {
    match role {
        TenantRole::Owner => "kernel.home.role_owner",
        TenantRole::Manager => "kernel.home.role_manager",
        TenantRole::Employee => "kernel.home.role_employee",
    }
}

fn news(cx: &Cx<'_>, user: &SignedIn, unread: &[Notification]) -> Markup {
    let more = cx.t_with(
        "kernel.home.all_news",
        &[("count", &cx.fmt().count_capped(user.unread, 99))],
    );
    ui::card(
        "news",
        cx.t("kernel.home.news"),
        html! {
            (notifications::table(cx, unread))
            div.actions { (ui::button(more).quiet().small().href(paths::NOTIFICATIONS)) }
        },
    )
}

/// What to do first where no module has anything to show yet.
fn first_steps(cx: &Cx<'_>, user: &SignedIn) -> Markup {
    if user.staff.is_empty() {
        let action = ui::button(cx.t("kernel.home.to_account"))
            .primary()
            .icon("user")
            .href(paths::ACCOUNT);
        ui::empty_state(
            "house",
            cx.t("kernel.home.empty_title"),
            cx.t("kernel.home.empty_text"),
            action,
        )
    } else {
        let action = html! {
            @if let Some(home) = staff_home(cx) {
                (ui::button(cx.t("kernel.home.to_admin")).primary().icon("layout-dashboard").href(home))
            }
        };
        ui::empty_state(
            "layout-dashboard",
            cx.t("kernel.home.staff_title"),
            cx.t("kernel.home.staff_text"),
            action,
        )
    }
}
