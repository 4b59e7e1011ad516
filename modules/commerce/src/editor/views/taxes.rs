//! Rates of tax by date, and the form that announces the next.

use kernel::error::FieldErrors;
use kernel::web::{Cx, FormView, Raw, View};
use maud::{Markup, html};
use ui::{Column, Row, Tone};

use super::super::models::taxes::TaxRate;
use super::super::paths;
use super::tabs;

/// The page.
pub fn index(cx: &Cx<'_>, all: &[TaxRate], raw: &Raw, errors: Option<&FieldErrors>) -> View {
    let title = cx.t("commerce.editor.taxes");
    let holds = all
        .iter()
        .find(|one| one.valid_from <= cx.now())
        .map(|one| one.id);
    let rows = all.iter().map(|one| {
        let badge = if Some(one.id) == holds {
            (Tone::Success, "commerce.editor.tax_now")
        } else if one.valid_from > cx.now() {
            (Tone::Info, "commerce.editor.tax_later")
        } else {
            (Tone::Neutral, "commerce.editor.tax_over")
        };
        let remove = (one.valid_from > cx.now()).then(|| {
            ui::button(cx.t("commerce.editor.tax_remove"))
                .small()
                .quiet()
                .icon("trash-2")
                .post(paths::tax(one.id), cx.csrf())
                .method("DELETE")
                .confirm(cx.t("commerce.editor.tax_question"), cx.t("kernel.cancel"))
        });
        Row::new()
            .id(ui::dom_id("tax", one.id, "row"))
            .cell(cx.fmt().percent(i64::from(one.rate)))
            .cell(ui::date(cx.fmt(), one.valid_from))
            .cell(ui::badge(badge.0, cx.t(badge.1)))
            .actions(html! { @if let Some(act) = remove { (act) } })
    });
    let table = ui::table(&title)
        .column(Column::new(cx.t("commerce.editor.rate")).number())
        .column(Column::new(cx.t("commerce.editor.since")))
        .column(Column::new(cx.t("commerce.column.state")))
        .column(Column::new(cx.t("commerce.editor.acts")).hidden_label())
        .rows(rows)
        .empty(html! { p.quiet { (cx.t("commerce.editor.no_tax")) } });
    let main = html! {
        (ui::page_header(&title, Some(&cx.t("commerce.editor.taxes_lead")), html! {}))
        (tabs(cx, paths::TAXES))
        (ui::dash(table, ui::card("next", cx.t("commerce.editor.tax_next"), form(cx, raw, errors))))
    };
    View::new(title, main)
}

fn form(cx: &Cx<'_>, raw: &Raw, errors: Option<&FieldErrors>) -> Markup {
    let form = FormView::new(cx, raw, errors);
    let rate = form
        .field("rate", "commerce.editor.rate")
        .decimal()
        .max_length(12)
        .hint(cx.t("commerce.editor.rate_hint"))
        .required();
    let from = ui::date_field("from", cx.t("commerce.editor.since"))
        .value(form.typed("from"))
        .error(form.error("from"))
        .hint(cx.t("commerce.editor.tax_from_hint"))
        .picker(cx.t("commerce.payments.calendar"), cx.fmt().calendar)
        .required();
    let add = ui::button(cx.t("commerce.editor.tax_add"))
        .primary()
        .icon("plus");
    let body = html! { (rate) (from) };
    html! { (form.form_once(paths::TAXES).id("new-tax").body(body).actions(add)) }
}
