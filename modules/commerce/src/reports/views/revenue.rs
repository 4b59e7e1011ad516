//! Revenue: figures, a chart with its table, and the shares of products and gateways.

use kernel::web::{Cx, View, with_query};
use l10n::{Currency, Money};
use maud::{Markup, html};
use ui::{ChartKind, Column, Row, Stat, Tab, Tone};

use super::super::paths;
use super::super::recurring::{Recurring, share};
use super::super::revenue::{Moved, OfGateway, OfProduct, Revenue};
use super::super::sheet::Table;
use super::super::span::{Asked, By, Span};
use super::{days, exports, sum, tabs};
use crate::accounts::CURRENCY;
use crate::editor;
use crate::payments::views::gateway_name;

/// The page.
pub fn show(
    cx: &Cx<'_>,
    asked: &Asked<'_>,
    span: &Span,
    revenue: &Revenue,
    recurring: &Recurring,
) -> View {
    let title = cx.t("commerce.revenue.title");
    let main = html! {
        (ui::page_header(&title, Some(&cx.t("commerce.revenue.lead")), html! {}))
        (tabs(cx, paths::REVENUE))
        div.row-of { (days(cx, paths::REVENUE, asked, span)) (grains(cx, asked, span)) }
        @if let Some(error) = span.error { (ui::alert(Tone::Warning, cx.t(error))) }
        (strip(&moved(cx, revenue)))
        (chart(cx, span, revenue))
        (periods(cx, asked, span, revenue))
        (products(cx, asked, revenue))
        (gateways(cx, asked, revenue))
        h2 { (cx.t("commerce.revenue.now")) }
        (strip(&owing(cx, revenue, recurring)))
        (strip(&running(cx, recurring)))
        (strip(&came_and_left(cx, recurring)))
        p.quiet { (cx.t("commerce.revenue.rules")) }
    };
    View::new(title, main)
}

fn grains(cx: &Cx<'_>, asked: &Asked<'_>, span: &Span) -> Markup {
    let all: Vec<Tab> = By::ALL
        .iter()
        .map(|by| {
            let pairs = [
                ("by", by.as_str()),
                ("from", asked.from.unwrap_or_default()),
                ("to", asked.to.unwrap_or_default()),
            ];
            Tab {
                label: cx.t(by.label()),
                href: with_query(paths::REVENUE, &pairs),
                active: *by == span.by,
                ..Tab::default()
            }
        })
        .collect();
    ui::tabs(cx.t("commerce.revenue.sum_by"), &all)
}

/// A large sum.
fn big(cx: &Cx<'_>, rial: i64) -> Markup {
    ui::big_money(cx.fmt(), Money::new(rial, CURRENCY))
}

/// Three figures beside each other have room for large sums.
fn strip(stats: &[Stat]) -> Markup {
    html! { div.tiles { @for stat in stats { (stat) } } }
}

/// Sums of the days that are shown.
fn moved(cx: &Cx<'_>, revenue: &Revenue) -> [Stat; 3] {
    let stat = |label: &str, note: &str, rial: i64| {
        ui::stat(cx.t(label), big(cx, rial)).against(cx.t(note))
    };
    let Moved { earned, vat, .. } = revenue.total;
    let sold = revenue.total.sold();
    [
        stat("commerce.revenue.sold", "commerce.revenue.sold_note", sold),
        stat(
            "commerce.revenue.earned",
            "commerce.revenue.earned_note",
            earned,
        ),
        stat("commerce.revenue.vat", "commerce.revenue.vat_note", vat),
    ]
}

/// What we owe at the end of the days, and what is owed to us now.
fn owing(cx: &Cx<'_>, revenue: &Revenue, recurring: &Recurring) -> [Stat; 3] {
    let stat = |label: &str, note: &str, rial: i64| {
        ui::stat(cx.t(label), big(cx, rial)).against(cx.t(note))
    };
    let invoices = |count: i64| cx.t_count("commerce.revenue.invoices", count, &[]);
    let Recurring { open, late, .. } = recurring;
    let unpaid =
        ui::stat(cx.t("commerce.revenue.open"), big(cx, open.sum)).against(invoices(open.count));
    let late_sum = cx.fmt().money(Money::new(late.sum, CURRENCY));
    let late_text = cx.t_with(
        "commerce.revenue.late",
        &[("invoices", &invoices(late.count)), ("sum", &late_sum)],
    );
    [
        stat(
            "commerce.revenue.owed",
            "commerce.revenue.owed_note",
            revenue.owed,
        ),
        stat(
            "commerce.revenue.wallets",
            "commerce.revenue.wallets_note",
            revenue.wallets,
        ),
        if late.count > 0 {
            unpaid.note(Tone::Warning, late_text)
        } else {
            unpaid
        },
    ]
}

/// What running services bring, and how many there are now.
fn running(cx: &Cx<'_>, recurring: &Recurring) -> [Stat; 3] {
    let suspended = cx.fmt().number(recurring.suspended);
    [
        ui::stat(cx.t("commerce.revenue.monthly"), big(cx, recurring.monthly))
            .against(cx.t("commerce.revenue.monthly_note")),
        ui::stat(cx.t("commerce.revenue.yearly"), big(cx, recurring.yearly))
            .against(cx.t("commerce.revenue.yearly_note")),
        ui::stat(
            cx.t("commerce.revenue.running"),
            cx.fmt().number(recurring.running),
        )
        .against(cx.t_with("commerce.revenue.suspended", &[("count", &suspended)]))
        .href(with_query(
            crate::paths::DESK_SERVICES,
            &[("state", "running")],
        )),
    ]
}

/// Who left and who came in the days that are shown.
fn came_and_left(cx: &Cx<'_>, recurring: &Recurring) -> [Stat; 2] {
    let churn = share(recurring.lost, recurring.base);
    let churn = churn.map_or_else(
        || cx.t("commerce.revenue.none"),
        |share| cx.fmt().percent(share),
    );
    let (lost, base) = (
        cx.fmt().number(recurring.lost),
        cx.fmt().number(recurring.base),
    );
    let vars = [("lost", lost.as_str()), ("base", base.as_str())];
    [
        ui::stat(cx.t("commerce.revenue.churn"), churn)
            .against(cx.t_with("commerce.revenue.churn_note", &vars)),
        ui::stat(
            cx.t("commerce.revenue.new_customers"),
            cx.fmt().number(recurring.new_customers),
        )
        .against(cx.t("commerce.revenue.new_customers_note")),
    ]
}

/// A sum as the reader counts it: what is drawn has the scale of what is written.
fn drawn(cx: &Cx<'_>, rial: i64) -> f64 {
    let places = i32::from(cx.fmt().money_unit.places());
    let value: f64 = rial.to_string().parse().unwrap_or_default();
    value / 10_f64.powi(places)
}

fn chart(cx: &Cx<'_>, span: &Span, revenue: &Revenue) -> Markup {
    let unit = cx.fmt().unit(Currency::Irr);
    let title = cx.t_with("commerce.revenue.chart", &[("unit", unit)]);
    let names = [
        cx.t("commerce.revenue.sold"),
        cx.t("commerce.revenue.earned"),
    ];
    let chart = ui::chart(
        "revenue",
        title,
        ChartKind::Bar,
        cx.t("commerce.revenue.table"),
    )
    .series(cx.t(span.by.label()), names);
    let value = |rial: i64| (drawn(cx, rial), cx.fmt().money(Money::new(rial, CURRENCY)));
    let chart = revenue.points.iter().fold(chart, |chart, point| {
        let values = [value(point.moved.sold()), value(point.moved.earned)];
        chart.point(span.by.name(point.first, *cx.fmt()), values)
    });
    html! { (chart) }
}

fn periods(cx: &Cx<'_>, asked: &Asked<'_>, span: &Span, revenue: &Revenue) -> Markup {
    let cells = |row: Row, moved: Moved| {
        row.cell(sum(cx, moved.sold()))
            .cell(sum(cx, moved.earned))
            .cell(sum(cx, moved.vat))
            .cell(sum(cx, moved.paid_in))
    };
    let rows = revenue.points.iter().rev().map(|point| {
        let name = span.by.name(point.first, *cx.fmt());
        cells(Row::new().cell(name), point.moved)
    });
    let total = Row::new().strong(true).cell(cx.t("commerce.revenue.total"));
    let table = ui::table(cx.t("commerce.revenue.periods"))
        .column(Column::new(cx.t(span.by.label())))
        .column(Column::new(cx.t("commerce.revenue.sold")).number())
        .column(Column::new(cx.t("commerce.revenue.earned")).number())
        .column(
            Column::new(cx.t("commerce.revenue.vat"))
                .number()
                .wide_only(),
        )
        .column(
            Column::new(cx.t("commerce.revenue.paid_in"))
                .number()
                .wide_only(),
        )
        .row(cells(total, revenue.total))
        .rows(rows);
    let body = html! { (table) (exports(cx, paths::REVENUE_EXPORT, asked, Some(Table::Periods.as_str()))) };
    ui::card("periods", cx.t("commerce.revenue.periods"), body)
}

fn products(cx: &Cx<'_>, asked: &Asked<'_>, revenue: &Revenue) -> Markup {
    let row = |one: &OfProduct| {
        let row = Row::new();
        let row = match one.id {
            Some(id) => row.href(editor::paths::product(id)),
            None => row,
        };
        row.cell(ui::name(one.name(cx.locale())))
            .cell(sum(cx, one.moved.sold()))
            .cell(sum(cx, one.moved.earned))
            .cell(sum(cx, one.owed))
    };
    let table = ui::table(cx.t("commerce.revenue.by_product"))
        .column(Column::new(cx.t("commerce.editor.product")))
        .column(Column::new(cx.t("commerce.revenue.sold")).number())
        .column(Column::new(cx.t("commerce.revenue.earned")).number())
        .column(
            Column::new(cx.t("commerce.revenue.owed"))
                .number()
                .wide_only(),
        )
        .rows(revenue.products.iter().map(row))
        .empty(html! { p.quiet { (cx.t("commerce.revenue.nothing")) } });
    let body = html! { (table) (exports(cx, paths::REVENUE_EXPORT, asked, Some(Table::Products.as_str()))) };
    ui::card("by-product", cx.t("commerce.revenue.by_product"), body)
}

fn gateways(cx: &Cx<'_>, asked: &Asked<'_>, revenue: &Revenue) -> Markup {
    let row = |one: &OfGateway| {
        Row::new()
            .cell(html! { (gateway_name(cx, &one.name)) })
            .cell(sum(cx, one.paid_in))
            .cell(sum(cx, one.out))
            .cell(sum(cx, one.closing))
    };
    let table = ui::table(cx.t("commerce.revenue.by_gateway"))
        .column(Column::new(cx.t("commerce.payments.gateway")))
        .column(Column::new(cx.t("commerce.revenue.paid_in")).number())
        .column(
            Column::new(cx.t("commerce.revenue.out"))
                .number()
                .wide_only(),
        )
        .column(Column::new(cx.t("commerce.revenue.closing")).number())
        .rows(revenue.gateways.iter().map(row))
        .empty(html! { p.quiet { (cx.t("commerce.revenue.nothing")) } });
    let body = html! { (table) (exports(cx, paths::REVENUE_EXPORT, asked, Some(Table::Gateways.as_str()))) };
    ui::card("by-gateway", cx.t("commerce.revenue.by_gateway"), body)
}
