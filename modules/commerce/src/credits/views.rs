//! What was taken back of an invoice, for its owner and the staff, and the form by which the staff do it.

use kernel::error::FieldErrors;
use kernel::web::{Cx, FormView, Raw, View};
use l10n::Currency;
use maud::{Markup, html};
use ui::{Column, Row, Tone};

use super::credit::{Credit, MOST_REASON};
use super::line::Line;
use super::paths;
use crate::invoices::{Invoice, InvoiceState};
use crate::permissions::MANAGE_SALES;

/// An invoice with what was and can be taken back.
pub struct Shown {
    /// The invoice.
    pub invoice: Invoice,
    /// Whose it is, by name.
    pub customer: String,
    /// Its lines.
    pub lines: Vec<Line>,
    /// What was taken back.
    pub credits: Vec<Credit>,
}

/// The staff's page.
pub fn show(cx: &Cx<'_>, shown: &Shown, raw: &Raw, errors: Option<&FieldErrors>) -> View {
    let title = cx.t("commerce.credits.give_back");
    let lead = cx.t_with("commerce.credits.lead", &[("name", &shown.customer)]);
    let left = shown.lines.iter().any(|line| line.left() > 0);
    let form = FormView::new(cx, raw, errors);
    let side = match shown.invoice.state {
        InvoiceState::Paid if left => fields(cx, shown, &form),
        InvoiceState::Paid => ui::alert(Tone::Info, cx.t("commerce.credits.problem.nothing_left")),
        InvoiceState::Open | InvoiceState::Void => {
            ui::alert(Tone::Warning, cx.t("commerce.credits.problem.not_paid"))
        }
    };
    let main = html! {
        (ui::page_header(&title, Some(&lead), html! {}))
        (ui::dash(
            html! {
                (ui::card("lines", cx.t("commerce.invoice.lines"), lines(cx, &shown.lines)))
                @if !shown.credits.is_empty() { (made(cx, &shown.credits, documents::inspected)) }
            },
            side,
        ))
    };
    View::new(&title, main).crumb(title, None)
}

fn lines(cx: &Cx<'_>, lines: &[Line]) -> Markup {
    let rows = lines.iter().map(|line| {
        Row::new()
            .cell(ui::name(line.text(cx.locale())))
            .cell(ui::money(cx.fmt(), line.total()))
            .cell(ui::money(cx.fmt(), line.credited()))
    });
    html! {
        (ui::table(cx.t("commerce.invoice.lines"))
            .column(Column::new(cx.t("commerce.invoice.what")))
            .column(Column::new(cx.t("commerce.credits.paid")).number())
            .column(Column::new(cx.t("commerce.credits.credited")).number())
            .rows(rows))
    }
}

fn fields(cx: &Cx<'_>, shown: &Shown, form: &FormView<'_>) -> Markup {
    let left: Vec<&Line> = shown.lines.iter().filter(|line| line.left() > 0).collect();
    let first = left.first().map(|line| line.n.to_string());
    let first = first.unwrap_or_default();
    let group = ui::radio_group("line", cx.t("commerce.credits.line"));
    let group = left
        .iter()
        .fold(group, |group, line| {
            group.option(line.n.to_string(), line.text(cx.locale()))
        })
        .value(form.typed_or("line", &first))
        .error(form.error("line"));
    let unit = cx.fmt().unit(Currency::Irr);
    let amount = ui::money_field("amount", cx.t("commerce.credits.amount"), unit)
        .value(form.typed("amount"))
        .error(form.error("amount"))
        .hint(cx.t("commerce.credits.amount_hint"))
        .max_length(24);
    let reason = form
        .field("reason", "commerce.credits.reason")
        .area(3)
        .dir("auto")
        .max_length(u32::from(MOST_REASON))
        .hint(cx.t("commerce.credits.reason_hint"))
        .required();
    let go = ui::button(cx.t("commerce.credits.give_back"))
        .money()
        .icon("undo-2");
    let body = form
        .form_once(paths::credit(shown.invoice.id))
        .id("credit")
        .body(html! { (group) (amount) (reason) })
        .actions(go);
    ui::card("give-back", cx.t("commerce.credits.give_back"), body)
}

/// What was taken back, with each credit note; `paper` says where that is read.
pub fn made(cx: &Cx<'_>, credits: &[Credit], paper: fn(documents::DocumentId) -> String) -> Markup {
    let rows = credits.iter().map(|credit| {
        let note = credit.document_id.map(|id| {
            ui::button(cx.t("commerce.credits.note"))
                .small()
                .icon("download")
                .href(paper(documents::DocumentId(id)))
        });
        Row::new()
            .cell(ui::date_time(cx.fmt(), credit.made_at))
            .cell(ui::money(cx.fmt(), credit.total()))
            .cell(html! { span dir="auto" { (credit.reason) } })
            .cell(html! { @if let Some(note) = note { (note) } })
    });
    let table = ui::table(cx.t("commerce.credits.title"))
        .column(Column::new(cx.t("commerce.credits.made_at")))
        .column(Column::new(cx.t("commerce.credits.sum")).number())
        .column(Column::new(cx.t("commerce.credits.reason")))
        .column(Column::new(cx.t("commerce.credits.note")))
        .rows(rows);
    ui::card("credits", cx.t("commerce.credits.title"), html! { (table) })
}

/// On the staff's page of an invoice: what was taken back, and the way to take back more.
pub fn desk_box(cx: &Cx<'_>, invoice: &Invoice, credits: &[Credit]) -> Markup {
    let may = cx.may(MANAGE_SALES) && invoice.state == InvoiceState::Paid && invoice.total > 0;
    let go = ui::button(cx.t("commerce.credits.give_back"))
        .icon("undo-2")
        .href(paths::credit(invoice.id));
    html! {
        @if !credits.is_empty() { (made(cx, credits, documents::inspected)) }
        @if may { (ui::card("credit", cx.t("commerce.credits.give_back"), html! { p.quiet { (cx.t("commerce.credits.box")) } (go) })) }
    }
}
