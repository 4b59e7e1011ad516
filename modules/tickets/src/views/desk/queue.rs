//! The queue: saved views with counts, filters, the rows, live.

use kernel::web::{COUNTED, Cx, Listing, View as PageView, with_query};
use maud::{Markup, html};
use ui::{Column, Item, Row, Tab};

use super::Desk;
use crate::models::{ListRow, Status, View, desk_topic};
use crate::paths;
use crate::views::list;

const LIST: &str = "desk-queue";
/// How many stand beside a conversation.
const SHOWN: usize = 20;
/// The compact list beside a conversation.
pub const NEIGHBOURS: &str = "desk-neighbours";

/// The page, or the part of it that a live event or a filter asks for.
pub fn index(cx: &Cx<'_>, desk: &Desk) -> PageView {
    let title = cx.t("tickets.desk.title");
    let main = if cx.asks_for(NEIGHBOURS) {
        neighbours(cx, desk)
    } else if cx.asks_for(LIST) {
        queue(cx, desk)
    } else {
        html! {
            (ui::page_header(&title, None, html! {}))
            (filters(cx, desk))
            (queue(cx, desk))
        }
    };
    PageView::new(title, main).live(desk_topic())
}

fn department_word(desk: &Desk) -> String {
    desk.filter
        .department
        .map(|d| d.to_string())
        .unwrap_or_default()
}

fn filters(cx: &Cx<'_>, desk: &Desk) -> Markup {
    let status = Status::ALL
        .iter()
        .fold(
            ui::select("status", cx.t("tickets.column.status")).empty(cx.t("tickets.any_status")),
            |select, s| select.option(s.as_str(), cx.t(s.label())),
        )
        .value(desk.filter.status.map_or("", Status::as_str));
    let department = desk
        .departments
        .iter()
        .fold(
            ui::select("department", cx.t("tickets.column.department"))
                .empty(cx.t("tickets.any_department")),
            |select, d| select.option(d.id.to_string(), d.name(cx.locale())),
        )
        .value(department_word(desk));
    html! {
        (ui::filters(paths::DESK, cx.t("kernel.search_button"))
            .search("q", &desk.filter.words, cx.t("tickets.search"))
            .shortcut("/")
            .hidden("view", desk.filter.view.unwrap_or_default().as_str())
            .select(status)
            .select(department)
            .target(LIST))
    }
}

fn views(cx: &Cx<'_>, desk: &Desk) -> Markup {
    let tabs: Vec<Tab> = View::ALL
        .iter()
        .map(|view| Tab {
            label: cx.t(view.label()),
            href: with_query(paths::DESK, &[("view", view.as_str())]),
            active: desk.filter.view == Some(*view),
            badge: desk
                .counts
                .of(*view)
                .map(|n| cx.fmt().count_capped(n, COUNTED)),
        })
        .collect();
    ui::tabs(cx.t("tickets.desk.views"), &tabs)
}

/// The rows with their counts; a live event fetches them again with the address's own filters.
fn queue(cx: &Cx<'_>, desk: &Desk) -> Markup {
    let department = department_word(desk);
    let query = [
        ("view", desk.filter.view.unwrap_or_default().as_str()),
        ("q", desk.filter.words.as_str()),
        ("status", desk.filter.status.map_or("", Status::as_str)),
        ("department", department.as_str()),
    ];
    let listing = Listing::new(cx, paths::DESK, &query);
    let here = if cx.query().is_empty() {
        paths::DESK.to_owned()
    } else {
        format!("{}?{}", paths::DESK, cx.query())
    };
    html! {
        div id=(LIST) hx-get=(here) hx-trigger=(ui::on_event(desk_topic())) hx-target=(format!("#{LIST}")) hx-swap="outerMorph" {
            (views(cx, desk))
            (ui::table(cx.t("tickets.desk.title"))
                .column(Column::new(cx.t("tickets.column.subject")))
                .column(Column::new(cx.t("tickets.column.status")))
                .column(Column::new(cx.t("tickets.column.requester")).wide_only())
                .column(Column::new(cx.t("tickets.column.department")).wide_only())
                .column(Column::new(cx.t("tickets.column.assignee")).wide_only())
                .column(Column::new(cx.t("tickets.column.activity")))
                .rows(desk.page.rows.iter().map(|row| one(cx, row)))
                .empty(ui::empty_state("inbox", cx.t("tickets.desk.none_title"), cx.t("tickets.desk.none_text"), html! {})))
            (listing.pager(&desk.page, desk.counts.of(desk.filter.view.unwrap_or_default()).filter(|_| query.iter().skip(1).all(|(_, v)| v.is_empty()))))
            @if !desk.page.rows.is_empty() { (listing.exports("/admin/tickets/export")) }
        }
    }
}

fn one(cx: &Cx<'_>, row: &ListRow) -> Row {
    Row::new()
        .id(ui::dom_id("ticket", row.id, "row"))
        .href(paths::desk_ticket(row.id))
        .strong(row.status == Status::Open)
        .cell(html! { (ui::name(&row.subject)) " " span.quiet { (list::number(cx, row.number)) } " " (list::priority_badge(cx, row.priority)) (list::unproven_badge(cx, row)) span.quiet.narrow-only { (ui::name(&row.requester)) } })
        .cell(list::status_badge(cx, row.status))
        .cell(html! { (ui::name(&row.requester)) @if row.tenant != row.requester { " " span.quiet { (ui::name(&row.tenant)) } } })
        .cell(list::department(cx, &row.department_fa, &row.department_en))
        .cell(html! { @if let Some(name) = &row.assignee { (ui::name(name)) } @else { span.quiet { (cx.t("tickets.nobody")) } } })
        .cell(ui::relative_date(cx.fmt(), row.last_activity_at, cx.now()))
}

/// The next open tickets, beside a conversation.
fn neighbours(cx: &Cx<'_>, desk: &Desk) -> Markup {
    let shown = desk.page.rows.iter().take(SHOWN);
    let items: Vec<Item> = shown.map(|row| neighbour(cx, row)).collect();
    html! {
        div id=(NEIGHBOURS) hx-get=(with_query(paths::DESK, &[("view", View::Open.as_str())]))
            hx-trigger=(ui::on_event(desk_topic())) hx-target=(format!("#{NEIGHBOURS}")) hx-swap="outerMorph" {
            h2 { (cx.t(View::Open.label())) }
            @if desk.page.rows.is_empty() { p.quiet { (cx.t("tickets.desk.none_title")) } }
            (ui::item_list(cx.t("tickets.desk.queue"), &items))
        }
    }
}

/// Its number, who waits since when, and how urgent it is.
fn neighbour(cx: &Cx<'_>, row: &ListRow) -> Item {
    let meta = html! {
        (list::number(cx, row.number)) " · " (ui::name(&row.requester)) " · "
        (ui::relative_date(cx.fmt(), row.last_activity_at, cx.now()))
    };
    let end = html! { (list::priority_badge(cx, row.priority)) (list::unproven_badge(cx, row)) };
    Item::new(paths::desk_ticket(row.id), ui::name(&row.subject))
        .meta(meta)
        .end(end)
}

/// The place of the compact list before it has been fetched; without script it is a link.
pub fn neighbours_place(cx: &Cx<'_>) -> Markup {
    html! {
        div id=(NEIGHBOURS) hx-get=(with_query(paths::DESK, &[("view", View::Open.as_str())]))
            hx-trigger="load" hx-target=(format!("#{NEIGHBOURS}")) hx-swap="outerHTML" {
            a href=(paths::DESK) { (cx.t("tickets.desk.back")) }
        }
    }
}
