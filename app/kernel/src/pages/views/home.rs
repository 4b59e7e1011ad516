//! The signed-in home: who, for which account, what is new, and what the modules have to say.

use maud::{Markup, html};

use super::notifications;
use crate::pages::models::notifications::Notification;
use crate::pages::paths;
use crate::web::{Cx, SignedIn, View, staff_home};

/// The page.
pub fn show(cx: &Cx<'_>, user: &SignedIn, unread: &[Notification], widgets: &[Markup]) -> View {
    let greeting = cx.t_with("kernel.home.greeting", &[("name", &user.name)]);
    let main = html! {
        (ui::page_header(greeting, Some(&place(cx, user)), to_staff(cx)))
        (ui::dash(
            html! {
                @for widget in widgets { (widget) }
                @if widgets.is_empty() { (first_steps(cx)) }
            },
            html! { @if !unread.is_empty() { (news(cx, unread)) } },
        ))
    };
    View::new(cx.t("kernel.home.title"), main).framed_for_reader(cx)
}

/// What stands here for somebody whose work is at the staff's screens alone: the way there, which browsers take by
/// themselves.
pub fn on_to_staff(cx: &Cx<'_>, place: &'static str) -> View {
    let title = cx.t("kernel.home.title");
    let main = html! {
        (ui::page_header(&title, None, html! {}))
        (ui::empty_state(
            "layout-dashboard",
            cx.t("kernel.home.staff_title"),
            cx.t("kernel.home.staff_text"),
            to_staff(cx),
        ))
    };
    View::new(title, main)
        .framed_for_reader(cx)
        .goes_on_to(place)
}

/// The way to the staff's screens, for who works there too.
fn to_staff(cx: &Cx<'_>) -> Markup {
    html! {
        @if let Some(home) = staff_home(cx) {
            (ui::button(cx.t("kernel.home.to_admin")).icon("layout-dashboard").href(home))
        }
    }
}

fn place(cx: &Cx<'_>, user: &SignedIn) -> String {
    match &user.tenant {
        Some(tenant) => {
            let role = cx.t(tenant.role.label());
            cx.t_with(
                "kernel.home.tenant",
                &[("tenant", &tenant.name), ("role", &role)],
            )
        }
        None if user.staff.is_empty() => cx.t("kernel.home.no_tenant"),
        None => cx.t("kernel.home.on_staff"),
    }
}

fn news(cx: &Cx<'_>, unread: &[Notification]) -> Markup {
    let more = cx.t_with(
        "kernel.home.all_news",
        &[("count", &cx.fmt().count_capped(cx.unread(), 99))],
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
fn first_steps(cx: &Cx<'_>) -> Markup {
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
}
