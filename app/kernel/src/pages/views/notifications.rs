//! The list of a person's notifications and the count on the bell.
//! The list fetches itself again when the person's topic is poked.

use maud::{Markup, html};
use ui::{Button, Column, Row, Table};

use crate::live;
use crate::pages::models::notifications::Notification;
use crate::pages::paths;
use crate::web::{Cx, LIST, ListOnly, Listing, Page, SignedIn, View, account_page, with_query};

/// The page.
pub fn index(
    cx: &Cx<'_>,
    user: &SignedIn,
    list_only: ListOnly,
    unread: bool,
    page: &Page<Notification>,
    count: i64,
) -> View {
    let all_read = html! {
        @if cx.unread() > 0 {
            (ui::button(cx.t("kernel.notifications.read_all")).icon("check").post(paths::NOTIFICATIONS_READING, cx.csrf()))
        }
    };
    let only_unread = with_query(paths::NOTIFICATIONS, &[("show", "unread")]);
    let tab = |label, href: &str, active| ui::Tab {
        label: cx.t(label),
        href: href.to_owned(),
        active,
        badge: None,
    };
    let tabs = [
        tab("kernel.notifications.all", paths::NOTIFICATIONS, !unread),
        tab("kernel.notifications.unread", &only_unread, unread),
    ];
    let head = html! {
        h2 { (cx.t("kernel.notifications.title")) }
        p { (cx.t("kernel.notifications.lead")) }
        div.row-of { (ui::tabs(cx.t("kernel.notifications.which"), &tabs)) (all_read) }
    };
    let shown = if unread { "unread" } else { "" };
    let filters = [("show", shown)];
    let foot = Listing::new(cx, paths::NOTIFICATIONS, &filters).pager(page, Some(count));
    let here = format!("{}?{}", cx.path(), cx.query());
    let list = html! {
        div.flow id=(LIST) hx-get=(here) hx-swap="outerMorph"
            hx-trigger=(ui::on_event(live::topic("user", user.id.0))) {
            (table(cx, &page.rows).empty(nothing(cx, unread))) (foot)
        }
    };
    let title = "kernel.notifications.title";
    if list_only.is_asked() {
        View::new(cx.t(title), list)
    } else {
        account_page(cx, title, paths::NOTIFICATIONS, html! { (head) (list) })
    }
}

fn nothing(cx: &Cx<'_>, unread: bool) -> Markup {
    let title = if unread {
        "kernel.notifications.none_unread"
    } else {
        "kernel.notifications.none_title"
    };
    ui::empty_state(
        "bell",
        cx.t(title),
        cx.t("kernel.notifications.none_text"),
        html! {},
    )
}

/// Notifications as a table; the home shows the newest in the same way. The text leads to the thing, whose page says that
/// it was read; who does not want to open it marks it here.
pub fn table(cx: &Cx<'_>, rows: &[Notification]) -> Table {
    ui::table(cx.t("kernel.notifications.title"))
        .column(Column::new(cx.t("kernel.notifications.what")))
        .column(Column::new(cx.t("kernel.notifications.when")))
        .column(Column::new(cx.t("kernel.actions")).hidden_label())
        .rows(rows.iter().map(|row| {
            Row::new()
                .id(ui::dom_id("notification", row.id, ""))
                .strong(row.read_at.is_none())
                .href(&row.href)
                .cell(text(cx, row))
                .cell(ui::relative_date(cx.fmt(), row.created_at, cx.now()))
                .actions(html! { @if row.read_at.is_none() { (mark(cx, row)) } })
        }))
}

fn mark(cx: &Cx<'_>, row: &Notification) -> Button {
    let reading = paths::below(&paths::below(paths::NOTIFICATIONS, row.id), "reading");
    ui::button(cx.t("kernel.notifications.mark"))
        .small()
        .quiet()
        .icon("check")
        .post(reading, cx.csrf())
}

fn text(cx: &Cx<'_>, row: &Notification) -> String {
    let vars: Vec<(&str, &str)> = row
        .variables
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.as_str(), value.as_str().unwrap_or_default()))
        .collect();
    cx.t_with(&row.text_key, &vars)
}

/// The count on the bell.
pub fn badge(cx: &Cx<'_>) -> Markup {
    let unread = cx.unread();
    let shown = if unread == 0 {
        String::new()
    } else {
        cx.fmt().count_capped(unread, 99)
    };
    ui::live_badge("bell-count", shown, cx.t("kernel.notifications.unread"))
}
