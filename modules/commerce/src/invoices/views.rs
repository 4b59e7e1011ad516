//! The list of invoices, and one with its lines and the way to pay it.

use chrono::TimeDelta;
use kernel::error::FieldErrors;
use kernel::web::{Cx, FormView, Listing, Page, Raw, View, with_query};
use l10n::Money;
use maud::{Markup, html};
use ui::{Column, Row, Tab, Tone};

use super::invoice::{Invoice, InvoiceState, SUBJECT};
use super::lines::Line;
use crate::accounts::CURRENCY;
use crate::credits::{self, Credit};
use crate::glance::ask;
use crate::payments::start::offered;
use crate::payments::views::top_up::{choice, leading};
use crate::permissions::BUY;
use crate::{paths, topics};

/// The state as a badge.
pub fn badge(cx: &Cx<'_>, state: InvoiceState) -> Markup {
    let tone = match state {
        InvoiceState::Open => Tone::Warning,
        InvoiceState::Paid => Tone::Success,
        InvoiceState::Void => Tone::Neutral,
    };
    ui::badge(tone, cx.t(state.label()))
}

/// The account's invoices.
pub fn index(cx: &Cx<'_>, state: Option<InvoiceState>, page: &Page<Invoice>) -> View {
    let title = cx.t("commerce.invoice.title");
    let word = state.map_or("", InvoiceState::as_str);
    let filters = [("state", word)];
    let listing = Listing::new(cx, paths::INVOICES, &filters);
    let tab = |label: &str, of: Option<InvoiceState>| Tab {
        label: cx.t(label),
        href: with_query(
            paths::INVOICES,
            &[("state", of.map_or("", InvoiceState::as_str))],
        ),
        active: of == state,
        ..Tab::default()
    };
    let mut tabs = vec![tab("commerce.invoice.all", None)];
    tabs.extend(
        InvoiceState::ALL
            .iter()
            .map(|one| tab(one.label(), Some(*one))),
    );
    let rows = page.rows.iter().map(|invoice| {
        Row::new()
            .id(ui::dom_id("invoice", invoice.id, "row"))
            .href(paths::invoice(invoice.id))
            .cell(ui::date(cx.fmt(), invoice.made_at))
            .cell(badge(cx, invoice.state))
            .cell(ui::date(cx.fmt(), invoice.due_at))
            .cell(ui::money(cx.fmt(), invoice.total()))
    });
    let empty = listing.empty(
        "receipt-text",
        "commerce.invoice.none_title",
        "commerce.invoice.none_text",
    );
    let main = html! {
        (ui::page_header(&title, None, html! {}))
        (ui::tabs(&title, &tabs))
        (ui::table(&title)
            .column(Column::new(cx.t("commerce.invoice.made_at")))
            .column(Column::new(cx.t("commerce.column.state")))
            .column(Column::new(cx.t("commerce.invoice.due_at")).wide_only())
            .column(Column::new(cx.t("commerce.invoice.total")).number())
            .rows(rows)
            .empty(empty))
        (listing.pager(page, None))
    };
    View::new(title, main)
}

/// An invoice as it is shown.
pub struct Shown {
    /// The invoice.
    pub invoice: Invoice,
    /// What was taken back of it.
    pub credits: Vec<Credit>,
    /// What it is for.
    pub lines: Vec<Line>,
    /// What is in the wallet.
    pub available: Money,
}

fn sum(minor: i64) -> Money {
    Money::new(minor, CURRENCY)
}

/// One invoice.
pub fn show(cx: &Cx<'_>, shown: &Shown, raw: &Raw, errors: Option<&FieldErrors>) -> View {
    let invoice = &shown.invoice;
    let title = match invoice.state {
        InvoiceState::Open => cx.t("commerce.invoice.pro_forma"),
        InvoiceState::Paid | InvoiceState::Void => cx.t("commerce.invoice.one"),
    };
    let mut facts = vec![
        (cx.t("commerce.column.state"), badge(cx, invoice.state)),
        (
            cx.t("commerce.invoice.made_at"),
            ui::date_time(cx.fmt(), invoice.made_at),
        ),
    ];
    match invoice.paid_at {
        Some(at) => facts.push((
            cx.t("commerce.invoice.paid_at"),
            ui::date_time(cx.fmt(), at),
        )),
        // What has to be paid today has to be paid by an hour.
        None if invoice.due_at - invoice.made_at < TimeDelta::days(1) => facts.push((
            cx.t("commerce.invoice.due_at"),
            ui::date_time(cx.fmt(), invoice.due_at),
        )),
        None => facts.push((
            cx.t("commerce.invoice.due_at"),
            ui::date(cx.fmt(), invoice.due_at),
        )),
    }
    if let Some(order) = invoice.order_id {
        let link = html! { a href=(paths::order(order)) { (cx.t("commerce.invoice.to_order")) } };
        facts.push((cx.t("commerce.order.one"), link));
    }
    if let Some(document) = invoice.document_id {
        let pdf = ui::button(cx.t("commerce.invoice.pdf"))
            .small()
            .icon("download")
            .href(documents::document(documents::DocumentId(document)));
        facts.push((cx.t("commerce.invoice.paper"), html! { (pdf) }));
    }
    let side = html! {
        (ui::card("facts", "", ui::definition_list(facts)))
        @if invoice.usage_month.is_some() { (ui::alert(Tone::Info, cx.t("commerce.metering.documented"))) }
        @if invoice.state == InvoiceState::Open { (pay(cx, shown, &FormView::new(cx, raw, errors))) }
    };
    let main = html! {
        (ui::page_header(&title, None, ask(cx, SUBJECT, invoice.id.0)))
        (ui::dash(html! {
            (ui::card("lines", "", html! { (lines(cx, shown)) (bill(cx, invoice)) }))
            @if !shown.credits.is_empty() { (credits::views::made(cx, &shown.credits, documents::document)) }
        }, side))
    };
    let view = View::new(&title, main)
        .crumb(
            cx.t("commerce.invoice.title"),
            Some(paths::INVOICES.to_owned()),
        )
        .crumb(title, None)
        .live(topics::money(invoice.tenant_id));
    leading(view, &offered(cx.app(), CURRENCY), cx)
}

fn lines(cx: &Cx<'_>, shown: &Shown) -> Markup {
    let rows = shown.lines.iter().map(|line| {
        Row::new()
            .cell(ui::name(line.text(cx.locale())))
            .cell(cx.fmt().number(i64::from(line.quantity)))
            .cell(ui::money(cx.fmt(), sum(line.net)))
            .cell(ui::money(cx.fmt(), sum(line.vat)))
    });
    html! {
        (ui::table(cx.t("commerce.invoice.lines"))
            .column(Column::new(cx.t("commerce.invoice.what")))
            .column(Column::new(cx.t("commerce.cart.quantity")).number())
            .column(Column::new(cx.t("commerce.invoice.net")).number())
            .column(Column::new(cx.t("commerce.invoice.vat")).number())
            .rows(rows))
    }
}

fn bill(cx: &Cx<'_>, invoice: &Invoice) -> ui::Bill {
    ui::bill(cx.fmt())
        .line(cx.t("commerce.invoice.net"), sum(invoice.net))
        .tax(cx.t("commerce.invoice.vat"), sum(invoice.vat))
        .total_in_full(cx.t("commerce.invoice.total"), invoice.total())
}

/// What the wallet lacks for an invoice; all of it when it lacks nothing. Banks count in steps of a toman.
pub fn lacking(shown: &Shown) -> Money {
    let needs = shown.invoice.needs();
    let short = needs.saturating_sub(shown.available.minor);
    let asked = if short > 0 { short } else { needs };
    sum(asked.saturating_add(9) / 10 * 10)
}

fn pay(cx: &Cx<'_>, shown: &Shown, form: &FormView<'_>) -> Markup {
    if !cx.may(BUY) {
        return html! {};
    }
    let available = shown.available;
    let wallet = ui::button(cx.t("commerce.invoice.pay_from_wallet"))
        .money()
        .icon("wallet")
        .wide()
        .post(paths::payment_of(shown.invoice.id), cx.csrf());
    let mut owed = vec![(
        cx.t("commerce.wallet.balance"),
        ui::money(cx.fmt(), available),
    )];
    if shown.invoice.runway > 0 {
        let runway = ui::money(cx.fmt(), sum(shown.invoice.runway));
        owed.push((cx.t("commerce.metering.runway"), runway));
    }
    let body = html! {
        div.flow {
            (ui::definition_list(owed))
            @if available.minor >= shown.invoice.needs() { (wallet) } @else { (at_gateway(cx, shown, form)) }
        }
    };
    ui::card("pay", cx.t("commerce.invoice.pay"), body)
}

/// The rest through a gateway; it comes by way of the wallet.
fn at_gateway(cx: &Cx<'_>, shown: &Shown, form: &FormView<'_>) -> Markup {
    let gateways = offered(cx.app(), CURRENCY);
    let picks = choice(cx, form, &gateways);
    let lacking = cx.fmt().money(lacking(shown));
    let by_hand = gateways.iter().any(|one| one.gateway.is_reviewed());
    let go = if by_hand {
        "commerce.invoice.pay_otherwise"
    } else {
        "commerce.invoice.pay_at_gateway"
    };
    let go = cx.t_with(go, &[("sum", &lacking)]);
    let go = ui::button(go)
        .money()
        .icon("lock")
        .busy(cx.t("commerce.top_up.going"));
    html! {
        @if gateways.is_empty() { (ui::alert(Tone::Warning, cx.t("commerce.top_up.closed_text"))) }
        @else { (form.form_once(paths::gateway_of(shown.invoice.id)).id("at-gateway").body(picks).actions(go)) }
    }
}
