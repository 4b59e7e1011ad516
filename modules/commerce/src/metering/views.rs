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
use crate::subscriptions::Subscription;
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
        None => ui::stat(label, cx.t("commerce.metering.lasts")),
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

/// What a service costs by the hour, what it has cost this month, and until when there is money for it.
pub fn of_service(
    cx: &Cx<'_>,
    service: &Subscription,
    meter: &Meter,
    foreseen: &Foresight,
    tax: Tax,
) -> Markup {
    let taken = meter.taken();
    let month = taken.month.name(cx.fmt());
    let used = cx.t_with(
        "commerce.metering.used",
        &[
            ("month", &month),
            ("hours", &cx.fmt().number(i64::from(taken.hours))),
        ],
    );
    let net = cx.fmt().money(sum(hourly(meter.monthly)));
    let rate = cx.fmt().percent(i64::from(tax.rate));
    let most = tax.with(meter.monthly);
    let facts = vec![
        (
            cx.t("commerce.metering.price"),
            html! {
                (ui::money(cx.fmt(), sum(with_tax(meter.monthly, tax))))
                p.quiet { (cx.t_with("commerce.price.taxed", &[("net", &net), ("rate", &rate)])) }
            },
        ),
        (
            used,
            ui::money(cx.fmt(), sum(taken.net.saturating_add(taken.vat))),
        ),
        (
            cx.t("commerce.metering.most"),
            ui::money(cx.fmt(), sum(most)),
        ),
    ];
    let body = html! {
        div.flow {
            @if meter.waits_since.is_some() { (waits(cx, with_tax(meter.monthly, tax))) }
            @if meter.runs { div.tiles { (ends(cx, foreseen)) } }
            (ui::definition_list(facts))
            p.quiet { (cx.t("commerce.metering.rule")) }
            div.actions {
                (ui::button(cx.t("commerce.metering.hours")).icon("history").href(paths::hours_of(service.id)))
                (ui::button(cx.t("commerce.wallet.top_up")).icon("plus").href(crate::payments::paths::TOP_UP))
            }
        }
    };
    ui::card("hours", cx.t("commerce.metering.title"), body)
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
    View::new(&title, main)
        .crumb(
            cx.t("commerce.service.title"),
            Some(paths::SERVICES.to_owned()),
        )
        .crumb(name, Some(paths::service(service.id)))
        .crumb(title, None)
        .live(topics::money(service.tenant_id))
}
