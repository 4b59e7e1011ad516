//! Pages of the reports.

pub mod books;
pub mod revenue;

use chrono::NaiveDate;
use kernel::web::{Cx, with_query};
use l10n::{Calendar, Money};
use maud::{Markup, Render, html};
use ui::Tab;

use super::paths;
use super::span::{Asked, By, Span, today};
use crate::accounts::CURRENCY;

fn sum(cx: &Cx<'_>, rial: i64) -> Markup {
    ui::money(cx.fmt(), Money::new(rial, CURRENCY))
}

/// The two reports.
fn tabs(cx: &Cx<'_>, here: &str) -> Markup {
    let tab = |label: &str, href: &str| Tab {
        label: cx.t(label),
        href: href.to_owned(),
        active: href == here,
        ..Tab::default()
    };
    let all = [
        tab("commerce.revenue.title", paths::REVENUE),
        tab("commerce.books.title", paths::BOOKS),
    ];
    ui::tabs(cx.t("commerce.revenue.reports"), &all)
}

/// The days that are shown, and others with one press.
fn days(cx: &Cx<'_>, place: &str, asked: &Asked<'_>, span: &Span) -> Markup {
    let fmt = cx.fmt();
    let last = span.days.end.pred_opt().unwrap_or(span.days.end);
    let shown = cx.t_with(
        "commerce.revenue.from_to",
        &[("from", &fmt.day(span.days.start)), ("to", &fmt.day(last))],
    );
    let typed = |typed: Option<&str>, day: NaiveDate| match span.error {
        Some(_) => typed.unwrap_or_default().to_owned(),
        None => fmt.day(day),
    };
    let picker = ui::date_range(
        "days",
        place,
        cx.t("commerce.revenue.days"),
        shown,
        fmt.calendar,
    )
    .from(
        cx.t("commerce.payments.from"),
        typed(asked.from, span.days.start),
    )
    .to(cx.t("commerce.payments.to"), typed(asked.to, last))
    .words(
        cx.t("commerce.payments.calendar"),
        cx.t("kernel.list.apply"),
    )
    .error(span.error.map(|key| cx.t(key)))
    .at_start();
    let picker = presets(cx)
        .into_iter()
        .fold(picker, |picker, (label, from, to)| {
            let pairs = [
                ("by", asked.by.unwrap_or_default()),
                ("from", &fmt.day(from)),
                ("to", &fmt.day(to)),
            ];
            let active = span.days.start == from && last == to;
            picker.preset(cx.t(label), with_query(place, &pairs), active)
        });
    picker.render()
}

/// Named ranges: this month and year, and those before.
fn presets(cx: &Cx<'_>) -> Vec<(&'static str, NaiveDate, NaiveDate)> {
    let today = today(cx);
    let back = |by: By, months: i32| {
        let this = by.grain().first_of(today);
        let before = Calendar::Jalali.add_months(this, -months)?;
        Some((before, this.pred_opt()?))
    };
    let mut all = vec![(
        "commerce.revenue.this_month",
        By::Month.grain().first_of(today),
        today,
    )];
    if let Some((from, to)) = back(By::Month, 1) {
        all.push(("commerce.revenue.last_month", from, to));
    }
    all.push((
        "commerce.revenue.this_year",
        By::Year.grain().first_of(today),
        today,
    ));
    if let Some((from, to)) = back(By::Year, 12) {
        all.push(("commerce.revenue.last_year", from, to));
    }
    all
}

/// Links that download a table.
fn exports(cx: &Cx<'_>, place: &str, asked: &Asked<'_>, table: Option<&str>) -> Markup {
    let link = |label: &str, format: &str| {
        let mut pairs = asked.pairs().to_vec();
        pairs.push(("format", format));
        pairs.push(("table", table.unwrap_or_default()));
        ui::button(cx.t(label))
            .small()
            .quiet()
            .icon("download")
            .href(with_query(place, &pairs))
            .download()
    };
    html! { div.actions { (link("kernel.list.csv", "csv")) (link("kernel.list.xlsx", "xlsx")) } }
}
