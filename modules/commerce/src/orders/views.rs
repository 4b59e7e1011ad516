//! Checkout on one page, the list of orders, and an order with what came of it.

use documents::Party;
use kernel::error::FieldErrors;
use kernel::web::{Cx, FormView, Listing, Page, Raw, View};
use l10n::Money;
use maud::{Markup, html};
use ui::{Column, Pick, Row, Step, StepState, Tone};

use super::order::{Order, OrderState};
use crate::accounts::CURRENCY;
use crate::cart::{Filled, bill};
use crate::glance::ask;
use crate::invoices::Invoice;
use crate::subscriptions::{Standing, Subscription, service_badge};
use crate::topics;
use crate::{buyer, paths, usage};

kernel::words! {
    /// How an order is paid.
    pub enum Method {
        /// At once, from the wallet.
        Wallet = "wallet",
        /// On the invoice's page, at a gateway.
        Gateway = "gateway",
    }
}

/// What the checkout shows.
pub struct Checkout {
    /// What is ordered.
    pub filled: Filled,
    /// What is in the wallet.
    pub available: Money,
    /// What has to stay there, for the hours of what begins.
    pub runway: i64,
    /// In whose name the papers will be.
    pub buyer: Party,
}

impl Checkout {
    /// What the wallet lacks.
    fn short(&self) -> i64 {
        let needs = self.filled.total().minor.saturating_add(self.runway);
        needs.saturating_sub(self.available.minor)
    }
}

/// The checkout.
pub fn checkout(cx: &Cx<'_>, checkout: &Checkout, raw: &Raw, errors: Option<&FieldErrors>) -> View {
    let title = cx.t("commerce.checkout.title");
    let form = FormView::new(cx, raw, errors);
    let total = checkout.filled.total();
    let pay = form
        .form_once(paths::CHECKOUT)
        .id("checkout")
        .hidden("digest", checkout.filled.quote.digest())
        .body(methods(cx, checkout, &form));
    let hourly = (checkout.runway > 0).then(|| hourly(cx, checkout));
    let rates = rates(cx, &checkout.filled);
    let act = if total.is_zero() {
        "commerce.checkout.order"
    } else {
        "commerce.checkout.pay"
    };
    let summary = ui::order(cx.t("commerce.cart.summary"), bill(cx, &checkout.filled))
        .extra(html! {
            @if let Some(hourly) = hourly { p.quiet { (hourly) } }
            @for rate in rates { p.quiet { (rate) } }
            a href=(paths::CART) { (cx.t("commerce.checkout.change")) }
        })
        .total(cx.t("commerce.cart.total"), ui::money_pair(cx.fmt(), total))
        .action(
            ui::button(cx.t(act))
                .money()
                .icon("lock")
                .form("checkout")
                .busy(cx.t("commerce.checkout.busy")),
        );
    let main = html! {
        (ui::page_header(&title, None, html! {}))
        (ui::checkout(html! { (ui::card("pay", "", pay)) (billed_to(cx, &checkout.buyer)) }, &summary))
    };
    View::new(&title, main)
        .crumb(cx.t("commerce.cart.title"), Some(paths::CART.to_owned()))
        .crumb(title, None)
}

/// In whose name the invoice will be, and where that is changed.
fn billed_to(cx: &Cx<'_>, buyer: &Party) -> Markup {
    let body = html! {
        (buyer::summary(cx, buyer))
        div.actions { (ui::button(cx.t("commerce.buyer.change")).small().quiet().href(paths::BUYER)) }
    };
    ui::card("billed-to", cx.t("commerce.buyer.billed_to"), body)
}

/// What is paid besides by what is used, a sentence for each product and counter.
fn rates(cx: &Cx<'_>, filled: &Filled) -> Vec<String> {
    let mut said = Vec::new();
    for line in &filled.lines {
        let offer = &line.offer;
        for rate in usage::offered(cx, &offer.product.kind, &offer.rates, filled.quote.tax) {
            let rate = format!("{}: {rate}", offer.product.name(cx.locale()));
            if !said.contains(&rate) {
                said.push(rate);
            }
        }
    }
    said
}

/// What will be taken each hour, and what has to be there before it begins.
fn hourly(cx: &Cx<'_>, checkout: &Checkout) -> String {
    let money = |minor| cx.fmt().money(Money::new(minor, CURRENCY));
    let hourly = cx.fmt().money(checkout.filled.quote.hourly);
    let vars = [("hourly", hourly), ("runway", money(checkout.runway))];
    let vars = vars.each_ref().map(|(name, value)| (*name, value.as_str()));
    cx.t_with("commerce.metering.at_checkout", &vars)
}

fn methods(cx: &Cx<'_>, checkout: &Checkout, form: &FormView<'_>) -> Markup {
    let (total, available) = (checkout.filled.total(), checkout.available);
    let short = checkout.short();
    let wallet = Pick::new(Method::Wallet.as_str(), cx.t("commerce.method.wallet"))
        .icon("wallet")
        .note(cx.t("commerce.method.wallet_note"))
        .end(ui::money(cx.fmt(), available));
    let wallet = if short > 0 {
        let short = cx.fmt().money(Money {
            minor: short,
            ..total
        });
        wallet.refused(cx.t_with("commerce.method.wallet_short", &[("short", &short)]))
    } else {
        wallet
    };
    let gateway = Pick::new(Method::Gateway.as_str(), cx.t("commerce.method.gateway"))
        .icon("credit-card")
        .note(cx.t("commerce.method.gateway_note"));
    let first = if short > 0 {
        Method::Gateway
    } else {
        Method::Wallet
    };
    html! {
        (ui::picks("method", cx.t("commerce.method.how"))
            .value(form.typed_or("method", first.as_str()))
            .error(form.error("method"))
            .pick(wallet)
            .pick(gateway))
    }
}

/// The tone in which an order's state is shown.
fn badge(cx: &Cx<'_>, state: OrderState) -> Markup {
    let tone = match state {
        OrderState::Placed => Tone::Warning,
        OrderState::Paid => Tone::Success,
        OrderState::Cancelled => Tone::Neutral,
    };
    ui::badge(tone, cx.t(state.label()))
}

fn number(cx: &Cx<'_>, order: &Order) -> String {
    let number = cx.fmt().digits(&order.number.to_string());
    cx.t_with("commerce.order.number", &[("number", &number)])
}

/// The account's orders.
pub fn index(cx: &Cx<'_>, page: &Page<Order>) -> View {
    let title = cx.t("commerce.order.title");
    let rows = page.rows.iter().map(|order| {
        Row::new()
            .id(ui::dom_id("order", order.id, "row"))
            .href(paths::order(order.id))
            .cell(number(cx, order))
            .cell(badge(cx, order.state))
            .cell(ui::date_time(cx.fmt(), order.placed_at))
    });
    let store = ui::button(cx.t("commerce.cart.store"))
        .primary()
        .href(paths::STORE);
    let none = ui::empty_state(
        "package",
        cx.t("commerce.order.none_title"),
        cx.t("commerce.order.none_text"),
        store,
    );
    let main = html! {
        (ui::page_header(&title, None, html! {}))
        (ui::table(&title)
            .column(Column::new(cx.t("commerce.order.one")))
            .column(Column::new(cx.t("commerce.column.state")))
            .column(Column::new(cx.t("commerce.order.placed_at")))
            .rows(rows)
            .empty(none))
        (Listing::new(cx, paths::ORDERS, &[]).pager(page, None))
    };
    View::new(title, main)
}

/// An order and what came of it.
pub struct Ordered {
    /// The order.
    pub order: Order,
    /// What it brought.
    pub services: Vec<Subscription>,
    /// What it cost.
    pub invoice: Invoice,
}

/// An order's page; it follows what happens.
pub fn show(cx: &Cx<'_>, shown: &Ordered) -> View {
    let order = &shown.order;
    let title = number(cx, order);
    let cancel = (order.state == OrderState::Placed).then(|| {
        ui::button(cx.t("commerce.order.cancel"))
            .danger()
            .quiet()
            .post(paths::order(order.id), cx.csrf())
            .method("DELETE")
            .confirm(
                cx.t("commerce.order.cancel_question"),
                cx.t("kernel.cancel"),
            )
    });
    let facts = ui::definition_list(vec![
        (cx.t("commerce.column.state"), badge(cx, order.state)),
        (
            cx.t("commerce.order.placed_at"),
            ui::date_time(cx.fmt(), order.placed_at),
        ),
        (
            cx.t("commerce.invoice.total"),
            ui::money(cx.fmt(), shown.invoice.total()),
        ),
        (
            cx.t("commerce.invoice.one"),
            html! { a href=(paths::invoice(shown.invoice.id)) { (cx.t("commerce.order.to_invoice")) } },
        ),
    ]);
    let main = html! {
        (ui::page_header(&title, None, html! { (ask(cx, "commerce.order", order.id.0)) @if let Some(act) = cancel { (act) } }))
        div.flow id="order-live" hx-get=(paths::order(order.id)) hx-trigger=[live(cx)] hx-select="#order-live" hx-swap="outerMorph" {
            (steps(cx, shown))
            (ui::dash(ui::card("services", cx.t("commerce.order.services"), services(cx, &shown.services)),
                ui::card("facts", "", facts)))
        }
    };
    let view = View::new(&title, main)
        .crumb(cx.t("commerce.order.title"), Some(paths::ORDERS.to_owned()))
        .crumb(title, None);
    match cx.tenant() {
        Some(tenant) => view.live(topics::money(tenant.id)),
        None => view,
    }
}

fn live(cx: &Cx<'_>) -> Option<String> {
    cx.tenant()
        .map(|tenant| ui::on_event(topics::money(tenant.id)))
}

fn steps(cx: &Cx<'_>, shown: &Ordered) -> Markup {
    let ready = shown
        .services
        .iter()
        .all(|one| one.standing == Standing::Running);
    let states = match (shown.order.state, ready) {
        (OrderState::Cancelled, _) => return html! {},
        (OrderState::Placed, _) => [StepState::Done, StepState::Current, StepState::Todo],
        (OrderState::Paid, false) => [StepState::Done, StepState::Done, StepState::Current],
        (OrderState::Paid, true) => [StepState::Done, StepState::Done, StepState::Done],
    };
    let labels = [
        "commerce.order.step.ordered",
        "commerce.order.step.paid",
        "commerce.order.step.ready",
    ];
    let steps: Vec<Step> = labels
        .iter()
        .zip(states)
        .map(|(label, state)| Step::new(cx.t(label), state))
        .collect();
    ui::steps(cx.t("commerce.order.progress"), &steps)
}

fn services(cx: &Cx<'_>, services: &[Subscription]) -> Markup {
    let rows = services.iter().map(|one| {
        Row::new()
            .href(paths::service(one.id))
            .cell(ui::name(one.name(cx.locale())))
            .cell(service_badge(cx, one))
    });
    html! {
        (ui::table(cx.t("commerce.order.services"))
            .column(Column::new(cx.t("commerce.service.one")))
            .column(Column::new(cx.t("commerce.column.state")))
            .rows(rows))
    }
}
