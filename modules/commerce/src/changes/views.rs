//! The choice of a change, its quote with each step, and what stands of it on the service's page.

use kernel::error::FieldErrors;
use kernel::web::{Cx, FormView, Raw, View};
use l10n::Money;
use maud::{Markup, html};
use ui::{Pick, Tone};

use super::change::{Change, ChangeState, Next};
use super::targets::Target;
use crate::accounts::CURRENCY;
use crate::catalogue::{Price, Product, Tax, kind};
use crate::paths;
use crate::permissions::BUY;
use crate::subscriptions::{Subscription, below_service};
use crate::topics;

/// What the page of the choice shows.
pub struct Choices {
    /// Of which service.
    pub service: Subscription,
    /// What it costs now.
    pub price: Price,
    /// Why it cannot be changed now.
    pub obstacle: Option<&'static str>,
    /// Into what it can be changed.
    pub targets: Vec<Target>,
    /// The tax of now.
    pub tax: Tax,
}

/// What the page of a quote shows.
pub struct Quoted {
    /// Of which service.
    pub service: Subscription,
    /// The quote.
    pub change: Change,
    /// Into what.
    pub product: Product,
    /// What was left for the next period and would be given up.
    pub other: Option<Product>,
    /// What is in the wallet.
    pub available: Money,
}

fn sum(minor: i64) -> Money {
    Money::new(minor, CURRENCY)
}

/// The choice.
pub fn choose(cx: &Cx<'_>, of: &Choices, raw: &Raw, errors: Option<&FieldErrors>) -> View {
    let title = cx.t("commerce.change.title");
    let form = FormView::new(cx, raw, errors);
    let refused = of.obstacle.or(of
        .targets
        .is_empty()
        .then_some("commerce.change.refused.targets"));
    let body = match refused {
        Some(why) => html! {
            (ui::alert(Tone::Info, cx.t(why)))
            (ui::button(cx.t("commerce.change.back")).href(paths::service(of.service.id)))
        },
        None => ui::card("change-card", "", offers(cx, of, &form)),
    };
    let lead = cx.t("commerce.change.lead");
    let main = html! { (ui::page_header(&title, Some(&lead), html! {})) (body) };
    below_service(cx, &of.service, &title, main)
}

fn offers(cx: &Cx<'_>, of: &Choices, form: &FormView<'_>) -> Markup {
    let first = of
        .targets
        .first()
        .map_or("", |one| one.product.slug.as_str());
    let picks = ui::picks("product", cx.t("commerce.change.into"))
        .value(form.typed_or("product", first))
        .error(form.error("product"));
    let picks = of.targets.iter().fold(picks, |picks, one| {
        let pick = Pick::new(&one.product.slug, one.product.name(cx.locale()));
        let pick = pick.note(one.product.summary(cx.locale()));
        picks.pick(pick.end(per(cx, of, one.price.amount)))
    });
    let now =
        html! { (ui::name(of.service.name(cx.locale()))) " · " (per(cx, of, of.price.amount)) };
    let body = html! {
        (ui::definition_list(vec![(cx.t("commerce.change.current"), now)]))
        (picks)
    };
    let go = ui::button(cx.t("commerce.change.quote")).primary();
    html! { (form.form(paths::changes(of.service.id)).id("change").body(body).actions(go)) }
}

/// A price with its tax, and for how long.
fn per(cx: &Cx<'_>, of: &Choices, net: i64) -> Markup {
    let whole = of.tax.with(net);
    html! { (ui::money(cx.fmt(), sum(whole))) " " (cx.t(of.service.cycle.per())) }
}

/// Where a quote that was confirmed leads.
pub fn lead(change: &Change) -> Option<String> {
    match (change.state, change.invoice_id) {
        (ChangeState::Quoted, _) => None,
        (ChangeState::Invoiced, Some(invoice)) => Some(paths::invoice(invoice)),
        _ => Some(paths::service(change.subscription_id)),
    }
}

/// The quote.
pub fn quoted(cx: &Cx<'_>, of: &Quoted, raw: &Raw, errors: Option<&FieldErrors>) -> View {
    let (change, name) = (&of.change, of.product.name(cx.locale()));
    let title = cx.t_with("commerce.change.to", &[("name", name)]);
    let form = FormView::new(cx, raw, errors);
    let place = paths::change(of.service.id, change.id);
    let confirm = form.form(place).id("confirm").body(asked(cx, of, &form));
    let label = if change.total().is_zero() {
        "commerce.change.confirm"
    } else {
        "commerce.change.confirm_paid"
    };
    let act = ui::button(cx.t(label))
        .money()
        .icon("check")
        .form("confirm")
        .busy(cx.t("commerce.checkout.busy"));
    let until = cx.fmt().time(change.valid_until);
    let order = ui::order(cx.t("commerce.change.now_due"), bill(cx, change))
        .total(
            cx.t("commerce.cart.total"),
            ui::money_pair(cx.fmt(), change.total()),
        )
        .action(act)
        .note(cx.t_with("commerce.change.holds", &[("until", &until)]));
    let main = html! {
        (ui::page_header(&title, None, html! {}))
        (ui::checkout(html! { (ui::card("steps", cx.t("commerce.change.steps"), steps(cx, of))) (ui::card("confirm-card", "", confirm)) }, &order))
    };
    below_service(cx, &of.service, &title, main).live(topics::money(of.service.tenant_id))
}

fn bill(cx: &Cx<'_>, change: &Change) -> ui::Bill {
    let rate = cx.fmt().percent(i64::from(change.vat_rate));
    ui::bill(cx.fmt())
        .line(cx.t("commerce.change.net"), sum(change.net))
        .tax(
            cx.t_with("commerce.price.vat", &[("rate", &rate)]),
            sum(change.vat),
        )
}

/// Each step of the sum, so that anybody can count it again.
fn steps(cx: &Cx<'_>, of: &Quoted) -> Markup {
    let (change, terms) = (&of.change, of.change.terms());
    let fmt = cx.fmt();
    let per = cx.t(of.service.cycle.per());
    let price = html! { (ui::money(fmt, sum(terms.price))) " " (per) };
    let mut facts = vec![
        (cx.t("commerce.change.new_price"), price),
        (
            cx.t("commerce.change.paid"),
            ui::money(fmt, sum(terms.paid)),
        ),
    ];
    if change.from_period.is_none() {
        let left = cx.t_with(
            "commerce.change.left_of",
            &[
                ("left", &fmt.number(terms.left)),
                ("period", &fmt.number(terms.period)),
                (
                    "days",
                    &fmt.decimal(terms.left.saturating_mul(10) / 86_400, 1, 0),
                ),
            ],
        );
        let difference = terms.price.saturating_sub(terms.paid);
        facts.push((
            cx.t("commerce.change.difference"),
            ui::money(fmt, sum(difference)),
        ));
        facts.push((cx.t("commerce.change.left"), html! { (left) }));
        let shown = [
            fmt.amount(sum(difference)),
            fmt.number(terms.left),
            fmt.number(terms.period),
        ];
        let [difference, left, period] = &shown;
        let counted = html! { bdi dir="ltr" { (difference) " × " (left) " ÷ " (period) } " = " (ui::money(fmt, sum(change.net))) };
        facts.push((cx.t("commerce.change.counted"), counted));
    }
    html! {
        div.flow {
            p { (when(cx, of)) }
            (ui::definition_list(facts))
        }
    }
}

/// When it is so, and what that means.
fn when(cx: &Cx<'_>, of: &Quoted) -> String {
    let ends = of.service.period_to.map(|at| cx.fmt().date_long(at));
    let ends = ends.unwrap_or_default();
    let key = if of.change.from_period.is_some() {
        "commerce.change.later"
    } else {
        "commerce.change.now"
    };
    cx.t_with(key, &[("until", &ends)])
}

/// What is asked before it is confirmed: how it is paid; and what is said besides.
fn asked(cx: &Cx<'_>, of: &Quoted, form: &FormView<'_>) -> Markup {
    let kind = kind(cx.app(), &of.service.kind).ok();
    let downtime = kind.and_then(|kind| kind.changing());
    html! {
        @if let Some(key) = downtime { (ui::alert(Tone::Info, cx.t(key))) }
        @if let Some(other) = &of.other {
            (ui::alert(Tone::Warning, cx.t_with("commerce.change.gives_up", &[("name", other.name(cx.locale()))])))
        }
        @if !of.change.total().is_zero() { (methods(cx, of, form)) }
    }
}

fn methods(cx: &Cx<'_>, of: &Quoted, form: &FormView<'_>) -> Markup {
    let short = of.change.total().minor.saturating_sub(of.available.minor);
    let wallet = Pick::new("wallet", cx.t("commerce.method.wallet"))
        .icon("wallet")
        .note(cx.t("commerce.method.wallet_note"))
        .end(ui::money(cx.fmt(), of.available));
    let wallet = if short > 0 {
        let short = cx.fmt().money(sum(short));
        wallet.refused(cx.t_with("commerce.method.wallet_short", &[("short", &short)]))
    } else {
        wallet
    };
    let gateway = Pick::new("gateway", cx.t("commerce.method.gateway"))
        .icon("credit-card")
        .note(cx.t("commerce.method.gateway_note"));
    let first = if short > 0 { "gateway" } else { "wallet" };
    html! {
        (ui::picks("method", cx.t("commerce.method.how"))
            .value(form.typed_or("method", first))
            .error(form.error("method"))
            .pick(wallet)
            .pick(gateway))
    }
}

/// What stands of a change above its service.
pub fn notice(
    cx: &Cx<'_>,
    service: &Subscription,
    next: Option<&Next>,
    unpaid: Option<&Change>,
) -> Markup {
    let until = |change: &Change| cx.fmt().date_time(change.valid_until);
    html! {
        @if let Some(change) = unpaid && let Some(invoice) = change.invoice_id {
            (ui::alert(Tone::Warning, html! {
                (cx.t_with("commerce.change.unpaid", &[("until", &until(change))])) " "
                a href=(paths::invoice(invoice)) { (cx.t("commerce.change.to_invoice")) }
            }))
        }
        @if let Some(next) = next { (waits(cx, service, next)) }
        @if service.wanted_options.is_some() { (ui::alert(Tone::Info, cx.t("commerce.change.at_work"))) }
    }
}

/// What was left for the next period, with the way back while that is not paid.
fn waits(cx: &Cx<'_>, service: &Subscription, next: &Next) -> Markup {
    let is_paid = next
        .change
        .from_period
        .is_some_and(|no| no <= service.period_no);
    let begins = if is_paid {
        service.period_from
    } else {
        service.period_to
    };
    let begins = begins.map(|at| cx.fmt().date_long(at)).unwrap_or_default();
    let name = next.product.name(cx.locale());
    let said = cx.t_with(
        "commerce.change.will_be",
        &[("name", name), ("until", &begins)],
    );
    let undo = ui::button(cx.t("commerce.change.take_back"))
        .small()
        .id("change-back")
        .post(paths::changes(service.id), cx.csrf())
        .method("DELETE");
    ui::alert(
        Tone::Info,
        html! { (said) " " @if cx.may(BUY) && !is_paid { (undo) } },
    )
}

/// The way to the choice, where the kind offers it.
pub fn button(cx: &Cx<'_>, service: &Subscription) -> Markup {
    let offered = kind(cx.app(), &service.kind).is_ok_and(|kind| kind.changing().is_some());
    if !offered || !cx.may(BUY) || !service.is_periodic() || !service.is_owned() {
        return html! {};
    }
    html! { (ui::button(cx.t("commerce.change.open")).icon("sliders-horizontal").href(paths::changes(service.id))) }
}
