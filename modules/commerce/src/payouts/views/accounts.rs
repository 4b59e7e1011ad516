//! The customer's bank accounts, and the form that adds one.

use kernel::error::FieldErrors;
use kernel::ids::TenantId;
use kernel::web::{Cx, FormView, Raw, View};
use maud::{Markup, html};
use ui::{Column, Row};

use super::super::models::BankAccount;
use super::super::paths;
use super::{account_state, sheba};
use crate::permissions::WITHDRAW;
use crate::{paths as own, topics};

/// The page.
pub fn index(
    cx: &Cx<'_>,
    tenant: TenantId,
    all: &[BankAccount],
    raw: &Raw,
    errors: Option<&FieldErrors>,
) -> View {
    let title = cx.t("commerce.payouts.accounts");
    let main = html! {
        (ui::page_header(&title, Some(&cx.t("commerce.payouts.accounts_lead")), html! {}))
        (ui::dash(list(cx, all), html! {
            @if cx.may(WITHDRAW) { (add(cx, &FormView::new(cx, raw, errors))) }
        }))
    };
    View::new(&title, main)
        .crumb(cx.t("commerce.wallet.title"), Some(own::WALLET.to_owned()))
        .crumb(title, None)
        .live(topics::money(tenant))
}

fn list(cx: &Cx<'_>, all: &[BankAccount]) -> Markup {
    let none = ui::empty_state(
        "landmark",
        cx.t("commerce.payouts.no_accounts_title"),
        cx.t("commerce.payouts.no_accounts_text"),
        html! {},
    );
    let table = ui::table(cx.t("commerce.payouts.accounts"))
        .column(Column::new(cx.t("commerce.payouts.sheba")))
        .column(Column::new(cx.t("commerce.payouts.owner")))
        .column(Column::new(cx.t("commerce.column.state")))
        .column(Column::new(cx.t("commerce.payouts.acts")).hidden_label())
        .rows(all.iter().map(|one| row(cx, one)))
        .empty(none);
    html! { (table) }
}

fn row(cx: &Cx<'_>, one: &BankAccount) -> Row {
    let remove = ui::button(cx.t("commerce.payouts.remove"))
        .small()
        .quiet()
        .danger()
        .post(paths::account(one.id), cx.csrf())
        .method("DELETE")
        .confirm(
            cx.t("commerce.payouts.remove_question"),
            cx.t("kernel.cancel"),
        );
    let row = Row::new()
        .id(ui::dom_id("account", one.id, "row"))
        .cell(sheba(cx, &one.sheba))
        .cell(ui::name(&one.owner))
        .cell(html! {
            (account_state(cx, one.state()))
            @if let Some(why) = &one.refusal { p.quiet dir="auto" { (why) } }
        });
    row.actions(html! { @if cx.may(WITHDRAW) { (remove) } })
}

fn add(cx: &Cx<'_>, form: &FormView<'_>) -> Markup {
    let number = form
        .field("sheba", "commerce.payouts.sheba")
        .dir("ltr")
        .max_length(40)
        .placeholder("IR")
        .hint(cx.t("commerce.payouts.sheba_hint"))
        .required();
    let owner = form
        .field("owner", "commerce.payouts.owner")
        .dir("auto")
        .max_length(100)
        .hint(cx.t("commerce.payouts.owner_hint"))
        .required();
    let body = html! { (number) (owner) };
    let go = ui::button(cx.t("commerce.payouts.add"))
        .primary()
        .icon("plus");
    let shown = form.form_once(paths::ACCOUNTS).id("bank-account");
    ui::card(
        "add",
        cx.t("commerce.payouts.add_title"),
        shown.body(body).actions(go),
    )
}
