//! A product's price for one period.

use kernel::error::FieldErrors;
use kernel::web::{Cx, FormView, Raw, View};
use l10n::{Currency, Money};
use maud::{Markup, html};
use ui::Tone;

use super::super::models::prices::Version;
use super::super::models::products::Kept;
use super::super::paths;
use super::product::history;
use super::{below, seen};
use crate::accounts::CURRENCY;
use crate::catalogue::{Cycle, Price, Tax};

/// What the page shows.
pub struct Shown {
    /// Of what.
    pub kept: Kept,
    /// For how long.
    pub cycle: Cycle,
    /// Versions, newest first.
    pub history: Vec<Version>,
    /// The tax of now.
    pub tax: Tax,
}

impl Shown {
    fn now(&self) -> Option<&Price> {
        let now = self.history.iter().find(|one| one.until.is_none());
        now.map(|one| &one.price)
    }
}

/// The page; with what was typed and what is wrong with it.
pub fn edit(cx: &Cx<'_>, shown: &Shown, typed: Option<(&Raw, &FieldErrors)>) -> View {
    let title = cx.t_with(
        "commerce.editor.price_for",
        &[("cycle", &cx.t(shown.cycle.label()))],
    );
    let name = shown.kept.name(cx.locale());
    let main = html! {
        (ui::page_header(&title, Some(name), end(cx, shown)))
        (ui::dash(
            html! {
                (ui::card("price", cx.t("commerce.editor.next_price"), form(cx, shown, typed)))
                (ui::card("history", cx.t("commerce.editor.history"), history(cx, &shown.history, false)))
            },
            now(cx, shown)))
    };
    below(cx, &shown.kept, &title, main)
}

fn sum(minor: i64) -> Money {
    Money::new(minor, CURRENCY)
}

/// What is asked for: the price of a period, or of a month of hours.
fn amount_label(shown: &Shown) -> &'static str {
    if shown.cycle.is_metered() {
        "commerce.editor.amount_of_month"
    } else {
        "commerce.editor.amount"
    }
}

/// The price of now, as it is paid.
fn now(cx: &Cx<'_>, shown: &Shown) -> Markup {
    let rate = cx.fmt().percent(i64::from(shown.tax.rate));
    let body = match shown.now() {
        None => html! { p.quiet { (cx.t("commerce.editor.not_offered")) } },
        Some(price) => ui::definition_list(vec![
            (
                cx.t(amount_label(shown)),
                ui::money(cx.fmt(), sum(price.said())),
            ),
            (
                cx.t_with("commerce.price.vat", &[("rate", &rate)]),
                ui::money(
                    cx.fmt(),
                    sum(shown.tax.on(price.said()).unwrap_or_default()),
                ),
            ),
            (
                cx.t("commerce.editor.price_taxed"),
                ui::money(cx.fmt(), sum(shown.tax.with(price.said()))),
            ),
            (
                cx.t("commerce.editor.setup"),
                ui::money(cx.fmt(), sum(price.setup)),
            ),
        ]),
    };
    ui::card("now", cx.t("commerce.editor.price_now"), body)
}

fn form(cx: &Cx<'_>, shown: &Shown, typed: Option<(&Raw, &FieldErrors)>) -> Markup {
    let plain = |minor: i64| cx.fmt().amount(sum(minor));
    let now = shown.now();
    let (amount, setup) = (
        now.map(|price| plain(price.said())).unwrap_or_default(),
        now.map(|price| plain(price.setup)).unwrap_or_default(),
    );
    let as_kept = Raw::prefilled(&[("amount", &amount), ("setup", &setup)]);
    let form = match typed {
        Some((raw, errors)) => FormView::new(cx, raw, Some(errors)),
        None => FormView::new(cx, &as_kept, None),
    };
    let unit = cx.fmt().unit(Currency::Irr);
    let money = |name: &str, label: &str| {
        ui::money_field(name, cx.t(label), unit)
            .value(form.typed(name))
            .error(form.error(name))
            .max_length(24)
    };
    let body = html! {
        (ui::alert(Tone::Info, cx.t("commerce.editor.price_text")))
        (money("amount", amount_label(shown)).hint(cx.t("commerce.editor.amount_hint")).required())
        (money("setup", "commerce.editor.setup").hint(cx.t("commerce.editor.setup_hint")))
    };
    let set = ui::button(cx.t("commerce.editor.set_price"))
        .primary()
        .icon("check");
    let place = paths::price(shown.kept.id, shown.cycle);
    html! {
        (form.form(place).id("price").method("PUT").hidden("seen", seen(shown.now().map(|price| price.id), typed)).body(body).actions(set))
    }
}

fn end(cx: &Cx<'_>, shown: &Shown) -> Markup {
    html! {
        @if let Some(price) = shown.now() {
            (ui::button(cx.t("commerce.editor.end_price")).danger().quiet()
                .post(paths::price(shown.kept.id, shown.cycle), cx.csrf()).method("DELETE")
                .field("seen", price.id.to_string())
                .confirm(cx.t("commerce.editor.end_question"), cx.t("kernel.cancel")))
        }
    }
}
