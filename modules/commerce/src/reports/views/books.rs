//! The platform's trial balance: what each account had, what moved, what it has. In each unit debits equal credits.

use std::collections::HashMap;

use kernel::web::{Cx, View};
use ledger::{TrialLine, Unit, account_name};
use maud::{Markup, html};
use ui::{Column, Row, Tone};

use super::super::paths;
use super::super::span::{Asked, Span};
use super::{days, exports, tabs};
use crate::accounts::CLEARING;
use crate::payments::views::gateway_name;

/// What the page shows.
pub struct Books {
    /// Each account.
    pub lines: Vec<TrialLine>,
    /// Persian and English names of products, by the parts of their accounts.
    pub names: HashMap<String, (String, String)>,
}

/// The page.
pub fn show(cx: &Cx<'_>, asked: &Asked<'_>, span: &Span, books: &Books) -> View {
    let lines = &books.lines;
    let title = cx.t("commerce.books.title");
    let mut units: Vec<&Unit> = lines.iter().map(|line| &line.unit).collect();
    units.dedup();
    let main = html! {
        (ui::page_header(&title, Some(&cx.t("commerce.books.lead")), html! {}))
        (tabs(cx, paths::BOOKS))
        (days(cx, paths::BOOKS, asked, span))
        @if let Some(error) = span.error { (ui::alert(Tone::Warning, cx.t(error))) }
        @for unit in &units { (balance(cx, unit, books)) }
        @if units.is_empty() {
            (ui::empty_state("scale", cx.t("commerce.books.none_title"), cx.t("commerce.books.none_text"), html! {}))
        } @else { (exports(cx, paths::BOOKS_EXPORT, asked, None)) }
    };
    View::new(title, main)
}

/// The accounts of one unit, and whether their sides are even.
fn balance(cx: &Cx<'_>, unit: &Unit, books: &Books) -> Markup {
    let of: Vec<&TrialLine> = books
        .lines
        .iter()
        .filter(|line| line.unit == *unit)
        .collect();
    let rows = of.iter().map(|line| {
        Row::new()
            .cell(account_name(cx, &line.code, &part(cx, books, line)))
            .cell(cx.t(line.kind.label()))
            .cell(sided(cx, unit, line.opening))
            .cell(unit.shown(line.debit, cx.fmt()))
            .cell(unit.shown(line.credit, cx.fmt()))
            .cell(sided(cx, unit, line.closing()))
    });
    let all = |part: fn(&TrialLine) -> i64| of.iter().map(|line| part(line)).sum::<i64>();
    let (debit, credit) = (all(|line| line.debit), all(|line| line.credit));
    let (opening, closing) = (all(|line| line.opening), all(TrialLine::closing));
    let is_even = debit == credit && opening == 0 && closing == 0;
    let total = Row::new()
        .strong(true)
        .cell(cx.t("commerce.revenue.total"))
        .cell("")
        .cell(sided(cx, unit, opening))
        .cell(unit.shown(debit, cx.fmt()))
        .cell(unit.shown(credit, cx.fmt()))
        .cell(sided(cx, unit, closing));
    let (tone, said) = if is_even {
        (Tone::Success, "commerce.books.even")
    } else {
        (Tone::Danger, "commerce.books.uneven")
    };
    let table = ui::table(unit.code())
        .column(Column::new(cx.t("ledger.column.account")))
        .column(Column::new(cx.t("ledger.column.kind")).wide_only())
        .column(
            Column::new(cx.t("commerce.books.opening"))
                .number()
                .wide_only(),
        )
        .column(Column::new(cx.t("ledger.column.debit")).number())
        .column(Column::new(cx.t("ledger.column.credit")).number())
        .column(Column::new(cx.t("commerce.books.closing")).number())
        .rows(rows)
        .row(total);
    let body = html! { (ui::alert(tone, cx.t(said))) (table) };
    ui::card(ui::dom_id("unit", unit.code(), ""), unit.code(), body)
}

/// A part as people call it: a product by its name, a gateway by its.
fn part(cx: &Cx<'_>, books: &Books, line: &TrialLine) -> String {
    match books.names.get(&line.part) {
        Some((fa, en)) => cx.locale().pick(fa.as_str(), en.as_str()).to_owned(),
        None if line.code == CLEARING.code => gateway_name(cx, &line.part),
        None => line.part.clone(),
    }
}

/// A balance with the side on which it is.
fn sided(cx: &Cx<'_>, unit: &Unit, amount: i64) -> Markup {
    let shown = unit.shown(amount.saturating_abs(), cx.fmt());
    let side = match amount {
        0 => None,
        1.. => Some("ledger.side.debit"),
        _ => Some("ledger.side.credit"),
    };
    html! { (shown) @if let Some(side) = side { " " span.quiet { (cx.t(side)) } } }
}
