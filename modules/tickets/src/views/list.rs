//! Parts of lists that the customer's page and the desk share: badges, names, export.

use kernel::error::AppResult;
use kernel::web::{Cx, Export, ExportFormat};
use maud::{Markup, html};

use crate::models::{ListRow, Priority, Standing, Ticket};

/// Where a ticket stands, as staff see it.
pub fn status_badge(cx: &Cx<'_>, standing: Standing) -> Markup {
    ui::badge(standing.tone(), cx.t(standing.label()))
}

/// The same as the customer sees it.
pub fn customer_badge(cx: &Cx<'_>, standing: Standing) -> Markup {
    ui::badge(standing.tone(), cx.t(standing.customer_label()))
}

/// A priority worth a word; normal is none.
pub fn priority_badge(cx: &Cx<'_>, priority: Priority) -> Markup {
    html! { @if priority != Priority::Normal { (ui::badge(priority.tone(), cx.t(priority.label()))) } }
}

/// Says that nothing proves who wrote.
pub fn unproven_badge(cx: &Cx<'_>, row: &ListRow) -> Markup {
    html! { @if row.unproven_sender { (ui::badge(ui::Tone::Warning, cx.t("tickets.unproven_short"))) " " } }
}

/// The id of the buttons beside the subject, which change with the ticket's state.
pub fn actions_id(ticket: &Ticket) -> String {
    ui::dom_id("ticket", ticket.id, "actions")
}

/// The department's name in the reader's language.
pub fn department<'a>(cx: &Cx<'_>, fa: &'a str, en: &'a str) -> &'a str {
    cx.locale().pick(fa, en)
}

/// `#۱۲۳`.
pub fn number(cx: &Cx<'_>, number: i64) -> String {
    format!("#{}", cx.fmt().digits(&number.to_string()))
}

/// A link to what the ticket is about, when the reader may go there.
pub fn about(cx: &Cx<'_>, ticket: &Ticket) -> Markup {
    let link = ticket.about().and_then(|thing| cx.link(&thing));
    html! { @if let Some(link) = link { a href=(link.href) { (cx.t(link.label)) } } }
}

/// The list as a file.
pub fn export(cx: &Cx<'_>, format: ExportFormat, rows: &[ListRow]) -> AppResult<Export> {
    let head: Vec<String> = [
        "number",
        "subject",
        "status_label",
        "priority_label",
        "department",
        "requester",
        "account",
        "assignee",
        "activity",
    ]
    .iter()
    .map(|column| cx.t(&format!("tickets.column.{column}")))
    .collect();
    let body: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            vec![
                row.number.to_string(),
                row.subject.clone(),
                cx.t(row.standing().label()),
                cx.t(row.priority.label()),
                department(cx, &row.department_fa, &row.department_en).to_owned(),
                row.requester.clone(),
                row.tenant.clone(),
                row.assignee.clone().unwrap_or_default(),
                cx.fmt().date_time(row.last_activity_at),
            ]
        })
        .collect();
    Export::new(cx, "tickets", format, &head, &body)
}
