//! A developer's list of payments, and one of them with what happened to it.

use kernel::web::{Cx, ListOnly, Listing, Page, View};
use l10n::Money;
use maud::{Markup, html};
use ui::{Column, EventDay, Row};

use super::{screen, status, status_name, top};
use crate::zarinpal::models::{Event, Filter, Payment, Refund, Terminal};
use crate::zarinpal::paths;
use crate::zarinpal::words::{EventKind, Status};

/// The list.
pub fn index(
    cx: &Cx<'_>,
    list_only: ListOnly,
    filter: Filter<'_>,
    page: &Page<Payment>,
    count: i64,
) -> View {
    let title = cx.t("simulators.zarinpal.name");
    let filters = [("status", filter.status), ("q", filter.words)];
    let listing = Listing::new(cx, paths::PLACE, &filters);
    let empty = listing.empty(
        "credit-card",
        "simulators.zarinpal.none_title",
        "simulators.zarinpal.none_text",
    );
    let table = ui::table(&title)
        .column(Column::new(cx.t("simulators.zarinpal.description")))
        .column(Column::new(cx.t("simulators.zarinpal.amount")).number())
        .column(Column::new(cx.t("simulators.zarinpal.state")))
        .column(Column::new(cx.t("simulators.zarinpal.authority")).wide_only())
        .column(Column::new(cx.t("simulators.zarinpal.requested_at")).wide_only())
        .rows(page.rows.iter().map(|payment| row(cx, payment)))
        .empty(empty);
    let states = Status::ALL.iter();
    let states = states.map(|one| (one.as_str(), status_name(cx, *one)));
    let head = html! {
        (top(cx, paths::PLACE))
        (ui::page_header(&title, Some(&cx.t("simulators.zarinpal.lead")), html! {}))
        (listing.filters("q", "simulators.zarinpal.search")
            .select(ui::select("status", cx.t("simulators.zarinpal.state")).empty(cx.t("simulators.zarinpal.any_state"))
                .options(states).value(filter.status)))
    };
    let foot = listing.pager(page, Some(count));
    listing.view(title, list_only, head, &table, foot)
}

fn row(cx: &Cx<'_>, payment: &Payment) -> Row {
    Row::new()
        .href(paths::payment(payment.id))
        .cell(ui::name(&payment.description))
        .cell(ui::money(cx.fmt(), payment.money()))
        .cell(status(cx, payment.status(cx.now())))
        .cell(ui::mono(&payment.authority))
        .cell(ui::relative_date(cx.fmt(), payment.created_at, cx.now()))
}

/// One payment.
pub fn show(
    cx: &Cx<'_>,
    payment: &Payment,
    terminal: &Terminal,
    events: &[Event],
    refunds: &[Refund],
) -> View {
    let title = cx.t("simulators.zarinpal.payment");
    let main = html! {
        (ui::page_header(&title, Some(&payment.description), acts(cx, payment)))
        (ui::card("payment", "", ui::definition_list(facts(cx, payment, terminal))))
        @if !refunds.is_empty() { (ui::card("refunds", cx.t("simulators.zarinpal.refunds"), returned(cx, refunds))) }
        (ui::card("events", cx.t("simulators.zarinpal.events"), history(cx, events)))
    };
    screen(cx, &title, "", main)
        .crumb(
            cx.t("simulators.zarinpal.name"),
            Some(paths::PLACE.to_owned()),
        )
        .crumb(title, None)
}

fn acts(cx: &Cx<'_>, payment: &Payment) -> Markup {
    let now = payment.status(cx.now());
    let may_reverse =
        matches!(now, Status::Paid | Status::Verified) && payment.settled_at.is_none();
    html! {
        @if now == Status::InBank {
            (ui::button(cx.t("simulators.zarinpal.open")).primary().href(paths::start_pay(&payment.authority)))
        }
        @if payment.may_settle(cx.now()) {
            (ui::button(cx.t("simulators.zarinpal.settle")).icon("banknote").post(paths::settlement(payment.id), cx.csrf()))
        }
        @if may_reverse {
            (ui::button(cx.t("simulators.zarinpal.reverse")).danger().quiet().icon("undo-2")
                .post(paths::reversal(payment.id), cx.csrf())
                .confirm(cx.t("simulators.zarinpal.reverse_question"), cx.t("kernel.cancel")))
        }
    }
}

fn facts(cx: &Cx<'_>, payment: &Payment, terminal: &Terminal) -> Vec<(String, Markup)> {
    let copy = |text: String| html! { (ui::copyable(text, cx.t("kernel.list.copy"))) };
    let mut facts = vec![
        (
            "simulators.zarinpal.state",
            status(cx, payment.status(cx.now())),
        ),
        (
            "simulators.zarinpal.amount",
            ui::money_pair(cx.fmt(), payment.money()),
        ),
        (
            "simulators.zarinpal.fee",
            ui::money(cx.fmt(), Money::rial(payment.fee_rial)),
        ),
        ("simulators.zarinpal.shop", ui::name(&terminal.name)),
        (
            "simulators.zarinpal.authority",
            copy(payment.authority.clone()),
        ),
        (
            "simulators.zarinpal.session",
            copy(payment.session_id.to_string()),
        ),
        (
            "simulators.zarinpal.callback",
            ui::bdi(&payment.callback_url),
        ),
        (
            "simulators.zarinpal.requested_at",
            ui::date_time(cx.fmt(), payment.created_at),
        ),
        (
            "simulators.zarinpal.expires_at",
            ui::date_time(cx.fmt(), payment.expires_at),
        ),
    ];
    if let Some(card) = &payment.card_pan {
        facts.push((
            "simulators.zarinpal.reference",
            copy(payment.ref_id().to_string()),
        ));
        facts.push((
            "simulators.zarinpal.card_used",
            ui::bdi(cx.fmt().digits(card)),
        ));
    }
    for (key, text) in [
        ("simulators.zarinpal.order", &payment.order_id),
        ("simulators.zarinpal.mobile", &payment.mobile),
        ("simulators.zarinpal.email", &payment.email),
    ] {
        if let Some(text) = text {
            facts.push((key, ui::bdi(text)));
        }
    }
    let named = facts.into_iter().map(|(key, value)| (cx.t(key), value));
    named.collect()
}

fn returned(cx: &Cx<'_>, refunds: &[Refund]) -> Markup {
    let rows = refunds.iter().map(|refund| {
        Row::new()
            .cell(ui::bdi(refund.number.to_string()))
            .cell(ui::money(cx.fmt(), Money::rial(refund.amount_rial)))
            .cell(ui::bdi(refund.method.as_str()))
            .cell(html! { (ui::bdi(refund.reason.as_str())) br; (ui::name(&refund.description)) })
            .cell(ui::relative_date(cx.fmt(), refund.created_at, cx.now()))
    });
    let table = ui::table(cx.t("simulators.zarinpal.refunds"))
        .column(Column::new(cx.t("simulators.zarinpal.number")))
        .column(Column::new(cx.t("simulators.zarinpal.amount")).number())
        .column(Column::new(cx.t("simulators.zarinpal.method")))
        .column(Column::new(cx.t("simulators.zarinpal.reason")))
        .column(Column::new(cx.t("simulators.zarinpal.given_at")).wide_only())
        .rows(rows);
    html! { (table) }
}

fn history(cx: &Cx<'_>, events: &[Event]) -> Markup {
    let told = events.iter().map(|event| {
        let code = event.code.map(|code| code.to_string());
        let went_wrong = matches!(
            event.kind,
            EventKind::Declined | EventKind::Cancelled | EventKind::Expired
        );
        let kind = if went_wrong || code.is_some() {
            ui::EventKind::Bad
        } else {
            ui::EventKind::Good
        };
        let what = cx.t(&format!("simulators.zarinpal.event.{}", event.kind.as_str()));
        ui::Event::new(kind, what, ui::date_time(cx.fmt(), event.at)).body(html! {
            @if let Some(code) = code { p { (cx.t("simulators.zarinpal.refused_with")) " " (ui::bdi(code)) } }
            @if !event.address.is_empty() { p.quiet { (ui::bdi(&event.address)) } }
        })
    });
    let (day, events) = (String::new(), told.collect());
    ui::timeline(
        cx.t("simulators.zarinpal.events"),
        &[EventDay { day, events }],
    )
}
