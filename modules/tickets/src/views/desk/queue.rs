//! The queue: saved views with counts, filters, the rows with their boxes, live; and its part beside a ticket.

use kernel::web::{COUNTED, Cx, Listing, Raw, View as PageView, with_query};
use maud::{Markup, html};
use ui::{GridColumn, GridRow, Item, Tab};

use super::Desk;
use crate::ids::TicketId;
use crate::models::{Filter, ListRow, Order, Status, View, Way, desk_topic};
use crate::paths;
use crate::views::bulk::{self, Told};
use crate::views::list;

const LIST: &str = "desk-queue";
/// The compact list beside a conversation.
const AROUND: &str = "desk-around";

/// The page, or the part of it that a live event or a filter asks for.
pub fn index(cx: &Cx<'_>, desk: &Desk) -> PageView {
    let main = if cx.asks_for(LIST) {
        queue(cx, desk, &Raw::default())
    } else {
        whole(cx, desk, html! {}, &Raw::default())
    };
    PageView::new(cx.t("tickets.desk.title"), main).live(desk_topic())
}

/// The page again, with what is told of an act on many tickets.
pub fn after_bulk(cx: &Cx<'_>, desk: &Desk, told: &Told, raw: &Raw) -> PageView {
    let main = whole(cx, desk, bulk::told(cx, desk, told, raw), raw);
    PageView::new(cx.t("tickets.desk.title"), main).live(desk_topic())
}

fn whole(cx: &Cx<'_>, desk: &Desk, told: Markup, raw: &Raw) -> Markup {
    html! {
        (ui::page_header(cx.t("tickets.desk.title"), None, html! {}))
        (told)
        (filters(cx, desk))
        (queue(cx, desk, raw))
    }
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
    let order = Order::ALL.iter().fold(
        ui::select("sort", cx.t("tickets.order.label")).value(desk.filter.order.as_str()),
        |select, order| select.option(order.as_str(), cx.t(order.label())),
    );
    let view = desk.filter.view.unwrap_or_default();
    let bar = ui::filters(paths::DESK, cx.t("kernel.search_button"))
        .search("q", &desk.filter.words, cx.t("tickets.search"))
        .shortcut("/")
        .hidden("view", view.as_str())
        .select(status)
        .select(department)
        .target(LIST);
    // Everything, closed tickets too, has no order by urgency.
    html! { @if view == View::All { (bar) } @else { (bar.select(order)) } }
}

fn views(cx: &Cx<'_>, desk: &Desk) -> Markup {
    let through = |view| Filter {
        view: Some(view),
        order: desk.filter.order,
        ..Filter::default()
    };
    let tabs: Vec<Tab> = View::ALL
        .iter()
        .map(|view| Tab {
            label: cx.t(view.label()),
            href: Way::through(&through(*view)).queue(paths::DESK),
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
fn queue(cx: &Cx<'_>, desk: &Desk, raw: &Raw) -> Markup {
    let pairs = desk.filter.pairs();
    let query = pairs.each_ref().map(|(name, value)| (*name, &**value));
    let listing = Listing::new(cx, paths::DESK, &query);
    let count = desk.counts.of(desk.filter.view.unwrap_or_default());
    let here = if cx.query().is_empty() || cx.query().contains("from=") {
        with_query(paths::DESK, &query)
    } else {
        format!("{}?{}", paths::DESK, cx.query())
    };
    html! {
        div id=(LIST) hx-get=(here) hx-trigger=(ui::on_event(desk_topic())) hx-target=(format!("#{LIST}")) hx-swap="outerMorph" {
            (views(cx, desk))
            @if desk.page.rows.is_empty() {
                (ui::empty_state("inbox", cx.t("tickets.desk.none_title"), cx.t("tickets.desk.none_text"), html! {}))
            } @else { (grid(cx, desk, raw)) }
            (listing.pager(&desk.page, count.filter(|_| !desk.filter.is_narrowed())))
            @if !desk.page.rows.is_empty() { (listing.exports("/admin/tickets/export")) }
        }
    }
}

fn grid(cx: &Cx<'_>, desk: &Desk, raw: &Raw) -> ui::Grid {
    let way = Way::through(&desk.filter);
    let words = [
        "tickets.bulk.choose",
        "tickets.bulk.choose_all",
        "tickets.bulk.chosen",
    ];
    let column = |name: &str| GridColumn::new(cx.t(&format!("tickets.column.{name}")));
    let time = match desk.filter.sorted() {
        Order::Newest => "activity",
        Order::Urgency => "waiting",
    };
    ui::grid("tickets-grid", cx.t("tickets.desk.title"))
        .column(column("subject").title())
        .column(column("status"))
        .column(column("requester"))
        .column(column("department"))
        .column(column("assignee"))
        .column(column(time))
        .rows(
            desk.page
                .rows
                .iter()
                .map(|row| one(cx, row, &way, desk, raw)),
        )
        .bulk(
            way.to(paths::DESK),
            cx.csrf(),
            words.map(|word| cx.t(word)),
            bulk::choices(cx, desk, raw),
        )
}

fn one(cx: &Cx<'_>, row: &ListRow, way: &Way, desk: &Desk, raw: &Raw) -> GridRow {
    let id = row.id.to_string();
    let is_chosen = raw.all("ids").any(|chosen| chosen == id);
    let at = match desk.filter.sorted() {
        Order::Newest => row.last_activity_at,
        Order::Urgency => row.waiting_since(),
    };
    GridRow::new(id, format!("{} {}", list::number(cx, row.number), row.subject))
        .chosen(is_chosen)
        .unread(row.is_unread())
        .cell(html! {
            a href=(way.to(&paths::desk_ticket(row.id))) {
                @if row.is_unread() { (ui::unread_dot(cx.t("tickets.unread"))) }
                (ui::name(&row.subject)) " " span.quiet { (list::number(cx, row.number)) }
            }
            " " (list::priority_badge(cx, row.priority)) (list::unproven_badge(cx, row))
        })
        .cell(list::status_badge(cx, row.standing()))
        .cell(html! { (ui::name(&row.requester)) @if row.tenant != row.requester { " " span.quiet { (ui::name(&row.tenant)) } } })
        .cell(list::department(cx, &row.department_fa, &row.department_en))
        .cell(html! { @if let Some(name) = &row.assignee { (ui::name(name)) } @else { span.quiet { (cx.t("tickets.nobody")) } } })
        .cell(ui::relative_date(cx.fmt(), at, cx.now()))
}

/// The rows of the queue around the open ticket, by the way that the agent came.
pub fn around(cx: &Cx<'_>, open: TicketId, way: &Way, rows: &[ListRow]) -> PageView {
    let (label, on) = (cx.t(way.view().label()), way.on());
    let items: Vec<Item> = rows
        .iter()
        .map(|row| neighbour(cx, row, open, &on))
        .collect();
    let main = html! {
        div id=(AROUND) hx-get=(way.to(&paths::desk_around(open))) hx-trigger=(ui::on_event(desk_topic()))
            hx-target=(format!("#{AROUND}")) hx-swap="outerMorph" {
            h2 { a href=(way.queue(paths::DESK)) { (label) } }
            @if rows.is_empty() { p.quiet { (cx.t("tickets.desk.none_title")) } }
            (ui::item_list(cx.t("tickets.desk.queue"), &items))
        }
    };
    PageView::new(cx.t("tickets.desk.queue"), main)
}

/// Its number, who waits since when, and how urgent it is; whether it is read, and whether it is the open one.
fn neighbour(cx: &Cx<'_>, row: &ListRow, open: TicketId, on: &Way) -> Item {
    let meta = html! {
        (list::number(cx, row.number)) " · " (ui::name(&row.requester)) " · "
        (ui::relative_date(cx.fmt(), row.last_activity_at, cx.now()))
    };
    let end = html! { (list::priority_badge(cx, row.priority)) (list::unproven_badge(cx, row)) };
    let item = Item::new(on.to(&paths::desk_ticket(row.id)), ui::name(&row.subject))
        .id(ui::dom_id("ticket", row.id, "item"))
        .meta(meta)
        .end(end)
        .current(row.id == open);
    if row.is_unread() {
        item.unread(cx.t("tickets.unread"))
    } else {
        item
    }
}

/// The place of the compact list before it has been fetched; without script it is a link.
pub fn place(cx: &Cx<'_>, open: TicketId, way: &Way) -> Markup {
    html! {
        div id=(AROUND) hx-get=(way.to(&paths::desk_around(open)))
            hx-trigger="load" hx-target=(format!("#{AROUND}")) hx-swap="outerHTML" {
            a href=(way.queue(paths::DESK)) { (cx.t("tickets.desk.back")) }
        }
    }
}
