//! Files for the bank: how much waits for the next, the ones that were made, and one with what is in it.

use kernel::people::Contact;
use kernel::web::{Cx, Listing, Page, Receipt, View};
use l10n::Money;
use maud::{Markup, html};
use ui::{Column, Row};

use super::super::models::batch::hex;
use super::super::models::{Batch, Withdrawal};
use super::super::paths;
use super::{named, sheba, state};
use crate::accounts::CURRENCY;

/// The list.
pub fn index(cx: &Cx<'_>, (count, total): (i64, i64), page: &Page<Batch>) -> View {
    let title = cx.t("commerce.payouts.batches");
    let make = (count > 0).then(|| {
        ui::button(cx.t("commerce.payouts.make_batch"))
            .money()
            .icon("file-text")
            .post(paths::BATCHES, cx.csrf())
            .once(Receipt::fresh())
            .confirm(
                cx.t("commerce.payouts.make_question"),
                cx.t("kernel.cancel"),
            )
    });
    let total = Money::new(total, CURRENCY);
    let ready = html! {
        div.tiles {
            (ui::stat(cx.t("commerce.payouts.ready_count"), cx.fmt().number(count)))
            (ui::stat(cx.t("commerce.payouts.ready_total"), ui::big_money(cx.fmt(), total)))
        }
    };
    let rows = page.rows.iter().map(|one| {
        Row::new()
            .href(paths::batch(one.id))
            .cell(cx.fmt().digits(&one.number.to_string()))
            .cell(ui::date_time(cx.fmt(), one.made_at))
            .cell(cx.fmt().number(i64::from(one.transfers)))
            .cell(ui::money(cx.fmt(), one.money()))
    });
    let none = ui::empty_state(
        "file-text",
        cx.t("commerce.payouts.no_batches_title"),
        cx.t("commerce.payouts.no_batches_text"),
        html! {},
    );
    let main = html! {
        (ui::page_header(&title, Some(&cx.t("commerce.payouts.batches_lead")), html! { @if let Some(act) = make { (act) } }))
        (ready)
        (ui::table(&title)
            .column(Column::new(cx.t("commerce.payouts.number")))
            .column(Column::new(cx.t("commerce.payouts.made_at")))
            .column(Column::new(cx.t("commerce.payouts.transfers")).number())
            .column(Column::new(cx.t("commerce.payouts.total")).number())
            .rows(rows)
            .empty(none))
        (Listing::new(cx, paths::BATCHES, &[]).pager(page, None))
    };
    crumbed(cx, title, main)
}

fn crumbed(cx: &Cx<'_>, title: String, main: Markup) -> View {
    View::new(&title, main)
        .crumb(cx.t("commerce.payouts.title"), Some(paths::DESK.to_owned()))
        .crumb(title, None)
}

/// One file.
pub fn show(cx: &Cx<'_>, batch: &Batch, content: &[Withdrawal], people: &[Contact]) -> View {
    let number = cx.fmt().digits(&batch.number.to_string());
    let title = cx.t_with("commerce.payouts.batch_numbered", &[("number", &number)]);
    let download = ui::button(cx.t("commerce.payouts.download"))
        .primary()
        .icon("download")
        .href(format!("{}/file", paths::batch(batch.id)))
        .download();
    let facts = vec![
        (
            cx.t("commerce.payouts.made_at"),
            ui::date_time(cx.fmt(), batch.made_at),
        ),
        (
            cx.t("commerce.payouts.made_by"),
            ui::name(named(people, batch.made_by)),
        ),
        (
            cx.t("commerce.payouts.transfers"),
            html! { (cx.fmt().number(i64::from(batch.transfers))) },
        ),
        (
            cx.t("commerce.payouts.total"),
            ui::money_pair(cx.fmt(), batch.money()),
        ),
        (
            cx.t("commerce.payouts.sha256"),
            html! { (ui::copyable(hex(&batch.sha256), cx.t("kernel.list.copy"))) },
        ),
    ];
    let rows = content.iter().map(|one| {
        Row::new()
            .href(paths::desk(one.id))
            .cell(cx.fmt().digits(&one.number.to_string()))
            .cell(ui::name(&one.owner))
            .cell(sheba(cx, &one.sheba))
            .cell(ui::money(cx.fmt(), one.money()))
            .cell(state(cx, one.state))
    });
    let table = ui::table(cx.t("commerce.payouts.transfers"))
        .column(Column::new(cx.t("commerce.payouts.number")))
        .column(Column::new(cx.t("commerce.payouts.owner")))
        .column(Column::new(cx.t("commerce.payouts.to")).wide_only())
        .column(Column::new(cx.t("commerce.payouts.amount")).number())
        .column(Column::new(cx.t("commerce.column.state")))
        .rows(rows);
    let main = html! {
        (ui::page_header(&title, Some(&cx.t("commerce.payouts.batch_lead")), download))
        (ui::dash(html! { (table) }, ui::card("facts", "", ui::definition_list(facts))))
    };
    View::new(&title, main)
        .crumb(
            cx.t("commerce.payouts.batches"),
            Some(paths::BATCHES.to_owned()),
        )
        .crumb(title, None)
}
