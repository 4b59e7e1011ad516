//! What a unit of a product's usage costs.

use chrono::{DateTime, Utc};
use contracts::commerce::CounterDef;
use kernel::error::FieldErrors;
use kernel::web::{Cx, FormView, Raw, View};
use l10n::{Currency, Money};
use maud::{Markup, html};
use ui::{Column, Row, Tone};

use super::super::models::products::Kept;
use super::super::paths;
use super::{below, seen, until};
use crate::accounts::CURRENCY;
use crate::catalogue::Tax;
use crate::usage::{Rate, units};

/// What the page shows.
pub struct Shown {
    /// Of what.
    pub kept: Kept,
    /// What is counted.
    pub def: CounterDef,
    /// Versions, newest first, with the moment at which each ended.
    pub history: Vec<(Rate, Option<DateTime<Utc>>)>,
    /// The tax of now.
    pub tax: Tax,
}

impl Shown {
    fn now(&self) -> Option<&Rate> {
        let mut now = self.history.iter().filter(|(_, until)| until.is_none());
        now.next().map(|(rate, _)| rate)
    }
}

/// The page; with what was typed and what is wrong with it.
pub fn edit(cx: &Cx<'_>, shown: &Shown, typed: Option<(&Raw, &FieldErrors)>) -> View {
    let what = cx.t(shown.def.label);
    let title = cx.t_with("commerce.editor.rate_of", &[("what", &what)]);
    let name = shown.kept.name(cx.locale());
    let main = html! {
        (ui::page_header(&title, Some(name), end(cx, shown)))
        (ui::dash(
            html! {
                (ui::card("rate", cx.t("commerce.editor.next_price"), form(cx, shown, typed)))
                (ui::card("history", cx.t("commerce.editor.history"), history(cx, shown)))
            },
            now(cx, shown)))
    };
    below(cx, &shown.kept, &title, main)
}

fn sum(minor: i64) -> Money {
    Money::new(minor, CURRENCY)
}

fn included_label(cx: &Cx<'_>, shown: &Shown) -> String {
    cx.t_with(
        "commerce.editor.included",
        &[("unit", &cx.t(shown.def.units))],
    )
}

fn amount_label(cx: &Cx<'_>, shown: &Shown) -> String {
    cx.t_with(
        "commerce.editor.amount_of_unit",
        &[("unit", &cx.t(shown.def.unit))],
    )
}

/// The rate of now, as it is paid.
fn now(cx: &Cx<'_>, shown: &Shown) -> Markup {
    let body = match shown.now() {
        None => html! { p.quiet { (cx.t("commerce.usage.free")) } },
        Some(rate) => ui::definition_list(vec![
            (
                included_label(cx, shown),
                html! { (units(*cx.fmt(), rate.included, rate.scale)) },
            ),
            (
                amount_label(cx, shown),
                ui::money(cx.fmt(), sum(rate.amount)),
            ),
            (
                cx.t("commerce.editor.price_taxed"),
                ui::money(cx.fmt(), sum(shown.tax.with(rate.amount))),
            ),
        ]),
    };
    ui::card("now", cx.t("commerce.editor.price_now"), body)
}

fn form(cx: &Cx<'_>, shown: &Shown, typed: Option<(&Raw, &FieldErrors)>) -> Markup {
    let now = shown.now();
    let included = now.map(|rate| units(*cx.fmt(), rate.included, rate.scale));
    let amount = now.map(|rate| cx.fmt().amount(sum(rate.amount)));
    let as_kept = Raw::prefilled(&[
        ("included", &included.unwrap_or_default()),
        ("amount", &amount.unwrap_or_default()),
    ]);
    let form = match typed {
        Some((raw, errors)) => FormView::new(cx, raw, Some(errors)),
        None => FormView::new(cx, &as_kept, None),
    };
    let included = ui::field("included", included_label(cx, shown))
        .value(form.typed("included"))
        .error(form.error("included"))
        .number()
        .max_length(24);
    let amount = ui::money_field(
        "amount",
        amount_label(cx, shown),
        cx.fmt().unit(Currency::Irr),
    )
    .value(form.typed("amount"))
    .error(form.error("amount"))
    .max_length(24);
    let body = html! {
        (ui::alert(Tone::Info, cx.t("commerce.editor.rate_text")))
        (included.hint(cx.t("commerce.editor.included_hint")))
        (amount.hint(cx.t("commerce.editor.amount_hint")).required())
    };
    let set = ui::button(cx.t("commerce.editor.set_price"))
        .primary()
        .icon("check");
    let place = paths::rate(shown.kept.id, shown.def.name);
    html! {
        (form.form(place).id("rate").method("PUT").hidden("seen", seen(shown.now().map(|rate| rate.id), typed)).body(body).actions(set))
    }
}

fn history(cx: &Cx<'_>, shown: &Shown) -> Markup {
    let rows = shown.history.iter().map(|(rate, ended)| {
        Row::new()
            .cell(ui::money(cx.fmt(), sum(rate.amount)))
            .cell(units(*cx.fmt(), rate.included, rate.scale))
            .cell(ui::date_time(cx.fmt(), rate.valid_from))
            .cell(until(cx, *ended))
    });
    html! {
        (ui::table(cx.t("commerce.editor.history"))
            .column(Column::new(amount_label(cx, shown)).number())
            .column(Column::new(included_label(cx, shown)).number().wide_only())
            .column(Column::new(cx.t("commerce.editor.since")).wide_only())
            .column(Column::new(cx.t("commerce.editor.until")))
            .rows(rows)
            .empty(html! { p.quiet { (cx.t("commerce.editor.no_versions")) } }))
    }
}

fn end(cx: &Cx<'_>, shown: &Shown) -> Markup {
    html! {
        @if let Some(rate) = shown.now() {
            (ui::button(cx.t("commerce.editor.end_rate")).danger().quiet()
                .post(paths::rate(shown.kept.id, shown.def.name), cx.csrf()).method("DELETE")
                .field("seen", rate.id.to_string())
                .confirm(cx.t("commerce.editor.end_rate_question"), cx.t("kernel.cancel")))
        }
    }
}
