//! The wallet: the balance first, then each entry with what it was for and what it left.

use kernel::ids::TenantId;
use kernel::web::{Cx, Listing, View};
use l10n::Money;
use ledger::{Standing, Statement, StatementRow};
use maud::{Markup, html};
use ui::{Column, Row};

use crate::accounts::CURRENCY;
use crate::metering::{self, Foresight};
use crate::permissions::BUY;
use crate::{paths, payments, payouts, topics};

/// The wallet's page.
pub fn show(
    cx: &Cx<'_>,
    tenant: TenantId,
    standing: Standing,
    statement: Option<&Statement>,
    ahead: &Foresight,
) -> View {
    let title = cx.t("commerce.wallet.title");
    let top_up = cx.may(BUY).then(|| {
        ui::button(cx.t("commerce.wallet.top_up"))
            .primary()
            .icon("plus")
            .href(payments::paths::TOP_UP)
    });
    let balance = html! {
        div.flow {
            p.quiet { (cx.t("commerce.wallet.balance")) }
            (ui::money_pair(cx.fmt(), Money::new(standing.available(), CURRENCY)))
            @if standing.held > 0 {
                p.quiet { (cx.t("commerce.wallet.held")) " " (ui::money(cx.fmt(), Money::new(standing.held, CURRENCY))) }
            }
        }
    };
    let main = html! {
        (ui::page_header(&title, None, html! {
            (ui::button(cx.t("commerce.payouts.title")).icon("banknote").href(payouts::paths::WITHDRAWALS))
            @if let Some(act) = top_up { (act) }
        }))
        (ui::card("balance", "", balance))
        (metering::ahead(cx, ahead))
        (entries(cx, statement))
    };
    View::new(title, main).live(topics::money(tenant))
}

fn entries(cx: &Cx<'_>, statement: Option<&Statement>) -> Markup {
    let listing = Listing::new(cx, paths::WALLET, &[]);
    let rows = statement.map_or(&[][..], |all| &all.page.rows);
    let any = !rows.is_empty();
    html! {
        (entries_table(cx, rows).empty(listing.empty("wallet", "commerce.wallet.none_title", "commerce.wallet.none_text")))
        @if let Some(statement) = statement { (listing.pager(&statement.page, None)) }
        @if any { (listing.exports("/wallet/export")) }
    }
}

/// Entries of a wallet, each with what it was for and what it left.
pub fn entries_table(cx: &Cx<'_>, rows: &[StatementRow]) -> ui::Table {
    ui::table(cx.t("commerce.wallet.statement"))
        .column(Column::new(cx.t("commerce.wallet.at")))
        .column(Column::new(cx.t("commerce.wallet.what")))
        .column(Column::new(cx.t("commerce.wallet.amount")).number())
        .column(
            Column::new(cx.t("commerce.wallet.after"))
                .number()
                .wide_only(),
        )
        .rows(rows.iter().map(|row| entry(cx, row)))
}

fn entry(cx: &Cx<'_>, row: &StatementRow) -> Row {
    let what = cx.t(&row.kind);
    let link = row.about.as_ref().and_then(|about| cx.link(about));
    // Debits make a wallet smaller.
    let amount = Money::new(-row.amount, CURRENCY);
    Row::new()
        .id(ui::dom_id("entry", row.entry, ""))
        .cell(ui::date_time(cx.fmt(), row.at))
        .cell(
            html! { @if let Some(link) = link { a href=(link.href) { (what) } } @else { (what) } },
        )
        .cell(ui::money(cx.fmt(), amount))
        .cell(ui::money(cx.fmt(), Money::new(row.balance, CURRENCY)))
}
