//! The customer's withdrawals: the list, the form, and one with how it stands.

use kernel::error::{AppResult, FieldErrors};
use kernel::ids::TenantId;
use kernel::web::{Cx, FormView, Listing, Page, Raw, View};
use l10n::{Currency, Money};
use maud::{Markup, html};
use ui::{Column, Pick, Row, Step, StepState, Tone};

use super::super::models::ask::Room;
use super::super::models::withdrawal::topic;
use super::super::models::{AccountState, BankAccount, State, Withdrawal};
use super::super::paths;
use super::super::settings::{WITHDRAW_AFTER, WITHDRAW_LEAST};
use super::{sheba, state};
use crate::accounts::CURRENCY;
use crate::permissions::WITHDRAW;
use crate::{paths as own, topics};

fn sum(minor: i64) -> Money {
    Money::new(minor, CURRENCY)
}

/// The list.
pub fn index(cx: &Cx<'_>, tenant: TenantId, page: &Page<Withdrawal>) -> View {
    let title = cx.t("commerce.payouts.title");
    let acts = html! {
        (ui::button(cx.t("commerce.payouts.accounts")).icon("landmark").href(paths::ACCOUNTS))
        @if cx.may(WITHDRAW) { (ui::button(cx.t("commerce.payouts.ask")).money().icon("banknote").href(paths::NEW)) }
    };
    let rows = page.rows.iter().map(|one| {
        Row::new()
            .id(ui::dom_id("withdrawal", one.id, "row"))
            .href(paths::withdrawal(one.id))
            .cell(ui::date_time(cx.fmt(), one.asked_at))
            .cell(ui::money(cx.fmt(), one.money()))
            .cell(sheba(cx, &one.sheba))
            .cell(state(cx, one.state.plain()))
    });
    let none = ui::empty_state(
        "banknote",
        cx.t("commerce.payouts.none_title"),
        cx.t("commerce.payouts.none_text"),
        html! {},
    );
    let main = html! {
        (ui::page_header(&title, Some(&cx.t("commerce.payouts.lead")), acts))
        (ui::table(&title)
            .column(Column::new(cx.t("commerce.payouts.asked_at")))
            .column(Column::new(cx.t("commerce.payouts.amount")).number())
            .column(Column::new(cx.t("commerce.payouts.to")).wide_only())
            .column(Column::new(cx.t("commerce.column.state")))
            .rows(rows)
            .empty(none))
        (Listing::new(cx, paths::WITHDRAWALS, &[]).pager(page, None))
    };
    View::new(&title, main)
        .crumb(cx.t("commerce.wallet.title"), Some(own::WALLET.to_owned()))
        .crumb(title, None)
        .live(topics::money(tenant))
}

/// The form.
pub fn form(
    cx: &Cx<'_>,
    room: Room,
    accounts: &[BankAccount],
    raw: &Raw,
    errors: Option<&FieldErrors>,
) -> AppResult<View> {
    let title = cx.t("commerce.payouts.ask");
    let verified: Vec<&BankAccount> = accounts
        .iter()
        .filter(|one| one.state() == AccountState::Verified)
        .collect();
    let body = if verified.is_empty() {
        no_account(cx, accounts)
    } else {
        let form = FormView::new(cx, raw, errors);
        ui::card("withdraw", "", fields(cx, &form, &verified)?)
    };
    let main = html! {
        (ui::page_header(&title, Some(&cx.t("commerce.payouts.ask_lead")), html! {}))
        (ui::dash(body, ui::card("room", cx.t("commerce.payouts.room"), facts(cx, room)?)))
    };
    Ok(View::new(&title, main)
        .crumb(
            cx.t("commerce.payouts.title"),
            Some(paths::WITHDRAWALS.to_owned()),
        )
        .crumb(title, None))
}

fn facts(cx: &Cx<'_>, room: Room) -> AppResult<Markup> {
    let hours = WITHDRAW_AFTER.of(cx.app())?;
    let mut facts = vec![
        (
            cx.t("commerce.wallet.balance"),
            ui::money(cx.fmt(), sum(room.available)),
        ),
        (
            cx.t("commerce.payouts.free"),
            ui::money(cx.fmt(), sum(room.free())),
        ),
    ];
    if room.young > 0 {
        facts.insert(
            1,
            (
                cx.t("commerce.payouts.young"),
                ui::money(cx.fmt(), sum(room.young)),
            ),
        );
    }
    Ok(html! {
        (ui::definition_list(facts))
        @if room.young > 0 { p.quiet { (cx.t_count("commerce.payouts.young_text", hours, &[])) } }
    })
}

/// Nothing to choose from: what to do first.
fn no_account(cx: &Cx<'_>, accounts: &[BankAccount]) -> Markup {
    let waits = accounts
        .iter()
        .any(|one| one.state() == AccountState::Waiting);
    let (title, text) = if waits {
        (
            "commerce.payouts.waiting_title",
            "commerce.payouts.waiting_text",
        )
    } else {
        (
            "commerce.payouts.account_first_title",
            "commerce.payouts.account_first_text",
        )
    };
    let go = ui::button(cx.t("commerce.payouts.accounts"))
        .primary()
        .href(paths::ACCOUNTS);
    ui::empty_state("landmark", cx.t(title), cx.t(text), go)
}

fn fields(cx: &Cx<'_>, form: &FormView<'_>, accounts: &[&BankAccount]) -> AppResult<Markup> {
    let unit = cx.fmt().unit(Currency::Irr);
    let least = cx.fmt().money(sum(WITHDRAW_LEAST.of(cx.app())?.0));
    let amount = ui::money_field("amount", cx.t("commerce.payouts.amount"), unit)
        .value(form.typed("amount"))
        .error(form.error("amount"))
        .hint(cx.t_with("commerce.payouts.least", &[("least", &least)]))
        .max_length(24)
        .required();
    let first = accounts
        .first()
        .map(|one| one.id.to_string())
        .unwrap_or_default();
    let picks = ui::picks("account", cx.t("commerce.payouts.to"))
        .value(form.typed_or("account", &first))
        .error(form.error("account"));
    let picks = accounts.iter().fold(picks, |picks, one| {
        let pick = Pick::new(one.id.to_string(), one.short(cx.locale())).icon("landmark");
        picks.pick(pick.note(one.owner.clone()))
    });
    let go = ui::button(cx.t("commerce.payouts.ask_button"))
        .money()
        .icon("banknote")
        .busy(cx.t("commerce.payouts.asking"));
    Ok(html! {
        (form.form_once(paths::WITHDRAWALS).id("withdrawal").body(html! { (amount) (picks) }).actions(go))
        p.quiet { (cx.t("commerce.payouts.ask_note")) }
    })
}

/// One withdrawal; it follows what happens.
pub fn show(cx: &Cx<'_>, one: &Withdrawal) -> View {
    let number = cx.fmt().digits(&one.number.to_string());
    let title = cx.t_with("commerce.payouts.numbered", &[("number", &number)]);
    let (place, event) = (paths::withdrawal(one.id), ui::on_event(topic(one.id)));
    let cancel = (one.state.is_undecided() && cx.may(WITHDRAW)).then(|| {
        ui::button(cx.t("commerce.payouts.cancel"))
            .danger()
            .quiet()
            .post(paths::withdrawal(one.id), cx.csrf())
            .method("DELETE")
            .confirm(
                cx.t("commerce.payouts.cancel_question"),
                cx.t("kernel.cancel"),
            )
    });
    let main = html! {
        div.flow id="withdrawal-live" hx-get=(place) hx-trigger=(event) hx-select="#withdrawal-live" hx-swap="outerMorph" {
            (ui::page_header(&title, None, html! { @if let Some(act) = cancel { (act) } }))
            (steps(cx, one.state))
            (ui::alert(tone(one.state), cx.t(explanation(one.state))))
            (ui::card("facts", "", ui::definition_list(one_facts(cx, one))))
        }
    };
    View::new(&title, main)
        .live(topic(one.id))
        .crumb(
            cx.t("commerce.payouts.title"),
            Some(paths::WITHDRAWALS.to_owned()),
        )
        .crumb(title, None)
}

fn one_facts(cx: &Cx<'_>, one: &Withdrawal) -> Vec<(String, Markup)> {
    let mut facts = vec![
        (cx.t("commerce.column.state"), state(cx, one.state.plain())),
        (
            cx.t("commerce.payouts.amount"),
            ui::money_pair(cx.fmt(), one.money()),
        ),
        (cx.t("commerce.payouts.to"), sheba(cx, &one.sheba)),
        (cx.t("commerce.payouts.owner"), ui::name(&one.owner)),
        (
            cx.t("commerce.payouts.asked_at"),
            ui::date_time(cx.fmt(), one.asked_at),
        ),
    ];
    if let Some(at) = one.ended_at {
        facts.push((
            cx.t("commerce.payouts.ended_at"),
            ui::date_time(cx.fmt(), at),
        ));
    }
    if let Some(tracking) = &one.tracking {
        let shown = html! { (ui::copyable(tracking, cx.t("kernel.list.copy"))) };
        facts.push((cx.t("commerce.payouts.tracking"), shown));
    }
    if let Some(reason) = &one.reason {
        let shown = html! { span dir="auto" { (reason) } };
        facts.push((cx.t("commerce.payouts.why"), shown));
    }
    facts
}

fn steps(cx: &Cx<'_>, state: State) -> Markup {
    use StepState::{Current, Done, Todo};
    let states = match state {
        State::Asked | State::Checked => [Done, Current, Todo],
        State::Approved => [Done, Done, Todo],
        State::Sent => [Done, Done, Current],
        State::Paid => [Done, Done, Done],
        State::Failed | State::Refused | State::Cancelled => return html! {},
    };
    let labels = [
        "commerce.payouts.step.asked",
        "commerce.payouts.step.approved",
        "commerce.payouts.step.paid",
    ];
    let steps: Vec<Step> = labels
        .iter()
        .zip(states)
        .map(|(label, state)| Step::new(cx.t(label), state))
        .collect();
    ui::steps(cx.t("commerce.payouts.progress"), &steps)
}

fn tone(state: State) -> Tone {
    match state {
        State::Paid => Tone::Success,
        State::Failed | State::Refused => Tone::Warning,
        _ => Tone::Info,
    }
}

fn explanation(state: State) -> &'static str {
    match state {
        State::Asked | State::Checked => "commerce.payouts.explained.asked",
        State::Approved => "commerce.payouts.explained.approved",
        State::Sent => "commerce.payouts.explained.sent",
        State::Paid => "commerce.payouts.explained.paid",
        State::Failed => "commerce.payouts.explained.failed",
        State::Refused => "commerce.payouts.explained.refused",
        State::Cancelled => "commerce.payouts.explained.cancelled",
    }
}
