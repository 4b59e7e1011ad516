//! Parts of lists that the customer's page and the desk share: badges, counts, pager, export.

use kernel::error::AppResult;
use kernel::web::{Cx, Export, ExportFormat, Page};
use l10n::Locale;
use maud::{Markup, html};
use ui::Pager;

use crate::models::{ListRow, Priority, Status};

/// The most that is counted exactly.
pub const COUNT_CAP: i64 = 1_000;

/// A status as staff see it.
pub fn status_badge(cx: &Cx<'_>, status: Status) -> Markup {
    ui::badge(status.tone(), cx.t(status.label()))
}

/// A priority worth a word; normal is none.
pub fn priority_badge(cx: &Cx<'_>, priority: Priority) -> Markup {
    html! { @if priority != Priority::Normal { (ui::badge(priority.tone(), cx.t(priority.label()))) } }
}

/// The department's name in the reader's language.
pub fn department<'a>(cx: &Cx<'_>, fa: &'a str, en: &'a str) -> &'a str {
    if cx.locale() == Locale::Fa { fa } else { en }
}

/// `#۱۲۳`.
pub fn number(cx: &Cx<'_>, number: i64) -> String {
    format!("#{}", cx.fmt().digits(&number.to_string()))
}

/// An address with its query; empty values are left out.
pub fn address(path: &str, query: &[(&str, &str)]) -> String {
    let mut out = String::from(path);
    for (n, (name, value)) in query
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .enumerate()
    {
        let encoded = rocket::http::RawStr::new(value)
            .percent_encode()
            .to_string();
        out.push(if n == 0 { '?' } else { '&' });
        out.push_str(name);
        out.push('=');
        out.push_str(&encoded);
    }
    out
}

/// Links to the pages before and after.
pub fn pager<T>(
    cx: &Cx<'_>,
    path: &str,
    query: &[(&str, &str)],
    page: &Page<T>,
    count: Option<i64>,
) -> Markup {
    let with = |name: &'static str, cursor: String| {
        let mut all = query.to_vec();
        all.push((name, cursor.as_str()));
        address(path, &all)
    };
    let shown = count.map(|n| {
        cx.t_with(
            "tickets.count",
            &[("count", &cx.fmt().count_capped(n, COUNT_CAP))],
        )
    });
    ui::pager(&Pager {
        label: cx.t("tickets.pages"),
        count: shown.unwrap_or_default(),
        previous: page
            .previous
            .map(|c| (cx.t("tickets.newer"), with("before", c.encode()))),
        next: page
            .next
            .map(|c| (cx.t("tickets.older"), with("after", c.encode()))),
    })
}

/// Links that download the filtered list.
pub fn export_links(cx: &Cx<'_>, path: &str, query: &[(&str, &str)]) -> Markup {
    let link = |format: &'static str| {
        let mut all = vec![("format", format)];
        all.extend_from_slice(query);
        address(path, &all)
    };
    html! {
        (ui::button(cx.t("tickets.export_csv")).quiet().small().icon("download").href(link("csv")).download())
        (ui::button(cx.t("tickets.export_xlsx")).quiet().small().icon("download").href(link("xlsx")).download())
    }
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
                cx.t(row.status().label()),
                cx.t(row.priority().label()),
                department(cx, &row.department_fa, &row.department_en).to_owned(),
                row.requester.clone(),
                row.tenant.clone(),
                row.assignee.clone().unwrap_or_default(),
                cx.fmt().date_time(row.last_activity_at),
            ]
        })
        .collect();
    Export::new("tickets", format, cx.locale() == Locale::Fa, &head, &body)
}
