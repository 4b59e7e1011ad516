//! Invoices as staff see them: the list, its file, and one with its lines, what paid it, and what may be done.

use documents::DocumentId;
use kernel::error::FieldErrors;
use kernel::web::{Cx, FormView, ListOnly, Listing, Page, Raw, Receipt, View};
use l10n::{Format, Money};
use maud::{Markup, html};
use ui::{Column, Row, Sort};

use super::super::forms::VoidForm;
use super::super::models::invoices::{Found, Sorted, Which};
use super::super::paths;
use super::super::routes::Narrowed;
use super::super::routes::invoices::sorted;
use super::orders::{services, shown_total};
use super::{Head, with};
use crate::accounts::CURRENCY;
use crate::credits::{self, Credit};
use crate::invoices::{InvoiceState, Line, views as own};
use crate::payments::{self, models::Payment};
use crate::payouts::views::customer;
use crate::permissions::MANAGE_SALES;
use crate::subscriptions::Subscription;
use crate::topics;

/// The list.
pub fn index(
    cx: &Cx<'_>,
    only: ListOnly,
    narrowed: &Narrowed<'_>,
    of: Option<&str>,
    page: &Page<Found>,
    count: i64,
) -> View {
    let title = cx.t("commerce.invoice.title");
    let pairs = narrowed.pairs();
    let listing = Listing::new(cx, paths::INVOICES, &pairs);
    let states = Which::ALL
        .iter()
        .map(|one| (one.as_str(), cx.t(one.label())));
    let head = Head {
        title: &title,
        lead: "commerce.sales_desk.invoices_lead",
        search: "commerce.sales_desk.search_invoices",
        place: paths::INVOICES,
    };
    let head = head.show(cx, states, narrowed, of);
    let table = columns(cx, ui::table(&title), |column, falling, rising| {
        sortable(column, narrowed, &pairs, falling, rising)
    })
    .rows(page.rows.iter().map(|found| row(cx, found)))
    .empty(listing.empty(
        "receipt-text",
        "commerce.sales_desk.no_invoices_title",
        "commerce.sales_desk.no_invoices_text",
    ));
    let foot = html! {
        (shown_total(cx, page.rows.iter().map(|one| one.row.invoice.total)))
        (listing.pager(page, Some(count)))
        (listing.exports(paths::INVOICES_EXPORT))
    };
    listing.view(title, only, head, &table, foot)
}

/// Invoices as a table that is not sorted.
pub fn table(cx: &Cx<'_>, title: &str, found: &[Found]) -> ui::Table {
    let table = columns(cx, ui::table(title), |column, _, _| column);
    table.rows(found.iter().map(|found| row(cx, found)))
}

fn columns(
    cx: &Cx<'_>,
    table: ui::Table,
    sort: impl Fn(Column, Sorted, Sorted) -> Column,
) -> ui::Table {
    let column = |key: &str| Column::new(cx.t(key));
    table
        .column(column("commerce.sales_desk.number"))
        .column(column("commerce.payments.customer"))
        .column(sort(
            column("commerce.invoice.made_at"),
            Sorted::Newest,
            Sorted::Oldest,
        ))
        .column(sort(
            column("commerce.invoice.due_at").wide_only(),
            Sorted::DueLast,
            Sorted::DueFirst,
        ))
        .column(sort(
            column("commerce.invoice.total").number(),
            Sorted::Largest,
            Sorted::Smallest,
        ))
        .column(column("commerce.column.state"))
}

/// A head that sorts by its column, and the other way when it does already.
fn sortable(
    column: Column,
    narrowed: &Narrowed<'_>,
    pairs: &[(&str, &str)],
    falling: Sorted,
    rising: Sorted,
) -> Column {
    let now = sorted(narrowed);
    let (state, next) = if now == falling {
        (Sort::Descending, rising)
    } else if now == rising {
        (Sort::Ascending, falling)
    } else {
        (Sort::None, falling)
    };
    let href = with(paths::INVOICES, pairs, "sort", next.as_str());
    column.sort(href, state)
}

fn number(cx: &Cx<'_>, found: &Found) -> String {
    match &found.number {
        Some(number) => cx.fmt().digits(&number.to_string()),
        // What comes to nothing has no paper, and what was just paid has none yet.
        None if found.row.invoice.state == InvoiceState::Paid => {
            cx.t("commerce.invoice.unnumbered")
        }
        None => cx.t("commerce.invoice.pro_forma"),
    }
}

/// What it is called above its own page.
fn title(cx: &Cx<'_>, found: &Found) -> String {
    let one = || cx.t("commerce.invoice.one");
    match (&found.number, found.row.invoice.state) {
        (Some(_), _) => format!("{} {}", one(), number(cx, found)),
        (None, InvoiceState::Paid) => one(),
        (None, InvoiceState::Open | InvoiceState::Void) => cx.t("commerce.invoice.pro_forma"),
    }
}

fn row(cx: &Cx<'_>, found: &Found) -> Row {
    let invoice = &found.row.invoice;
    Row::new()
        .href(paths::invoice(invoice.id))
        .cell(number(cx, found))
        .cell(ui::name(&found.row.tenant))
        .cell(ui::date(cx.fmt(), invoice.made_at))
        .cell(ui::date(cx.fmt(), invoice.due_at))
        .cell(ui::money(cx.fmt(), invoice.total()))
        .cell(own::badge(cx, invoice.state))
}

/// Head and rows of the file. Sums are in rial and times in UTC.
pub fn sheet(cx: &Cx<'_>, found: &[Found]) -> (Vec<String>, Vec<Vec<String>>) {
    let head = [
        "number", "made_at", "tenant", "net", "vat", "total", "state", "due_at", "paid_at", "id",
    ]
    .map(|name| cx.t(&format!("commerce.sales_desk.sheet.{name}")));
    let rows = found.iter().map(|one| {
        let invoice = &one.row.invoice;
        let number = one.number.as_ref().map(ToString::to_string);
        vec![
            number.unwrap_or_default(),
            Format::iso(invoice.made_at),
            one.row.tenant.clone(),
            invoice.net.to_string(),
            invoice.vat.to_string(),
            invoice.total.to_string(),
            cx.t(invoice.state.label()),
            Format::iso(invoice.due_at),
            invoice.paid_at.map(Format::iso).unwrap_or_default(),
            invoice.id.to_string(),
        ]
    });
    (head.to_vec(), rows.collect())
}

/// What an invoice's page shows.
pub struct Shown {
    /// The invoice.
    pub found: Found,
    /// Its lines.
    pub lines: Vec<Line>,
    /// The services that they are for.
    pub services: Vec<Subscription>,
    /// Payments that were made for it.
    pub payments: Vec<Payment>,
    /// What was given back of it.
    pub credits: Vec<Credit>,
}

/// One invoice.
pub fn show(cx: &Cx<'_>, shown: &Shown, raw: &Raw, errors: Option<&FieldErrors>) -> View {
    let found = &shown.found;
    let invoice = &found.row.invoice;
    let title = title(cx, found);
    let form = FormView::new(cx, raw, errors);
    let voids = invoice.state == InvoiceState::Open && cx.may(MANAGE_SALES);
    let side = html! {
        (ui::card("facts", cx.t("commerce.payments.about"), ui::definition_list(facts(cx, found))))
        @if voids { (voiding(cx, found, &form)) }
        (credits::views::desk_box(cx, invoice, &shown.credits))
    };
    let main = html! {
        (ui::page_header(&title, Some(&found.row.tenant), resend(cx, found)))
        (ui::dash(html! {
            (ui::card("lines", cx.t("commerce.invoice.lines"), html! { (lines(cx, &shown.lines)) (bill(cx, found)) }))
            (services(cx, &shown.services))
            (paid(cx, &shown.payments))
        }, side))
    };
    View::new(&title, main)
        .live(topics::money(invoice.tenant_id))
        .crumb(
            cx.t("commerce.invoice.title"),
            Some(paths::INVOICES.to_owned()),
        )
        .crumb(title, None)
}

fn facts(cx: &Cx<'_>, found: &Found) -> Vec<(String, Markup)> {
    let invoice = &found.row.invoice;
    let time = |at| ui::date_time(cx.fmt(), at);
    let mut facts = vec![
        (cx.t("commerce.column.state"), own::badge(cx, invoice.state)),
        (
            cx.t("commerce.payments.customer"),
            customer(cx, invoice.tenant_id, &found.row.tenant),
        ),
        (cx.t("commerce.invoice.made_at"), time(invoice.made_at)),
        (cx.t("commerce.invoice.due_at"), time(invoice.due_at)),
    ];
    if let Some(at) = invoice.paid_at {
        facts.push((cx.t("commerce.invoice.paid_at"), time(at)));
    }
    if let Some(order) = invoice.order_id {
        let link = html! { a href=(paths::order(order)) { (cx.t("commerce.invoice.to_order")) } };
        facts.push((cx.t("commerce.order.one"), link));
    }
    if let Some(reason) = &found.row.void_reason {
        let shown = html! { span dir="auto" { (reason) } };
        facts.push((cx.t("commerce.sales_desk.void_reason"), shown));
    }
    if let Some(document) = invoice.document_id {
        let place = documents::inspected(DocumentId(document));
        let link = html! { a href=(place) { (number(cx, found)) } };
        facts.push((cx.t("commerce.invoice.paper"), link));
    }
    let id = html! { (ui::copyable(invoice.id.to_string(), cx.t("kernel.list.copy"))) };
    facts.push((cx.t("commerce.sales_desk.id"), id));
    facts
}

fn lines(cx: &Cx<'_>, lines: &[Line]) -> ui::Table {
    let sum = |minor| ui::money(cx.fmt(), Money::new(minor, CURRENCY));
    let rows = lines.iter().map(|line| {
        Row::new()
            .cell(ui::name(line.text(cx.locale())))
            .cell(cx.fmt().number(i64::from(line.quantity)))
            .cell(sum(line.net))
            .cell(sum(line.vat))
    });
    ui::table(cx.t("commerce.invoice.lines"))
        .column(Column::new(cx.t("commerce.invoice.what")))
        .column(Column::new(cx.t("commerce.cart.quantity")).number())
        .column(Column::new(cx.t("commerce.invoice.net")).number())
        .column(Column::new(cx.t("commerce.invoice.vat")).number())
        .rows(rows)
}

fn bill(cx: &Cx<'_>, found: &Found) -> ui::Bill {
    let invoice = &found.row.invoice;
    let sum = |minor| Money::new(minor, CURRENCY);
    ui::bill(cx.fmt())
        .line(cx.t("commerce.invoice.net"), sum(invoice.net))
        .tax(cx.t("commerce.invoice.vat"), sum(invoice.vat))
        .total_in_full(cx.t("commerce.invoice.total"), invoice.total())
}

fn paid(cx: &Cx<'_>, payments: &[Payment]) -> Markup {
    let rows = payments.iter().map(|one| {
        Row::new()
            .href(payments::paths::desk(one.id))
            .cell(ui::date_time(cx.fmt(), one.begun_at))
            .cell(ui::money(cx.fmt(), one.money()))
            .cell(ui::badge(one.state.tone(), cx.t(one.state.label())))
    });
    let title = cx.t("commerce.sales_desk.payments");
    let table = ui::table(&title)
        .column(Column::new(cx.t("commerce.payments.begun_at")))
        .column(Column::new(cx.t("commerce.payments.amount")).number())
        .column(Column::new(cx.t("commerce.column.state")))
        .rows(rows)
        .empty(html! { p.quiet { (cx.t("commerce.sales_desk.no_payments")) } });
    ui::card("payments", title, html! { (table) })
}

fn resend(cx: &Cx<'_>, found: &Found) -> Markup {
    let place = format!("{}/mailing", paths::invoice(found.row.invoice.id));
    html! {
        @if found.number.is_some() {
            (ui::button(cx.t("commerce.sales_desk.resend")).icon("mail")
                .post(place, cx.csrf()).once(Receipt::fresh()))
        }
    }
}

fn voiding(cx: &Cx<'_>, found: &Found, form: &FormView<'_>) -> Markup {
    let place = format!("{}/voiding", paths::invoice(found.row.invoice.id));
    let text = if found.row.invoice.order_id.is_some() {
        "commerce.sales_desk.void_order_text"
    } else {
        "commerce.sales_desk.void_text"
    };
    let go = ui::button(cx.t("commerce.sales_desk.void"))
        .danger()
        .icon("trash-2");
    let shown = form.form_once(place).id("voiding");
    let body = html! {
        p { (cx.t(text)) }
        (shown.body(VoidForm::fields(form)).actions(go))
    };
    ui::card("void", cx.t("commerce.sales_desk.void"), body)
}
