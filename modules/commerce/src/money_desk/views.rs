//! One customer's money: the figures first, then the statement, then what is open.

use kernel::error::FieldErrors;
use kernel::module::ResourceRef;
use kernel::people;
use kernel::web::{Cx, FormView, Listing, Raw, View, with_query};
use maud::{Markup, html};
use ui::{Column, Row};

use super::{Money, paths};
use crate::accounts::CURRENCY;
use crate::permissions::MANAGE_SALES;
use crate::subscriptions::service_badge;
use crate::{adjustments, buyer, payments, payouts, sales_desk, wallet};
use crate::{paths as own, topics};

fn sum(minor: i64) -> l10n::Money {
    l10n::Money::new(minor, CURRENCY)
}

/// The page.
pub fn show(cx: &Cx<'_>, money: &Money, raw: &Raw, errors: Option<&FieldErrors>) -> View {
    let name = &money.customer.name;
    let title = cx.t("commerce.money_desk.title");
    let id = money.customer.id;
    let main = html! {
        (ui::page_header(&title, Some(name), html! {}))
        (figures(cx, money))
        (ui::dash(
            html! { (statement(cx, money)) (invoices(cx, money)) (services(cx, money)) (others(cx, money)) },
            html! {
                (ui::card("buyer", cx.t("commerce.buyer.title"), buyer::summary(cx, &money.buyer)))
                @if cx.may(MANAGE_SALES) { (adjustments::views::form(cx, id, &FormView::new(cx, raw, errors))) }
            },
        ))
    };
    let view = View::new(&title, main).live(topics::money(id));
    let customer = ResourceRef {
        kind: people::TENANT.to_owned(),
        id: id.0,
    };
    let view = match cx.link(&customer) {
        Some(link) => view.crumb(name.clone(), Some(link.href)),
        None => view,
    };
    view.crumb(title, None)
}

fn figures(cx: &Cx<'_>, money: &Money) -> Markup {
    let figure = |label: &str, minor| ui::stat(cx.t(label), ui::big_money(cx.fmt(), sum(minor)));
    html! {
        div.tiles {
            (figure("commerce.money_desk.balance", money.standing.balance))
            (figure("commerce.money_desk.held", money.standing.held))
            (figure("commerce.money_desk.available", money.standing.available()))
            (figure("commerce.money_desk.open", money.open))
        }
    }
}

fn statement(cx: &Cx<'_>, money: &Money) -> Markup {
    let place = paths::money(money.customer.id);
    let listing = Listing::new(cx, &place, &[]);
    let (rows, pager) = match &money.statement {
        Some(statement) => (
            statement.page.rows.as_slice(),
            Some(listing.pager(&statement.page, None)),
        ),
        None => (&[][..], None),
    };
    let none = html! { p.quiet { (cx.t("commerce.money_desk.no_entries")) } };
    let body = html! {
        (wallet::views::entries_table(cx, rows).empty(none))
        @if let Some(pager) = pager { (pager) (listing.exports(&paths::statement(money.customer.id))) }
    };
    ui::card("statement", cx.t("commerce.wallet.statement"), body)
}

fn all(cx: &Cx<'_>, href: String) -> Markup {
    html! { div.actions { (ui::button(cx.t("commerce.money_desk.all")).small().quiet().href(href)) } }
}

fn invoices(cx: &Cx<'_>, money: &Money) -> Markup {
    let rows = money.invoices.iter().map(|one| {
        Row::new()
            .href(sales_desk::paths::invoice(one.id))
            .cell(ui::date(cx.fmt(), one.made_at))
            .cell(ui::date(cx.fmt(), one.due_at))
            .cell(ui::money(cx.fmt(), one.total()))
    });
    let id = money.customer.id.to_string();
    let table = ui::table(cx.t("commerce.money_desk.open_invoices"))
        .column(Column::new(cx.t("commerce.invoice.made_at")))
        .column(Column::new(cx.t("commerce.invoice.due_at")))
        .column(Column::new(cx.t("commerce.invoice.total")).number())
        .rows(rows)
        .empty(html! { p.quiet { (cx.t("commerce.money_desk.no_invoices")) } });
    let body = html! {
        (table)
        (all(cx, with_query(sales_desk::paths::INVOICES, &[("customer", &id)])))
    };
    ui::card("invoices", cx.t("commerce.money_desk.open_invoices"), body)
}

fn services(cx: &Cx<'_>, money: &Money) -> Markup {
    let rows = money.services.iter().map(|one| {
        Row::new()
            .href(own::desk_service(one.id))
            .cell(ui::name(one.name(cx.locale())))
            .cell(service_badge(cx, one))
            .cell(html! { @if let Some(to) = one.period_to { (ui::date(cx.fmt(), to)) } })
    });
    let table = ui::table(cx.t("commerce.service.title"))
        .column(Column::new(cx.t("commerce.service.one")))
        .column(Column::new(cx.t("commerce.column.state")))
        .column(Column::new(cx.t("commerce.service.paid_until")).wide_only())
        .rows(rows)
        .empty(html! { p.quiet { (cx.t("commerce.money_desk.no_services")) } });
    let id = money.customer.id.to_string();
    let body = html! {
        (table)
        (all(cx, with_query(sales_desk::paths::ORDERS, &[("customer", &id)])))
    };
    ui::card("services", cx.t("commerce.service.title"), body)
}

fn others(cx: &Cx<'_>, money: &Money) -> Markup {
    let paid = money.payments.iter().map(|one| {
        Row::new()
            .href(payments::paths::desk(one.id))
            .cell(ui::date_time(cx.fmt(), one.begun_at))
            .cell(ui::money(cx.fmt(), one.money()))
            .cell(ui::badge(one.state.tone(), cx.t(one.state.label())))
    });
    let taken = money.withdrawals.iter().map(|one| {
        Row::new()
            .href(payouts::paths::desk(one.id))
            .cell(ui::date_time(cx.fmt(), one.asked_at))
            .cell(ui::money(cx.fmt(), one.money()))
            .cell(ui::badge(one.state.tone(), cx.t(one.state.label())))
    });
    let table = |title: &str, none: &str, rows: Vec<Row>| {
        ui::table(cx.t(title))
            .column(Column::new(cx.t("commerce.payments.begun_at")))
            .column(Column::new(cx.t("commerce.payments.amount")).number())
            .column(Column::new(cx.t("commerce.column.state")))
            .rows(rows)
            .empty(html! { p.quiet { (cx.t(none)) } })
    };
    let owner = money.customer.owner_email.as_deref().unwrap_or_default();
    let list = |place: &str| with_query(place, &[("q", owner)]);
    let (payments_title, payouts_title) = ("commerce.payments.title", "commerce.payouts.title");
    let adjusted = cx.t("commerce.adjustments.title");
    html! {
        (ui::card("payments", cx.t(payments_title), html! {
            (table(payments_title, "commerce.money_desk.no_payments", paid.collect()))
            (all(cx, list(payments::paths::DESK)))
        }))
        (ui::card("withdrawals", cx.t(payouts_title), html! {
            (table(payouts_title, "commerce.money_desk.no_withdrawals", taken.collect()))
            (all(cx, list(payouts::paths::DESK)))
        }))
        @if !money.adjustments.is_empty() {
            (ui::card("adjustments", &adjusted, adjustments::views::table(cx, &adjusted, &money.adjustments)))
        }
    }
}
