//! Orders as staff see them: the list, its file, and one with what it brought and what it cost.

use kernel::people::Contact;
use kernel::web::{Cx, ListOnly, Listing, Page, View};
use l10n::{Format, Money};
use maud::{Markup, html};
use ui::{Column, Row, Tone};

use super::super::models::invoices::Found as Billed;
use super::super::models::orders::Found;
use super::super::paths;
use super::super::routes::Narrowed;
use super::{Head, by_time, invoices};
use crate::accounts::CURRENCY;
use crate::orders::OrderState;
use crate::payouts::views::customer;
use crate::subscriptions::{Subscription, service_badge};
use crate::{paths as own, topics};

fn badge(cx: &Cx<'_>, state: OrderState) -> Markup {
    let tone = match state {
        OrderState::Placed => Tone::Warning,
        OrderState::Paid => Tone::Success,
        OrderState::Cancelled => Tone::Neutral,
    };
    ui::badge(tone, cx.t(state.label()))
}

/// The list.
pub fn index(
    cx: &Cx<'_>,
    only: ListOnly,
    narrowed: &Narrowed<'_>,
    of: Option<&str>,
    page: &Page<Found>,
    count: i64,
) -> View {
    let title = cx.t("commerce.order.title");
    let pairs = narrowed.pairs();
    let listing = Listing::new(cx, paths::ORDERS, &pairs);
    let states = OrderState::ALL
        .iter()
        .map(|one| (one.as_str(), cx.t(one.label())));
    let head = Head {
        title: &title,
        lead: "commerce.sales_desk.orders_lead",
        search: "commerce.sales_desk.search_orders",
        place: paths::ORDERS,
    };
    let head = head.show(cx, states, narrowed, of);
    let (to, sort) = by_time(paths::ORDERS, narrowed);
    let table = ui::table(&title)
        .column(Column::new(cx.t("commerce.order.one")))
        .column(Column::new(cx.t("commerce.payments.customer")))
        .column(Column::new(cx.t("commerce.order.placed_at")).sort(to, sort))
        .column(Column::new(cx.t("commerce.invoice.total")).number())
        .column(Column::new(cx.t("commerce.column.state")))
        .rows(page.rows.iter().map(|found| row(cx, found)))
        .empty(listing.empty(
            "shopping-cart",
            "commerce.sales_desk.no_orders_title",
            "commerce.sales_desk.no_orders_text",
        ));
    let foot = html! {
        (shown_total(cx, page.rows.iter().map(|one| one.total.unwrap_or_default())))
        (listing.pager(page, Some(count)))
        (listing.exports(paths::ORDERS_EXPORT))
    };
    listing.view(title, only, head, &table, foot)
}

/// What the rows of a page come to, together.
pub fn shown_total(cx: &Cx<'_>, sums: impl Iterator<Item = i64>) -> Markup {
    let mut sums = sums.peekable();
    if sums.peek().is_none() {
        return html! {};
    }
    let total = sums.try_fold(0_i64, i64::checked_add);
    html! {
        @if let Some(total) = total {
            p.quiet { (cx.t("commerce.sales_desk.shown_total")) " " (ui::money(cx.fmt(), Money::new(total, CURRENCY))) }
        }
    }
}

fn row(cx: &Cx<'_>, found: &Found) -> Row {
    Row::new()
        .href(paths::order(found.order.id))
        .cell(cx.fmt().digits(&found.order.number.to_string()))
        .cell(ui::name(&found.tenant))
        .cell(ui::date_time(cx.fmt(), found.order.placed_at))
        .cell(ui::money(cx.fmt(), found.money()))
        .cell(badge(cx, found.order.state))
}

/// Head and rows of the file. Sums are in rial and times in UTC.
pub fn sheet(cx: &Cx<'_>, found: &[Found]) -> (Vec<String>, Vec<Vec<String>>) {
    let head = ["number", "placed_at", "tenant", "total", "state", "id"]
        .map(|name| cx.t(&format!("commerce.sales_desk.sheet.{name}")));
    let rows = found.iter().map(|one| {
        vec![
            one.order.number.to_string(),
            Format::iso(one.order.placed_at),
            one.tenant.clone(),
            one.total.unwrap_or_default().to_string(),
            cx.t(one.order.state.label()),
            one.order.id.to_string(),
        ]
    });
    (head.to_vec(), rows.collect())
}

/// What an order's page shows.
pub struct Shown {
    /// The order.
    pub found: Found,
    /// What it brought.
    pub services: Vec<Subscription>,
    /// What it cost.
    pub invoices: Vec<Billed>,
    /// Who placed it.
    pub people: Vec<Contact>,
}

/// One order.
pub fn show(cx: &Cx<'_>, shown: &Shown) -> View {
    let found = &shown.found;
    let number = cx.fmt().digits(&found.order.number.to_string());
    let title = cx.t_with("commerce.order.number", &[("number", &number)]);
    let by = shown.people.first().map(|one| one.name.as_str());
    let facts = vec![
        (cx.t("commerce.column.state"), badge(cx, found.order.state)),
        (
            cx.t("commerce.payments.customer"),
            customer(cx, found.tenant_id, &found.tenant),
        ),
        (
            cx.t("commerce.order.placed_at"),
            ui::date_time(cx.fmt(), found.order.placed_at),
        ),
        (
            cx.t("commerce.sales_desk.placed_by"),
            ui::name(by.unwrap_or_default()),
        ),
        (
            cx.t("commerce.invoice.total"),
            ui::money_pair(cx.fmt(), found.money()),
        ),
    ];
    let billed = cx.t("commerce.invoice.title");
    let main = html! {
        (ui::page_header(&title, Some(&found.tenant), html! {}))
        (ui::dash(html! {
            (services(cx, &shown.services))
            (ui::card("invoices", &billed, invoices::table(cx, &billed, &shown.invoices)))
        }, ui::card("facts", cx.t("commerce.payments.about"), ui::definition_list(facts))))
    };
    View::new(&title, main)
        .live(topics::money(found.tenant_id))
        .crumb(cx.t("commerce.order.title"), Some(paths::ORDERS.to_owned()))
        .crumb(title, None)
}

/// Services as a card, each with its page.
pub fn services(cx: &Cx<'_>, services: &[Subscription]) -> Markup {
    let rows = services.iter().map(|one| {
        Row::new()
            .href(own::desk_service(one.id))
            .cell(ui::name(one.name(cx.locale())))
            .cell(service_badge(cx, one))
    });
    let title = cx.t("commerce.service.title");
    let table = ui::table(&title)
        .column(Column::new(cx.t("commerce.service.one")))
        .column(Column::new(cx.t("commerce.column.state")))
        .rows(rows)
        .empty(html! { p.quiet { (cx.t("commerce.money_desk.no_services")) } });
    ui::card("services", title, html! { (table) })
}
