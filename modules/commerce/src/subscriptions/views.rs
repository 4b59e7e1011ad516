//! Services as their owner sees them.

use kernel::web::{Cx, Listing, Page, View};
use l10n::Money;
use maud::{Markup, html};
use ui::{Column, Row, Tone};

use super::ending::views as ending;
use super::service::{Standing, Subscription, Wanted};
use crate::catalogue::{kind, shown_options};
use crate::changes::{Change, Next, views as changes};
use crate::glance::ask;
use crate::paths;
use crate::topics;

/// How a service stands, as a badge.
pub fn service_badge(cx: &Cx<'_>, service: &Subscription) -> Markup {
    let (tone, key) = match (service.wanted, service.standing) {
        (_, _) if service.failed_at.is_some() => {
            (Tone::Warning, "commerce.service.state.looked_at")
        }
        (Wanted::Nothing, _) => (Tone::Neutral, "commerce.service.state.unpaid"),
        (Wanted::Ended, Standing::Nothing) | (_, Standing::Ended) => {
            (Tone::Neutral, "commerce.service.state.ended")
        }
        (_, Standing::Suspended) => (Tone::Danger, "commerce.service.state.suspended"),
        (_, Standing::Running) => (Tone::Success, "commerce.service.state.running"),
        (_, Standing::Nothing | Standing::Working) => {
            (Tone::Info, "commerce.service.state.working")
        }
    };
    ui::badge(tone, cx.t(key))
}

/// A page below a service's own.
pub fn below_service(cx: &Cx<'_>, service: &Subscription, title: &str, main: Markup) -> View {
    View::new(title, main)
        .crumb(
            cx.t("commerce.service.title"),
            Some(paths::SERVICES.to_owned()),
        )
        .crumb(service.name(cx.locale()), Some(paths::service(service.id)))
        .crumb(title, None)
}

/// The list.
pub fn index(cx: &Cx<'_>, page: &Page<Subscription>) -> View {
    let title = cx.t("commerce.service.title");
    let rows = page.rows.iter().map(|one| {
        Row::new()
            .id(ui::dom_id("service", one.id, "row"))
            .href(paths::service(one.id))
            .cell(html! { strong { (ui::name(one.name(cx.locale()))) } " " span.quiet { (first_choice(cx, one)) } })
            .cell(service_badge(cx, one))
            .cell(cx.t(one.cycle.label()))
            .cell(paid_until(cx, one))
    });
    let store = ui::button(cx.t("commerce.cart.store"))
        .primary()
        .icon("store")
        .href(paths::STORE);
    let none = ui::empty_state(
        "package",
        cx.t("commerce.service.none_title"),
        cx.t("commerce.service.none_text"),
        html! { (store.clone()) },
    );
    let main = html! {
        (ui::page_header(&title, None, store))
        (ui::table(&title)
            .column(Column::new(cx.t("commerce.service.one")))
            .column(Column::new(cx.t("commerce.column.state")))
            .column(Column::new(cx.t("commerce.service.cycle")).wide_only())
            .column(Column::new(cx.t("commerce.service.paid_until")))
            .rows(rows)
            .empty(none))
        (Listing::new(cx, paths::SERVICES, &[]).pager(page, None))
    };
    View::new(title, main)
}

/// The first thing that was chosen of it: how people tell two of a kind apart.
fn first_choice(cx: &Cx<'_>, service: &Subscription) -> String {
    let Ok(kind) = kind(cx.app(), &service.kind) else {
        return String::new();
    };
    let options = shown_options(cx, kind.as_ref(), &service.options);
    options
        .into_iter()
        .next()
        .map_or_else(String::new, |(_, value)| value)
}

fn paid_until(cx: &Cx<'_>, service: &Subscription) -> Markup {
    html! {
        @if let Some(at) = service.period_to { (ui::date(cx.fmt(), at)) }
        @else if service.cycle.is_metered() { (cx.t("commerce.metering.by_the_hour")) }
        @else { (cx.t("commerce.service.for_good")) }
    }
}

/// What will become of a service.
pub struct Ahead {
    /// What it costs next, with tax.
    pub total: Option<Money>,
    /// What it will be from its next period on.
    pub next: Option<Next>,
    /// The change that waits for its money.
    pub unpaid: Option<Change>,
}

/// What is counted of a service.
pub struct Counted {
    /// Its hours, where it is billed by the hour.
    pub hours: Markup,
    /// What it has used, where its kind counts something.
    pub used: Markup,
}

/// One service.
pub fn show(
    cx: &Cx<'_>,
    service: &Subscription,
    ahead: &Ahead,
    counted: &Counted,
    boxes: &[Markup],
) -> View {
    let title = service.name(cx.locale());
    let mut facts = vec![
        (cx.t("commerce.column.state"), service_badge(cx, service)),
        (
            cx.t("commerce.service.cycle"),
            html! { (cx.t(service.cycle.label())) },
        ),
    ];
    // What runs by the hour has no period: until when its money lasts is said beside its hours.
    if !service.cycle.is_metered() {
        facts.push((cx.t("commerce.service.paid_until"), paid_until(cx, service)));
    }
    if let Some(from) = service.period_from.filter(|_| service.is_periodic()) {
        facts.push((
            cx.t("commerce.service.period_from"),
            ui::date(cx.fmt(), from),
        ));
    }
    facts.extend([
        (
            cx.t("commerce.service.bought_at"),
            ui::date_time(cx.fmt(), service.made_at),
        ),
        (
            cx.t("commerce.order.one"),
            html! { a href=(paths::order(service.order_id)) { (cx.t("commerce.invoice.to_order")) } },
        ),
    ]);
    if let Ok(kind) = kind(cx.app(), &service.kind) {
        let options = shown_options(cx, kind.as_ref(), &service.options);
        facts.extend(
            options
                .into_iter()
                .map(|(label, value)| (label, ui::name(value))),
        );
    }
    // What people do is nowhere but here.
    let thing = service.thing().and_then(|thing| cx.link(&thing));
    let thing = thing.filter(|link| link.href != paths::service(service.id));
    let manage = thing.map(|link| {
        ui::button(cx.t("commerce.service.manage"))
            .primary()
            .href(link.href)
    });
    let about = html! {
        (ui::definition_list(facts))
        @if service.paid_until(cx.now()).is_none() { div.actions { (ending::cancel(cx, service)) } }
    };
    let about = ui::card("facts", "", about);
    let body = if service.cycle.is_metered() {
        // Its hours go on by themselves, and so does what is said of them.
        let event = ui::on_event(topics::money(service.tenant_id));
        let main = html! { (counted.hours) (counted.used) };
        let body = ui::dash(main, html! { (about) @for one in boxes { (one) } });
        html! { div id="service-live" hx-get=(paths::service(service.id)) hx-trigger=(event) hx-select="#service-live" hx-swap="outerMorph" { (body) } }
    } else {
        let side = html! { (ending::card(cx, service, ahead.total)) @for one in boxes { (one) } };
        ui::dash(html! { (about) (counted.used) }, side)
    };
    let main = html! {
        (ui::page_header(title, None, html! { (ask(cx, "commerce.subscription", service.id.0)) (changes::button(cx, service)) @if let Some(act) = manage { (act) } }))
        @if service.failed_at.is_some() { (ui::alert(Tone::Warning, cx.t("commerce.service.looked_at"))) }
        (ending::notice(cx, service))
        (changes::notice(cx, service, ahead.next.as_ref(), ahead.unpaid.as_ref()))
        (body)
    };
    View::new(title, main)
        .crumb(
            cx.t("commerce.service.title"),
            Some(paths::SERVICES.to_owned()),
        )
        .crumb(title, None)
        .live(topics::money(service.tenant_id))
}
