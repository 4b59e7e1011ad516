//! What is said of billing by the hour: on a service's page, on the wallet's, and hour by hour.

use kernel::web::{Cx, Listing, Page, View};
use l10n::Money;
use maud::{Markup, html};
use ui::{Column, Row, Tone};

use super::charge::hourly;
use super::foresight::{Foresight, with_tax};
use super::hours;
use super::meter::Meter;
use super::routes::Charge;
use crate::accounts::CURRENCY;
use crate::catalogue::Tax;
use crate::permissions::BUY;
use crate::subscriptions::{Subscription, below_service};
use crate::{paths, topics};

fn sum(minor: i64) -> Money {
    Money::new(minor, CURRENCY)
}

/// How long the money lasts; nothing where nothing runs by the hour.
pub fn ahead(cx: &Cx<'_>, ahead: &Foresight) -> Markup {
    if ahead.services == 0 {
        return html! {};
    }
    let hourly = ui::stat(
        cx.t("commerce.metering.hourly"),
        ui::money(cx.fmt(), sum(ahead.hourly)),
    );
    let services = i64::try_from(ahead.services).unwrap_or(i64::MAX);
    let services = cx.t_with(
        "commerce.metering.services",
        &[("count", &cx.fmt().number(services))],
    );
    let hourly = hourly.note(Tone::Neutral, services);
    html! { div.tiles { (hourly) (ends(cx, ahead)) } }
}

/// The moment at which the money is over.
fn ends(cx: &Cx<'_>, ahead: &Foresight) -> ui::Stat {
    let label = cx.t("commerce.metering.runs_out_at");
    match ahead.runs_out_at {
        None => ui::stat(
            cx.t("commerce.metering.lasts_for"),
            cx.t("commerce.metering.lasts"),
        ),
        Some(at) => {
            let tone = if at - cx.now() <= chrono::TimeDelta::days(1) {
                Tone::Danger
            } else {
                Tone::Info
            };
            let stat = ui::stat(label, ui::date_time(cx.fmt(), at));
            let left = cx.fmt().relative(at, cx.now());
            // Far ahead it is the date again.
            if left == cx.fmt().date(at) {
                stat
            } else {
                stat.note(tone, left)
            }
        }
    }
}

/// What a service by the hour has come to.
pub struct Hours {
    /// Its meter, once it has begun.
    pub meter: Option<Meter>,
    /// Its price of a month.
    pub monthly: i64,
    /// How long the account's money lasts.
    pub foreseen: Foresight,
    /// The tax of now.
    pub tax: Tax,
}

/// What a service costs by the hour, what it has cost this month, and until when there is money for it.
pub fn of_service(cx: &Cx<'_>, service: &Subscription, hours: &Hours) -> Markup {
    let meter = hours.meter.as_ref();
    let hourly = with_tax(hours.monthly, hours.tax);
    let body = html! {
        div.flow {
            @if meter.is_some_and(|meter| meter.waits_since.is_some()) { (waits(cx, hourly)) }
            (figures(cx, hours))
            p.quiet { (taxed(cx, hours)) " " (cx.t("commerce.metering.rule")) }
            div.actions {
                @if meter.is_some() {
                    (ui::button(cx.t("commerce.metering.hours")).icon("history").href(paths::hours_of(service.id)))
                }
                @if service.is_owned() && cx.may(BUY) {
                    (ui::button(cx.t("commerce.wallet.top_up")).icon("plus").href(crate::payments::paths::TOP_UP))
                }
            }
        }
    };
    ui::card("hours", cx.t("commerce.metering.title"), body)
}

fn figures(cx: &Cx<'_>, hours: &Hours) -> Markup {
    let money = |minor| ui::big_money(cx.fmt(), sum(minor));
    let most = cx.fmt().money(sum(hours.tax.with(hours.monthly)));
    let hourly = money(with_tax(hours.monthly, hours.tax));
    let price = ui::stat(cx.t("commerce.metering.price"), hourly)
        .against(cx.t_with("commerce.metering.month_note", &[("sum", &most)]));
    let taken = hours.meter.as_ref().map(|meter| {
        let taken = meter.taken();
        let count = i64::from(taken.hours);
        ui::stat(
            cx.t_with(
                "commerce.metering.used",
                &[("month", &taken.month.name(cx.fmt()))],
            ),
            money(taken.net.saturating_add(taken.vat)),
        )
        .against(cx.t_count("commerce.metering.so_many", count, &[]))
    });
    let runs = hours.meter.as_ref().is_some_and(|meter| meter.runs);
    html! {
        div.tiles {
            (price)
            @if let Some(taken) = taken { (taken) }
            @if runs { (ends(cx, &hours.foreseen)) }
        }
    }
}

/// What of an hour's price is tax.
fn taxed(cx: &Cx<'_>, hours: &Hours) -> String {
    let net = cx.fmt().money(sum(hourly(hours.monthly)));
    let rate = cx.fmt().percent(i64::from(hours.tax.rate));
    cx.t_with("commerce.metering.taxed", &[("net", &net), ("rate", &rate)])
}

fn waits(cx: &Cx<'_>, least: i64) -> Markup {
    let least = cx.fmt().money(sum(least));
    ui::alert(
        Tone::Danger,
        cx.t_with("commerce.metering.waits", &[("sum", &least)]),
    )
}

/// The hours of a service that were taken, the last first.
pub fn index(cx: &Cx<'_>, service: &Subscription, page: &Page<Charge>) -> View {
    let title = cx.t("commerce.metering.hours");
    let place = paths::hours_of(service.id);
    let listing = Listing::new(cx, &place, &[]);
    let rows = page.rows.iter().map(|charge| {
        let to = cx.fmt().time(hours::after(charge.hour));
        Row::new()
            .cell(html! { (ui::date_time(cx.fmt(), charge.hour)) " " span.quiet { (cx.t_with("commerce.metering.until", &[("time", &to)])) } })
            .cell(ui::money(cx.fmt(), sum(charge.net)))
            .cell(ui::money(cx.fmt(), sum(charge.vat)))
            .cell(ui::money(cx.fmt(), sum(charge.net.saturating_add(charge.vat))))
    });
    let empty = listing.empty(
        "history",
        "commerce.metering.none_title",
        "commerce.metering.none_text",
    );
    let name = service.name(cx.locale());
    let main = html! {
        (ui::page_header(&title, Some(name), html! {}))
        (ui::table(&title)
            .column(Column::new(cx.t("commerce.metering.hour")))
            .column(Column::new(cx.t("commerce.invoice.net")).number().wide_only())
            .column(Column::new(cx.t("commerce.invoice.vat")).number().wide_only())
            .column(Column::new(cx.t("commerce.metering.taken")).number())
            .rows(rows)
            .empty(empty))
        (listing.pager(page, None))
        @if !page.rows.is_empty() { (listing.exports(&paths::hours_export(service.id))) }
    };
    below_service(cx, service, &title, main).live(topics::money(service.tenant_id))
}
