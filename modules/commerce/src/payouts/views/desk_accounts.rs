//! Bank accounts of customers as staff see them: what waits, and one beside whom it should belong to.

use kernel::web::{Cx, Listing, Page, Raw, View, with_query};
use maud::{Markup, html};
use ui::{Column, Row, Tab, Tone};

use super::super::forms::{RefusalForm, VerificationForm};
use super::super::models::{AccountState, BankAccount};
use super::super::paths;
use super::super::routes::desk_accounts::Known;
use super::desk::Sent;
use super::{account_state, customer, named, sheba, sheba_to_copy};
use crate::permissions::MANAGE_SALES;

/// The list.
pub fn index(cx: &Cx<'_>, all: bool, page: &Page<BankAccount>) -> View {
    let title = cx.t("commerce.payouts.accounts");
    let tab = |label: &str, href: String, active| Tab {
        label: cx.t(label),
        href,
        active,
        ..Tab::default()
    };
    let tabs = [
        tab(
            "commerce.payouts.accounts_waiting",
            paths::DESK_ACCOUNTS.to_owned(),
            !all,
        ),
        tab(
            "commerce.payouts.accounts_all",
            with_query(paths::DESK_ACCOUNTS, &[("all", "1")]),
            all,
        ),
    ];
    let rows = page.rows.iter().map(|one| {
        Row::new()
            .href(paths::desk_account(one.id))
            .cell(sheba(cx, &one.sheba))
            .cell(ui::name(&one.owner))
            .cell(account_state(cx, one.state()))
            .cell(ui::date_time(cx.fmt(), one.added_at))
    });
    let none = ui::empty_state(
        "circle-check",
        cx.t("commerce.payouts.nothing_waits_title"),
        cx.t("commerce.payouts.nothing_waits_text"),
        html! {},
    );
    let pairs = [("all", if all { "1" } else { "" })];
    let main = html! {
        (ui::page_header(&title, Some(&cx.t("commerce.payouts.desk_accounts_lead")), html! {}))
        (ui::tabs(&title, &tabs))
        (ui::table(&title)
            .column(Column::new(cx.t("commerce.payouts.sheba")))
            .column(Column::new(cx.t("commerce.payouts.owner")))
            .column(Column::new(cx.t("commerce.column.state")))
            .column(Column::new(cx.t("commerce.payouts.added_at")).wide_only())
            .rows(rows)
            .empty(none))
        (Listing::new(cx, paths::DESK_ACCOUNTS, &pairs).pager(page, None))
    };
    View::new(&title, main)
        .crumb(cx.t("commerce.payouts.title"), Some(paths::DESK.to_owned()))
        .crumb(title, None)
}

/// One account.
pub fn show(cx: &Cx<'_>, known: &Known, sent: Sent<'_>) -> View {
    let account = &known.account;
    let title = account.short(cx.locale());
    let decides = account.state() == AccountState::Waiting && cx.may(MANAGE_SALES);
    let own = account.added_by.is_some() && account.added_by == cx.user().map(|user| user.id);
    let side = html! {
        @if decides && own { (ui::alert(Tone::Info, cx.t("commerce.own_account"))) }
        @else if decides { (decision(cx, account, sent)) }
    };
    let main = html! {
        (ui::page_header(&title, None, html! {}))
        (ui::dash(html! {
            (ui::card("facts", cx.t("commerce.payouts.account"), ui::definition_list(facts(cx, known))))
            (members(cx, known))
        }, side))
    };
    View::new(&title, main)
        .crumb(
            cx.t("commerce.payouts.accounts"),
            Some(paths::DESK_ACCOUNTS.to_owned()),
        )
        .crumb(title, None)
}

fn facts(cx: &Cx<'_>, known: &Known) -> Vec<(String, Markup)> {
    let account = &known.account;
    let by = |who| html! { (ui::name(named(&known.people, who))) };
    let words = |text: &str| html! { span dir="auto" { (text) } };
    let mut facts = vec![
        (
            cx.t("commerce.column.state"),
            account_state(cx, account.state()),
        ),
        (
            cx.t("commerce.payouts.sheba"),
            sheba_to_copy(cx, &account.sheba),
        ),
        (cx.t("commerce.payouts.owner"), ui::name(&account.owner)),
        (
            cx.t("commerce.payments.customer"),
            customer(cx, account.tenant_id, &known.customer.name),
        ),
        (
            cx.t("commerce.payouts.added_at"),
            html! { (ui::date_time(cx.fmt(), account.added_at)) " " (by(account.added_by)) },
        ),
    ];
    let decided = [
        (
            account.verified_at,
            account.verified_by,
            "commerce.payouts.verified_at",
        ),
        (
            account.refused_at,
            account.refused_by,
            "commerce.payouts.refused_at",
        ),
    ];
    for (at, who, label) in decided {
        if let Some(at) = at {
            let shown = html! { (ui::date_time(cx.fmt(), at)) " " (by(who)) };
            facts.push((cx.t(label), shown));
        }
    }
    if let Some(note) = &account.note {
        facts.push((cx.t("commerce.payouts.note"), words(note)));
    }
    if let Some(refusal) = &account.refusal {
        facts.push((cx.t("commerce.payouts.why"), words(refusal)));
    }
    facts
}

/// Whose names the owner's is compared with.
fn members(cx: &Cx<'_>, known: &Known) -> Markup {
    let rows = known.members.iter().map(|member| {
        Row::new()
            .cell(ui::name(&member.name))
            .cell(ui::bdi(&member.email))
    });
    let title = cx.t("commerce.payouts.members");
    let table = ui::table(&title)
        .column(Column::new(cx.t("commerce.payouts.name")))
        .column(Column::new(cx.t("commerce.payouts.email")))
        .rows(rows);
    ui::card("members", title, html! { (table) })
}

fn decision(cx: &Cx<'_>, account: &BankAccount, sent: Sent<'_>) -> Markup {
    let none = Raw::default();
    let place = |part: &str| format!("{}/{part}", paths::desk_account(account.id));
    let (yes, no) = (
        sent.view(cx, "verification", &none),
        sent.view(cx, "refusal", &none),
    );
    let verify = ui::button(cx.t("commerce.payouts.verify"))
        .primary()
        .icon("check");
    let refuse = ui::button(cx.t("commerce.payouts.refuse_account")).danger();
    let verification = yes
        .form_once(place("verification"))
        .id("verification")
        .body(VerificationForm::fields(&yes))
        .actions(verify);
    let refusal = no
        .form_once(place("refusal"))
        .id("refusal")
        .body(RefusalForm::fields(&no))
        .actions(refuse);
    html! {
        (ui::card("verify", cx.t("commerce.payouts.verify_title"), html! { p { (cx.t("commerce.payouts.verify_text")) } (verification) }))
        (ui::card("refuse", cx.t("commerce.payouts.refuse_account"), refusal))
    }
}
