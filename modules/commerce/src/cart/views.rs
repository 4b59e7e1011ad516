//! The cart: what is in it, what it comes to, and the way on.

use kernel::module::Audience;
use kernel::web::{Cx, View};
use l10n::Money;
use maud::{Markup, html};
use ui::{Column, Row};

use super::content::MOST_PIECES;
use super::filled::{Filled, FilledLine};
use crate::accounts::CURRENCY;
use crate::catalogue::{kind, shown_options};
use crate::paths;

/// The cart.
pub fn show(cx: &Cx<'_>, filled: &Filled) -> View {
    page(cx, filled, None)
}

/// The cart again, with the line whose count was refused.
pub fn show_refused(cx: &Cx<'_>, filled: &Filled, n: usize) -> View {
    page(cx, filled, Some(n))
}

fn page(cx: &Cx<'_>, filled: &Filled, refused: Option<usize>) -> View {
    let title = cx.t("commerce.cart.title");
    let on = ui::button(cx.t("commerce.cart.store")).href(paths::STORE);
    let body = if filled.lines.is_empty() {
        let on = on.primary();
        ui::empty_state(
            "shopping-cart",
            cx.t("commerce.cart.none_title"),
            cx.t("commerce.cart.none_text"),
            on,
        )
    } else {
        let rows = filled.lines.iter().enumerate();
        let rows = rows.map(|(n, line)| row(cx, n, line, refused == Some(n)));
        let lines = html! {
            (ui::table(&title)
                .column(Column::new(cx.t("commerce.cart.what")))
                .column(Column::new(cx.t("commerce.cart.quantity")))
                .column(Column::new(cx.t("commerce.cart.sum")).number())
                .column(Column::new(cx.t("commerce.cart.take_out")).hidden_label())
                .rows(rows))
            div.actions { (on.quiet()) }
        };
        ui::checkout(lines, &summary(cx, filled))
    };
    let main = html! {
        (ui::page_header(&title, None, html! {}))
        @if filled.gone > 0 { (ui::alert(ui::Tone::Warning, cx.t("commerce.cart.gone"))) }
        (body)
    };
    View::new(title, main).framed_for(Audience::Public)
}

fn row(cx: &Cx<'_>, n: usize, line: &FilledLine, refused: bool) -> Row {
    let product = &line.offer.product;
    let name = product.name(cx.locale());
    let count = format!("{}: {name}", cx.t("commerce.cart.quantity"));
    let error = refused.then(|| cx.t("commerce.cart.pieces"));
    let count = ui::form(paths::cart_line(n), cx.csrf())
        .label(&count)
        .body(
            ui::quantity(
                "quantity",
                &count,
                cx.t("commerce.cart.less"),
                cx.t("commerce.cart.more"),
            )
            .id(format!("quantity-{n}"))
            .value(cx.fmt().number(i64::from(line.line.quantity)))
            .range(0, i64::from(MOST_PIECES))
            .compact()
            .error(error),
        )
        .actions(ui::button(cx.t("commerce.cart.change")).small().quiet());
    let out = ui::button(format!("{}: {name}", cx.t("commerce.cart.take_out")))
        .small()
        .quiet()
        .icon_only("trash-2")
        .post(paths::cart_line(n), cx.csrf())
        .method("DELETE");
    let what = html! {
        a href=(paths::product(&product.slug)) { strong { (name) } }
        p.quiet { (cx.t(line.price.cycle.label())) }
        (chosen(cx, line))
        @if let Some(key) = line.problem { (ui::alert(ui::Tone::Danger, cx.t(key))) }
    };
    Row::new()
        .cell(what)
        .cell(count)
        .cell(html! {
            (ui::money(cx.fmt(), line.quoted.total()))
            @if line.quoted.hourly() > 0 { p.quiet { (per_hour(cx, line)) } }
        })
        .actions(out)
}

/// What it takes from the wallet as it runs.
fn per_hour(cx: &Cx<'_>, line: &FilledLine) -> String {
    let hourly = cx.fmt().money(Money::new(line.quoted.hourly(), CURRENCY));
    cx.t_with("commerce.metering.per_hour", &[("sum", &hourly)])
}

/// What was chosen of it.
fn chosen(cx: &Cx<'_>, line: &FilledLine) -> Markup {
    let Ok(kind) = kind(cx.app(), &line.offer.product.kind) else {
        return html! {};
    };
    let options = shown_options(cx, kind.as_ref(), &line.line.options);
    html! {
        @for (label, value) in &options {
            // What asks ends with its own mark.
            @let mark = if label.ends_with(['?', '؟']) { " " } else { ": " };
            p.quiet { (label) (mark) (ui::bdi(value)) }
        }
    }
}

/// Lines and tax as a bill.
pub fn bill(cx: &Cx<'_>, filled: &Filled) -> ui::Bill {
    let bill = filled.lines.iter().fold(ui::bill(cx.fmt()), |bill, line| {
        let name = line.offer.product.name(cx.locale());
        let count = cx.fmt().number(i64::from(line.quoted.quantity));
        let note = cx.t_with(
            "commerce.cart.times",
            &[
                ("count", &count),
                ("cycle", &cx.t(line.price.cycle.label())),
            ],
        );
        bill.described(name, note, Money::new(line.quoted.net, CURRENCY))
    });
    let rate = cx.fmt().percent(i64::from(filled.quote.tax.rate));
    bill.tax(
        cx.t_with("commerce.price.vat", &[("rate", &rate)]),
        filled.quote.vat,
    )
}

fn summary(cx: &Cx<'_>, filled: &Filled) -> ui::Order {
    let on = ui::button(cx.t("commerce.cart.checkout")).money();
    let order = ui::order(cx.t("commerce.cart.summary"), bill(cx, filled)).total(
        cx.t("commerce.cart.total"),
        ui::money_pair(cx.fmt(), filled.total()),
    );
    if filled.is_sound() {
        let order = order.action(on.href(paths::CHECKOUT));
        return match cx.user() {
            Some(_) => order,
            None => order.note(cx.t("commerce.cart.sign_in_later")),
        };
    }
    order.note(cx.t("commerce.cart.mend_first"))
}
