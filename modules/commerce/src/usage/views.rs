//! What is said of usage: in the shop, on a service's page, and month by month.

use chrono::{DateTime, Utc};
use contracts::commerce::CounterDef;
use kernel::web::{Cx, Listing, View};
use l10n::Money;
use maud::{Markup, html};
use ui::{Column, Row};

use super::amount::{percent, units};
use super::rate::Rate;
use super::routes::Month;
use crate::accounts::CURRENCY;
use crate::catalogue::Tax;
use crate::subscriptions::{Subscription, below_service};
use crate::{paths, topics};

fn sum(minor: i64) -> Money {
    Money::new(minor, CURRENCY)
}

/// So much with its unit: «۶۲ گیگابایت».
fn with_unit(cx: &Cx<'_>, counted: i64, def: &CounterDef) -> String {
    let count = units(*cx.fmt(), counted, def.scale);
    let unit = cx.t(if counted == def.scale {
        def.unit
    } else {
        def.units
    });
    cx.t_with(
        "commerce.usage.amount",
        &[("count", &count), ("unit", &unit)],
    )
}

/// What a unit costs with tax: «۴٬۴۰۰ تومان برای هر گیگابایت».
fn price(cx: &Cx<'_>, rate: &Rate, def: &CounterDef, tax: Tax) -> String {
    let price = cx.fmt().money(sum(tax.with(rate.amount)));
    let vars = [("price", price.as_str()), ("unit", &cx.t(def.unit))];
    cx.t_with("commerce.usage.per_unit", &vars)
}

/// What buyers are told of the rates of an offer, a sentence each.
pub fn offered(cx: &Cx<'_>, kind: &str, rates: &[Rate], tax: Tax) -> Vec<String> {
    let defs = super::defs(cx.app(), kind);
    let said = rates.iter().filter_map(|rate| {
        let def = defs.iter().find(|def| def.name == rate.counter)?;
        let (what, price) = (cx.t(def.label), price(cx, rate, def, tax));
        if rate.included == 0 {
            let vars = [("what", what.as_str()), ("price", &price)];
            return Some(cx.t_with("commerce.usage.offered", &vars));
        }
        let included = with_unit(cx, rate.included, def);
        let vars = [
            ("what", what.as_str()),
            ("included", &included),
            ("price", &price),
        ];
        Some(cx.t_with("commerce.usage.offered_beyond", &vars))
    });
    said.collect()
}

/// A counter of a service in this month.
pub struct Shown {
    /// What is counted.
    pub def: CounterDef,
    /// What it costs; nothing when it costs nothing.
    pub rate: Option<Rate>,
    /// How much this month.
    pub used: i64,
    /// When it was told last.
    pub counted_at: DateTime<Utc>,
}

/// What a service has used this month, and what that has come to.
/// `months` is the page of the months before.
pub fn card(cx: &Cx<'_>, shown: &[Shown], tax: Tax, months: Option<&str>) -> Markup {
    if shown.is_empty() {
        return html! {};
    }
    let month = ledger::Period::at(cx.now()).name(cx.fmt());
    let title = cx.t_with("commerce.usage.of_month", &[("month", &month)]);
    let has_rates = shown.iter().any(|one| one.rate.is_some());
    let body = html! {
        div.flow {
            @for one in shown { (counter(cx, one, tax)) }
            @if has_rates { p.quiet { (cx.t("commerce.usage.rule")) } }
            @if let Some(months) = months {
                div.actions { (ui::button(cx.t("commerce.usage.months")).icon("history").href(months)) }
            }
        }
    };
    ui::card("usage", title, body)
}

fn counter(cx: &Cx<'_>, one: &Shown, tax: Tax) -> Markup {
    let label = cx.t(one.def.label);
    let used = ui::stat(&label, with_unit(cx, one.used, &one.def));
    let counted = cx.fmt().date_time(one.counted_at);
    let counted = cx.t_with("commerce.usage.counted_at", &[("at", &counted)]);
    let Some(rate) = &one.rate else {
        return html! { div.tiles { (used.against(counted)) } };
    };
    let cost = rate.cost(one.used).unwrap_or(i64::MAX);
    let cost = ui::big_money(cx.fmt(), sum(tax.with(cost)));
    let cost =
        ui::stat(cx.t("commerce.usage.so_far"), cost).against(price(cx, rate, &one.def, tax));
    html! {
        div.flow {
            div.tiles { (used.against(counted)) (cost) }
            @if let Some(share) = percent(one.used, rate.included) {
                (ui::progress(&label, Some(share)))
                p.quiet { (cx.t_with("commerce.usage.share", &[("share", &cx.fmt().percent(i64::from(share) * 100)), ("included", &with_unit(cx, rate.included, &one.def))])) }
            }
        }
    }
}

/// Month by month.
pub fn index(cx: &Cx<'_>, service: &Subscription, months: &[Month]) -> View {
    let title = cx.t("commerce.usage.months");
    let place = paths::usage_of(service.id);
    let listing = Listing::new(cx, &place, &[]);
    let rows = months.iter().map(|month| {
        let def = &month.def;
        Row::new()
            .cell(month.usage.month.name(cx.fmt()))
            .cell(cx.t(def.label))
            .cell(with_unit(cx, month.usage.used, def))
            .cell(html! { @match &month.rate {
                Some(rate) => (with_unit(cx, rate.included, def)),
                None => span.quiet { (cx.t("commerce.usage.free")) },
            } })
            .cell(ui::money(cx.fmt(), sum(month.net())))
            .cell(settled(cx, month))
    });
    let empty = listing.empty(
        "history",
        "commerce.usage.none_title",
        "commerce.usage.none_text",
    );
    let name = service.name(cx.locale());
    let main = html! {
        (ui::page_header(&title, Some(name), html! {}))
        (ui::table(&title)
            .column(Column::new(cx.t("commerce.usage.month")))
            .column(Column::new(cx.t("commerce.usage.what")))
            .column(Column::new(cx.t("commerce.usage.used")).number())
            .column(Column::new(cx.t("commerce.usage.included")).number().wide_only())
            .column(Column::new(cx.t("commerce.usage.cost")).number())
            .column(Column::new(cx.t("commerce.invoice.one")))
            .rows(rows)
            .empty(empty))
        @if !months.is_empty() { (listing.exports(&paths::usage_export(service.id))) }
    };
    below_service(cx, service, &title, main).live(topics::money(service.tenant_id))
}

fn settled(cx: &Cx<'_>, month: &Month) -> Markup {
    html! {
        @if let Some(invoice) = month.usage.invoice_id {
            a href=(paths::invoice(invoice)) { (cx.t("commerce.usage.to_invoice")) }
        } @else if month.usage.billed_at.is_some() || month.rate.is_none() {
            span.quiet { (cx.t("commerce.usage.nothing_due")) }
        } @else {
            span.quiet { (cx.t("commerce.usage.open")) }
        }
    }
}
