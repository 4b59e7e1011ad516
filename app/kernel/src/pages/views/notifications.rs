//! The list of a person's notifications and the count on the bell.
//! The list fetches itself again when the person's topic is poked.

use maud::{Markup, Render, html};
use ui::{Column, Row, Table};

use crate::live;
use crate::pages::models::notifications::Notification;
use crate::pages::paths;
use crate::web::{Cx, LIST, ListOnly, Listing, Page, SignedIn, View, with_query};

/// The page.
pub fn index(
    cx: &Cx<'_>,
    user: &SignedIn,
    list_only: ListOnly,
    unread: bool,
    page: &Page<Notification>,
    count: i64,
) -> View {
    let title = cx.t("kernel.notifications.title");
    let all_read = html! {
        @if user.unread > 0 {
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
        (ui::page_header(&title, Some(&cx.t("kernel.notifications.lead")), all_read))
        (ui::tabs(cx.t("kernel.notifications.which"), &tabs))
    };
    let shown = if unread { "unread" } else { "" };
    let filters = [("show", shown)];
    let foot = Listing::new(cx, paths::NOTIFICATIONS, &filters).pager(page, Some(count));
    let here = format!("{}?{}", cx.path(), cx.query());
    let list = html! {
        div.flow id=(LIST) hx-get=(here) hx-swap="outerHTML"
            hx-trigger=(ui::on_event(live::topic("user", user.id.0))) {
            (table(cx, &page.rows).empty(nothing(cx, unread))) (foot)
        }
    };
    list_only.view(title, head, list)
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

/// Notifications as a table; the home shows the newest in the same way.
pub fn table(cx: &Cx<'_>, rows: &[Notification]) -> Table {
    ui::table(cx.t("kernel.notifications.title"))
        .column(Column::new(cx.t("kernel.notifications.what")))
        .column(Column::new(cx.t("kernel.notifications.when")))
        .column(Column::new(cx.t("kernel.notifications.open")).hidden_label())
        .rows(rows.iter().map(|row| {
            Row::new()
                .id(ui::dom_id("notification", row.id, ""))
                .strong(row.read_at.is_none())
                .cell(text(cx, row))
                .cell(ui::relative_date(cx.fmt(), row.created_at, cx.now()))
                .actions(open(cx, row))
        }))
}

/// Opening an unread one marks it as read on the way.
fn open(cx: &Cx<'_>, row: &Notification) -> Markup {
    let button = ui::button(cx.t("kernel.notifications.open")).small();
    match row.read_at {
        None => button.post(
            paths::below(&paths::below(paths::NOTIFICATIONS, row.id), "reading"),
            cx.csrf(),
        ),
        Some(_) => button.quiet().href(&row.href),
    }
    .render()
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
pub fn badge(cx: &Cx<'_>, unread: i64) -> Markup {
    let shown = if unread == 0 {
        String::new()
    } else {
        cx.fmt().count_capped(unread, 99)
    };
    ui::live_badge("bell-count", shown, cx.t("kernel.notifications.unread"))
}
