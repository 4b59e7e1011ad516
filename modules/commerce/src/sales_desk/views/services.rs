//! Services as staff see them: the list and its file.

use kernel::web::{Cx, ListOnly, Listing, Page, View};
use l10n::Format;
use maud::html;
use ui::{Column, Row};

use super::super::models::services::{Found, Which};
use super::super::paths;
use super::super::routes::Narrowed;
use super::{Head, by_time};
use crate::paths as own;
use crate::subscriptions::service_badge;

/// The list.
pub fn index(
    cx: &Cx<'_>,
    only: ListOnly,
    narrowed: &Narrowed<'_>,
    of: Option<&str>,
    page: &Page<Found>,
    count: i64,
) -> View {
    let title = cx.t("commerce.service.title");
    let pairs = narrowed.pairs();
    let listing = Listing::new(cx, own::DESK_SERVICES, &pairs);
    let states = Which::ALL
        .iter()
        .map(|one| (one.as_str(), cx.t(one.label())));
    let head = Head {
        title: &title,
        lead: "commerce.sales_desk.services_lead",
        search: "commerce.sales_desk.search_services",
        place: own::DESK_SERVICES,
    };
    let head = head.show(cx, states, narrowed, of);
    let (to, sort) = by_time(own::DESK_SERVICES, narrowed);
    let table = ui::table(&title)
        .column(Column::new(cx.t("commerce.service.one")))
        .column(Column::new(cx.t("commerce.payments.customer")))
        .column(Column::new(cx.t("commerce.service.bought_at")).sort(to, sort))
        .column(Column::new(cx.t("commerce.service.paid_until")).wide_only())
        .column(Column::new(cx.t("commerce.column.state")))
        .rows(page.rows.iter().map(|found| row(cx, found)))
        .empty(listing.empty(
            "package",
            "commerce.sales_desk.no_services_title",
            "commerce.sales_desk.no_services_text",
        ));
    let foot = html! {
        (listing.pager(page, Some(count)))
        (listing.exports(paths::SERVICES_EXPORT))
    };
    listing.view(title, only, head, &table, foot)
}

fn row(cx: &Cx<'_>, found: &Found) -> Row {
    let service = &found.service;
    Row::new()
        .id(ui::dom_id("service", service.id, "row"))
        .href(own::desk_service(service.id))
        .cell(ui::name(service.name(cx.locale())))
        .cell(ui::name(&found.tenant))
        .cell(ui::relative_date(cx.fmt(), service.made_at, cx.now()))
        .cell(html! { @if let Some(to) = service.period_to { (ui::date(cx.fmt(), to)) } })
        .cell(service_badge(cx, service))
}

/// Head and rows of the file. Times are in UTC.
pub fn sheet(cx: &Cx<'_>, found: &[Found]) -> (Vec<String>, Vec<Vec<String>>) {
    let head = [
        "service",
        "tenant",
        "cycle",
        "bought_at",
        "paid_until",
        "state",
        "id",
    ]
    .map(|name| cx.t(&format!("commerce.sales_desk.sheet.{name}")));
    let rows = found.iter().map(|Found { service, tenant }| {
        vec![
            service.name(cx.locale()).to_owned(),
            tenant.clone(),
            cx.t(service.cycle.label()),
            Format::iso(service.made_at),
            service.period_to.map(Format::iso).unwrap_or_default(),
            service.standing.as_str().to_owned(),
            service.id.to_string(),
        ]
    });
    (head.to_vec(), rows.collect())
}
