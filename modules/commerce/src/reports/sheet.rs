//! The report as files: sums in rial in plain digits, days by the reader's calendar.

use kernel::error::AppResult;
use kernel::web::{Cx, Export, ExportFormat};

use super::revenue::Revenue;
use super::span::Span;
use crate::payments::views::gateway_name;

kernel::words! {
    /// Which of the report's tables.
    pub enum Table {
        /// By time.
        Periods = "periods",
        /// By product.
        Products = "products",
        /// By gateway.
        Gateways = "gateways",
    }
}

/// One table of the report.
pub fn file(
    cx: &Cx<'_>,
    table: Table,
    format: ExportFormat,
    revenue: &Revenue,
    span: &Span,
) -> AppResult<Export> {
    let head = |names: &[&str]| -> Vec<String> {
        names
            .iter()
            .map(|name| cx.t(&format!("commerce.revenue.sheet.{name}")))
            .collect()
    };
    match table {
        Table::Periods => {
            let head = head(&["period", "sold", "earned", "deferred", "vat", "paid_in"]);
            Export::new(cx, "revenue", format, &head, &periods(cx, revenue, span))
        }
        Table::Products => {
            let head = head(&["product", "sold", "earned", "deferred", "owed"]);
            Export::new(
                cx,
                "revenue-products",
                format,
                &head,
                &products(cx, revenue),
            )
        }
        Table::Gateways => {
            let head = head(&["gateway", "paid_in", "out", "closing"]);
            Export::new(
                cx,
                "revenue-gateways",
                format,
                &head,
                &gateways(cx, revenue),
            )
        }
    }
}

fn periods(cx: &Cx<'_>, revenue: &Revenue, span: &Span) -> Vec<Vec<String>> {
    let rows = revenue.points.iter().map(|point| {
        let moved = point.moved;
        let mut row = vec![span.by.name(point.first, *cx.fmt())];
        row.extend(
            [
                moved.sold(),
                moved.earned,
                moved.deferred,
                moved.vat,
                moved.paid_in,
            ]
            .map(|sum| sum.to_string()),
        );
        row
    });
    rows.collect()
}

fn products(cx: &Cx<'_>, revenue: &Revenue) -> Vec<Vec<String>> {
    let rows = revenue.products.iter().map(|one| {
        let mut row = vec![one.name(cx.locale()).to_owned()];
        let moved = one.moved;
        row.extend(
            [moved.sold(), moved.earned, moved.deferred, one.owed].map(|sum| sum.to_string()),
        );
        row
    });
    rows.collect()
}

fn gateways(cx: &Cx<'_>, revenue: &Revenue) -> Vec<Vec<String>> {
    let rows = revenue.gateways.iter().map(|one| {
        let mut row = vec![gateway_name(cx, &one.name)];
        row.extend([one.paid_in, one.out, one.closing].map(|sum| sum.to_string()));
        row
    });
    rows.collect()
}
