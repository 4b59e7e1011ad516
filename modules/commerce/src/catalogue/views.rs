//! The shop's pages. Prices are shown as they are paid: with tax, with their unit, and for how long.

use contracts::commerce::ProductKind;
use kernel::error::FieldErrors;
use kernel::module::Audience;
use kernel::web::{Cx, FormView, Raw, View, with_query};
use l10n::Money;
use maud::{Markup, Render, html};
use ui::{Period, Pick, Section};

use super::cycle::Cycle;
use super::price::Price;
use super::shelf::{Offer, Shelf};
use super::tax::Tax;
use super::{Category, kinds};
use crate::accounts::CURRENCY;
use crate::cart::MOST_PIECES;
use crate::{paths, usage};

const PLANS: &str = "offers";

/// A price with tax.
pub fn taxed(price: &Price, tax: Tax) -> Money {
    Money::new(tax.with(price.amount), CURRENCY)
}

/// A price as it stands on a card: what is paid, for how long, how it comes about.
pub fn price_tag(cx: &Cx<'_>, price: &Price, tax: Tax) -> ui::Price {
    let net = cx.fmt().money(Money::new(price.amount, CURRENCY));
    let rate = cx.fmt().percent(i64::from(tax.rate));
    let note = if tax.rate == 0 {
        cx.t("commerce.price.untaxed")
    } else {
        cx.t_with("commerce.price.taxed", &[("net", &net), ("rate", &rate)])
    };
    let note = match month_note(cx, price, tax) {
        Some(month) => format!("{note}{} {month}", cx.locale().pick("؛", ";")),
        None => note,
    };
    ui::price(cx.fmt(), taxed(price, tax))
        .period(cx.t(price.cycle.per()))
        .note(note)
}

/// The store front. One period is shown at a time; what has no price for it shows its own.
pub fn index(cx: &Cx<'_>, shelf: &Shelf, asked: Option<Cycle>) -> View {
    let title = cx.t("commerce.store.title");
    let cycles = cycles_of(shelf);
    let shown = asked.filter(|cycle| cycles.contains(cycle));
    let shown = shown.or_else(|| cycles.first().copied());
    let sections = shelf.categories.iter().filter_map(|category| {
        let plans: Vec<ui::Plan> = shelf
            .of(category.id)
            .map(|offer| card(cx, shelf, offer, shown))
            .collect();
        (!plans.is_empty()).then(|| shelf_section(cx, category, &plans))
    });
    let main = html! {
        (ui::page_header(&title, Some(&cx.t("commerce.store.intro")), html! {}))
        @if cycles.len() > 1 { (periods(cx, &cycles, shown)) }
        div id=(PLANS) {
            @for section in sections { (section) }
            @if shelf.offers.is_empty() {
                (ui::empty_state("package", cx.t("commerce.store.none_title"), cx.t("commerce.store.none_text"), html! {}))
            }
        }
        (trust(cx))
    };
    View::new(title, main)
        .framed_for(Audience::Public)
        .description(cx.t("commerce.store.intro"))
}

fn trust(cx: &Cx<'_>) -> Markup {
    let promise = |icon, what: &str| {
        let title = cx.t(&format!("commerce.store.{what}_title"));
        (icon, title, cx.t(&format!("commerce.store.{what}_text")))
    };
    let promises = [
        promise("receipt-text", "final_price"),
        promise("shield-check", "money_back"),
        promise("zap", "at_once"),
    ];
    ui::trust_row(cx.t("commerce.store.promises"), &promises)
}

/// Periods for which something recurring is offered.
fn cycles_of(shelf: &Shelf) -> Vec<Cycle> {
    let all = shelf.offers.iter().flat_map(|offer| &offer.prices);
    let all = all
        .map(|price| price.cycle)
        .filter(|cycle| *cycle != Cycle::Once);
    let mut cycles: Vec<Cycle> = all.collect();
    cycles.sort_by_key(|cycle| (*cycle != Cycle::Month, *cycle));
    cycles.dedup();
    cycles
}

fn periods(cx: &Cx<'_>, cycles: &[Cycle], shown: Option<Cycle>) -> Markup {
    let one = |cycle: &Cycle| Period {
        label: cx.t(cycle.label()),
        href: with_query(paths::STORE, &[("cycle", cycle.as_str())]),
        active: Some(*cycle) == shown,
        saving: None,
    };
    let all: Vec<Period> = cycles.iter().map(one).collect();
    ui::period_switch(cx.t("commerce.store.period"), &all, Some(PLANS))
}

fn shelf_section(cx: &Cx<'_>, category: &Category, plans: &[ui::Plan]) -> Markup {
    let locale = cx.locale();
    let lead = Some(category.text(locale)).filter(|text| !text.is_empty());
    let head = Section {
        id: &category.slug,
        title: category.name(locale),
        lead,
    };
    ui::section(&head, ui::plans(format!("{}-plans", category.slug), plans))
}

fn card(cx: &Cx<'_>, shelf: &Shelf, offer: &Offer, shown: Option<Cycle>) -> ui::Plan {
    let product = &offer.product;
    let price = shown
        .and_then(|cycle| offer.price(cycle))
        .or_else(|| offer.usual());
    let href = paths::product(&product.slug);
    let href = match price {
        Some(price) => with_query(&href, &[("cycle", price.cycle.as_str())]),
        None => href,
    };
    let order = ui::button(cx.t("commerce.store.choose")).href(href);
    let order = if product.recommended {
        order.primary()
    } else {
        order
    };
    plan(cx, offer, price, shelf.tax).action(order)
}

/// A product's card, without a button.
fn plan(cx: &Cx<'_>, offer: &Offer, price: Option<&Price>, tax: Tax) -> ui::Plan {
    let product = &offer.product;
    let plan = ui::plan(
        ui::dom_id("product", product.id, ""),
        product.name(cx.locale()),
    )
    .pitch(product.summary(cx.locale()));
    let plan = match price {
        Some(price) => plan.price(price_tag(cx, price, tax)),
        None => plan,
    };
    let plan = if product.recommended {
        plan.recommended(cx.t("commerce.store.recommended"))
    } else {
        plan
    };
    product.features(cx.locale()).fold(plan, ui::Plan::with)
}

/// A product's page.
pub fn show(
    cx: &Cx<'_>,
    shelf: &Shelf,
    offer: &Offer,
    kind: &dyn ProductKind,
    raw: &Raw,
    errors: Option<&FieldErrors>,
) -> View {
    let product = &offer.product;
    let name = product.name(cx.locale());
    let form = FormView::new(cx, raw, errors);
    let choice = html! {
        (cycle_choice(cx, shelf.tax, offer, &form))
        (kinds::option_fields(cx, &form, product, kind))
        (ui::quantity("quantity", cx.t("commerce.cart.quantity"), cx.t("commerce.cart.less"), cx.t("commerce.cart.more"))
            .value(cx.fmt().digits(form.typed_or("quantity", "1"))).range(1, i64::from(MOST_PIECES)).error(form.error("quantity")))
    };
    let order = form
        .form(paths::product(&product.slug))
        .id("choose")
        .body(choice)
        .actions(
            ui::button(cx.t("commerce.store.put"))
                .primary()
                .icon("shopping-cart"),
        );
    let main = html! {
        (ui::page_header(name, Some(product.summary(cx.locale())), html! {}))
        (ui::dash(
            ui::card("order", cx.t("commerce.store.order"), order),
            about(cx, offer, shelf.tax)))
    };
    View::new(name, main)
        .framed_for(Audience::Public)
        .description(product.summary(cx.locale()))
        .crumb(cx.t("commerce.store.title"), Some(paths::STORE.to_owned()))
        .crumb(name, None)
}

/// A product as its buyers will see it, without anything that could be pressed: its card, and its page.
pub fn preview(cx: &Cx<'_>, offer: &Offer, tax: Tax, kind: Option<&dyn ProductKind>) -> Markup {
    let form_raw = Raw::default();
    let form = FormView::new(cx, &form_raw, None);
    let plan = plan(cx, offer, offer.usual(), tax);
    html! {
        (ui::card("shelf", cx.t("commerce.editor.on_shelf"), ui::plans("preview-plans", &[plan])))
        (ui::dash(
            ui::card("order", cx.t("commerce.store.order"), html! {
                fieldset disabled {
                    (cycle_choice(cx, tax, offer, &form))
                    @if let Some(kind) = kind { (kinds::option_fields(cx, &form, &offer.product, kind)) }
                }
            }),
            about(cx, offer, tax)))
    }
}

fn about(cx: &Cx<'_>, offer: &Offer, tax: Tax) -> Markup {
    let product = &offer.product;
    let text = product.text(cx.locale());
    let features: Vec<&str> = product.features(cx.locale()).collect();
    let rates = usage::offered(cx, &product.kind, &offer.rates, tax);
    let body = html! {
        @if !features.is_empty() { ul.has { @for one in &features { li { (ui::icon("check")) span { (one) } } } } }
        @if !rates.is_empty() {
            h3 { (cx.t("commerce.usage.rates")) }
            ul { @for rate in &rates { li { (rate) } } }
        }
        @for part in text.split("\n\n").filter(|part| !part.is_empty()) { p { (part) } }
    };
    ui::card("about", cx.t("commerce.store.about"), body)
}

fn setup_note(cx: &Cx<'_>, price: &Price) -> Option<String> {
    let setup = cx.fmt().money(Money::new(price.setup, CURRENCY));
    (price.setup > 0).then(|| cx.t_with("commerce.price.setup", &[("sum", &setup)]))
}

/// What the hours of a month come to at most.
fn month_note(cx: &Cx<'_>, price: &Price, tax: Tax) -> Option<String> {
    let monthly = price.monthly?;
    let most = cx.fmt().money(Money::new(tax.with(monthly), CURRENCY));
    Some(cx.t_with("commerce.metering.month_note", &[("sum", &most)]))
}

fn cycle_choice(cx: &Cx<'_>, tax: Tax, offer: &Offer, form: &FormView<'_>) -> Markup {
    let first = offer.usual().map_or("", |price| price.cycle.as_str());
    let picks = ui::picks("cycle", cx.t("commerce.store.for_how_long"))
        .value(form.typed_or("cycle", first))
        .error(form.error("cycle"));
    let picks = offer.prices.iter().fold(picks, |picks, price| {
        let end = html! { (ui::money(cx.fmt(), taxed(price, tax))) };
        let pick = Pick::new(price.cycle.as_str(), cx.t(price.cycle.label())).end(end);
        let notes = [setup_note(cx, price), month_note(cx, price, tax)];
        let notes: Vec<String> = notes.into_iter().flatten().collect();
        picks.pick(if notes.is_empty() {
            pick
        } else {
            pick.note(notes.join(cx.locale().pick("؛ ", "; ")))
        })
    });
    picks.render()
}
