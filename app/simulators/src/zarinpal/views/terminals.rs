//! The shops' terminals and the form of one.

use kernel::error::FieldErrors;
use kernel::web::{Cx, FormView, Raw, View};
use maud::{Markup, html};
use ui::{Column, Row, Tone};
use uuid::Uuid;

use super::screen;
use crate::zarinpal::forms::NAME;
use crate::zarinpal::models::Terminal;
use crate::zarinpal::paths;
use crate::zarinpal::words::{FeePayer, TerminalState};

/// The list.
pub fn index(cx: &Cx<'_>, terminals: &[Terminal]) -> View {
    let title = cx.t("simulators.zarinpal.terminals");
    let new = ui::button(cx.t("simulators.zarinpal.new_terminal"));
    let empty = ui::empty_state(
        "building-2",
        cx.t("simulators.zarinpal.no_terminal_title"),
        cx.t("simulators.zarinpal.no_terminal_text"),
        html! {},
    );
    let table = ui::table(&title)
        .column(Column::new(cx.t("simulators.zarinpal.shop")))
        .column(Column::new(cx.t("simulators.zarinpal.merchant")))
        .column(Column::new(cx.t("simulators.zarinpal.domain")))
        .column(Column::new(cx.t("simulators.zarinpal.state")))
        .rows(terminals.iter().map(|terminal| {
            Row::new()
                .href(paths::terminal(terminal.id))
                .cell(ui::name(&terminal.name))
                .cell(ui::mono(&terminal.merchant_id))
                .cell(ui::bdi(&terminal.domain))
                .cell(state(cx, terminal.state))
        }))
        .empty(empty);
    let main = html! {
        (ui::page_header(&title, Some(&cx.t("simulators.zarinpal.terminals_lead")),
            new.primary().icon("plus").href(paths::NEW_TERMINAL)))
        (table)
    };
    screen(cx, &title, paths::TERMINALS, main)
}

fn state(cx: &Cx<'_>, state: TerminalState) -> Markup {
    let tone = match state {
        TerminalState::Active => Tone::Success,
        TerminalState::Inactive
        | TerminalState::Limited
        | TerminalState::Suspended
        | TerminalState::BelowSilver
        | TerminalState::Blue => Tone::Warning,
    };
    ui::badge(tone, state_name(cx, state))
}

fn state_name(cx: &Cx<'_>, state: TerminalState) -> String {
    cx.t(&format!("simulators.zarinpal.terminal_state.{state}"))
}

/// What a new terminal's form has in it: ids that nobody has, and this program's own domain.
pub fn fresh(cx: &Cx<'_>) -> Raw {
    let (merchant, token) = (Uuid::new_v4().to_string(), Uuid::new_v4().to_string());
    let host = cx.app().config.base_url.host_str().unwrap_or("localhost");
    Raw::prefilled(&[
        ("merchant_id", &merchant),
        ("access_token", &token),
        ("domain", host),
        ("state", TerminalState::Active.as_str()),
        ("fee_payer", FeePayer::Merchant.as_str()),
        ("requests_a_minute", "600"),
    ])
}

/// What a terminal's form has in it.
pub fn stored(terminal: &Terminal) -> Vec<(&'static str, String)> {
    let mut stored = vec![
        ("merchant_id", terminal.merchant_id.clone()),
        ("name", terminal.name.clone()),
        ("access_token", terminal.access_token.clone()),
        ("domain", terminal.domain.clone()),
        ("server_ips", terminal.server_ips.join("\n")),
        ("state", terminal.state.to_string()),
        ("fee_payer", terminal.fee_payer.to_string()),
        ("requests_a_minute", terminal.requests_a_minute.to_string()),
    ];
    if terminal.wages_allowed {
        stored.push(("wages_allowed", "1".to_owned()));
    }
    stored
}

/// A new one.
pub fn new(cx: &Cx<'_>, raw: &Raw, errors: Option<&FieldErrors>) -> View {
    let form = FormView::new(cx, raw, errors);
    let body = form
        .form_once(paths::TERMINALS)
        .body(html! { (merchant(cx, &form)) (fields(cx, &form)) })
        .actions(ui::button(cx.t("kernel.save")).primary());
    page(cx, &cx.t("simulators.zarinpal.new_terminal"), body)
}

/// A known one.
pub fn edit(cx: &Cx<'_>, terminal: &Terminal, raw: &Raw, errors: Option<&FieldErrors>) -> View {
    let form = FormView::new(cx, raw, errors);
    let body = form
        .form_once(paths::terminal(terminal.id))
        .method("PUT")
        .hidden("merchant_id", &terminal.merchant_id)
        .body(html! { (known(cx, terminal)) (fields(cx, &form)) })
        .actions(ui::button(cx.t("kernel.save")).primary());
    page(cx, &cx.t("simulators.zarinpal.terminal"), body)
}

fn page(cx: &Cx<'_>, title: &str, form: impl maud::Render) -> View {
    let main = html! { (ui::page_header(title, None, html! {})) (ui::card("terminal", "", form)) };
    screen(cx, title, "", main)
        .crumb(
            cx.t("simulators.zarinpal.terminals"),
            Some(paths::TERMINALS.to_owned()),
        )
        .crumb(title, None)
}

fn merchant(cx: &Cx<'_>, form: &FormView<'_>) -> ui::Field {
    let field = form.field("merchant_id", "simulators.zarinpal.merchant");
    field
        .dir("ltr")
        .required()
        .hint(cx.t("simulators.zarinpal.merchant_hint"))
}

/// What stays as it is.
fn known(cx: &Cx<'_>, terminal: &Terminal) -> Markup {
    let merchant = html! { (ui::copyable(&terminal.merchant_id, cx.t("kernel.list.copy"))) };
    ui::definition_list(vec![(cx.t("simulators.zarinpal.merchant"), merchant)])
}

fn fields(cx: &Cx<'_>, form: &FormView<'_>) -> Markup {
    let code = |name: &'static str, label: &str| form.field(name, label).dir("ltr").required();
    let states = TerminalState::ALL.iter();
    let states = states.map(|one| (one.as_str(), state_name(cx, *one)));
    let payers = FeePayer::ALL.iter();
    let payers = payers.map(|one| {
        (
            one.as_str(),
            cx.t(&format!("simulators.zarinpal.fee_payer.{one}")),
        )
    });
    html! {
        (form.field("name", "simulators.zarinpal.shop").max_length(u32::try_from(NAME).unwrap_or(120)).required())
        (code("domain", "simulators.zarinpal.domain").hint(cx.t("simulators.zarinpal.domain_hint")))
        (form.field("server_ips", "simulators.zarinpal.ips").dir("ltr").area(2).hint(cx.t("simulators.zarinpal.ips_hint")))
        (code("access_token", "simulators.zarinpal.token").hint(cx.t("simulators.zarinpal.token_hint")))
        (ui::select("state", cx.t("simulators.zarinpal.state")).options(states).value(form.typed("state")).error(form.error("state")))
        (ui::select("fee_payer", cx.t("simulators.zarinpal.fee_from")).options(payers).value(form.typed("fee_payer")).error(form.error("fee_payer")))
        (code("requests_a_minute", "simulators.zarinpal.requests").number().hint(cx.t("simulators.zarinpal.requests_hint")))
        (ui::checkbox("wages_allowed", cx.t("simulators.zarinpal.wages")).checked(!form.typed("wages_allowed").is_empty()))
    }
}
