//! Faults that are switched on, and the form of one.

use kernel::error::FieldErrors;
use kernel::web::{Cx, FormView, Raw, View};
use maud::{Markup, html};
use ui::{Column, Row};

use super::screen;
use crate::zarinpal::models::{Fault, Terminal};
use crate::zarinpal::paths;
use crate::zarinpal::words::{Call, FaultKind};

/// The list, and the form above it.
pub fn index(
    cx: &Cx<'_>,
    faults: &[(Fault, String)],
    terminals: &[Terminal],
    raw: &Raw,
    errors: Option<&FieldErrors>,
) -> View {
    let title = cx.t("simulators.zarinpal.faults");
    let main = html! {
        (ui::page_header(&title, Some(&cx.t("simulators.zarinpal.faults_lead")), html! {}))
        @if terminals.is_empty() {
            p.quiet { (cx.t("simulators.zarinpal.no_terminal_text")) " "
                a href=(paths::NEW_TERMINAL) { (cx.t("simulators.zarinpal.new_terminal")) } }
        } @else {
            (ui::card("new-fault", cx.t("simulators.zarinpal.new_fault"), form(cx, terminals, &FormView::new(cx, raw, errors))))
        }
        (table(cx, &title, faults))
    };
    screen(cx, &title, paths::FAULTS, main)
}

fn call_name(cx: &Cx<'_>, call: Call) -> String {
    cx.t(&format!("simulators.zarinpal.call.{call}"))
}

fn kind_name(cx: &Cx<'_>, kind: FaultKind) -> String {
    cx.t(&format!("simulators.zarinpal.fault_kind.{kind}"))
}

fn form(cx: &Cx<'_>, terminals: &[Terminal], form: &FormView<'_>) -> Markup {
    let shops = terminals.iter();
    let shops = shops.map(|terminal| (terminal.id.to_string(), terminal.name.clone()));
    let calls = Call::ALL
        .iter()
        .map(|one| (one.as_str(), call_name(cx, *one)));
    let kinds = FaultKind::ALL.iter();
    let kinds = kinds.map(|one| (one.as_str(), kind_name(cx, *one)));
    let select = |name: &str, label: &str| {
        let select = ui::select(name, cx.t(label)).value(form.typed(name));
        select.error(form.error(name))
    };
    let fields = html! {
        (select("terminal", "simulators.zarinpal.shop").options(shops))
        (select("call", "simulators.zarinpal.which_call").options(calls))
        (select("kind", "simulators.zarinpal.what_fault").options(kinds))
        (form.field("value", "simulators.zarinpal.value").number().hint(cx.t("simulators.zarinpal.value_hint")))
        (form.field("times", "simulators.zarinpal.times").number().required())
        (ui::checkbox("work_done", cx.t("simulators.zarinpal.work_done")).checked(!form.typed("work_done").is_empty())
            .hint(cx.t("simulators.zarinpal.work_done_hint")))
    };
    let add = ui::button(cx.t("simulators.zarinpal.switch_on")).primary();
    html! { (form.form_once(paths::FAULTS).id("fault").body(fields).actions(add)) }
}

fn table(cx: &Cx<'_>, title: &str, faults: &[(Fault, String)]) -> Markup {
    let rows = faults.iter().map(|(fault, shop)| {
        let off = ui::button(cx.t("simulators.zarinpal.switch_off"))
            .small()
            .quiet();
        Row::new()
            .cell(kind_name(cx, fault.kind))
            .cell(call_name(cx, fault.call))
            .cell(ui::name(shop))
            .cell(if fault.value == 0 {
                "—".to_owned()
            } else {
                cx.fmt().number(fault.value)
            })
            .cell(cx.fmt().number(i64::from(fault.times_left)))
            .actions(off.post(paths::fault(fault.id), cx.csrf()).method("DELETE"))
    });
    let empty = ui::empty_state(
        "circle-check",
        cx.t("simulators.zarinpal.no_fault_title"),
        cx.t("simulators.zarinpal.no_fault_text"),
        html! {},
    );
    let table = ui::table(title)
        .column(Column::new(cx.t("simulators.zarinpal.what_fault")))
        .column(Column::new(cx.t("simulators.zarinpal.which_call")))
        .column(Column::new(cx.t("simulators.zarinpal.shop")))
        .column(Column::new(cx.t("simulators.zarinpal.value")).number())
        .column(Column::new(cx.t("simulators.zarinpal.times_left")).number())
        .column(Column::new(cx.t("kernel.actions")).hidden_label())
        .rows(rows)
        .empty(empty);
    html! { (table) }
}
