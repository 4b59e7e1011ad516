//! Gallery: a list with its filters and pages, a chart with its table, an empty state.
//! Here apart because these are what most screens of the product consist of.
use chrono::TimeDelta;
use l10n::Money;
use maud::{Markup, Render, html};

use super::Sample;
use crate::{
    ChartKind, Column, Filters, Pager, Row, Sort, Tone, badge, bdi, button, chart, dom_id,
    empty_state, filters, money, pager, relative_date, select, table,
};

fn bar(s: Sample) -> Filters {
    filters("#list", s.t("جستجو", "Search"))
        .search("q", "", s.t("جستجو در تیکت‌ها", "Search tickets"))
        .shortcut("/")
        .select(
            select("status", s.t("وضعیت", "Status"))
                .empty(s.t("همهٔ وضعیت‌ها", "Any status"))
                .option("open", s.t("باز", "Open")),
        )
        .view(s.t("همه", "All"), "#all", true)
        .view(s.t("تیکت‌های من", "My tickets"), "#mine", false)
        .view(s.t("بدون مسئول", "Unassigned"), "#none", false)
        .chip(s.t("دپارتمان: فنی", "Department: technical"), "#without")
        .clear(s.t("پاک کردن", "Clear"), "#clear")
}

pub(super) fn list(s: Sample) -> Markup {
    let rows = [
        (
            "42",
            "سایت بالا نمی‌آید",
            "The site is down",
            Tone::Danger,
            ("باز", "Open"),
            1,
            0,
        ),
        (
            "41",
            "تمدید دامنه",
            "Renew the domain",
            Tone::Warning,
            ("منتظر شما", "Waits for you"),
            5,
            3_900_000,
        ),
        (
            "40",
            "فاکتور رسمی",
            "Official invoice",
            Tone::Neutral,
            ("بسته", "Closed"),
            50,
            12_000_000,
        ),
    ];
    let row = |(id, fa, en, tone, state, hours, sum): (&str, _, _, _, (_, _), _, i64)| {
        Row::new()
            .id(dom_id("sample", id, "row"))
            .href("#list")
            .strong(id == "42")
            .cell(s.t(fa, en))
            .cell(badge(tone, s.t(state.0, state.1)))
            .cell(bdi(format!("TK-{id}")))
            .cell(relative_date(
                &s.format,
                s.now - TimeDelta::hours(hours),
                s.now,
            ))
            .cell(money(&s.format, Money::rial(sum)))
            .actions(
                button(s.t("پاسخ", "Answer"))
                    .icon_only("reply")
                    .quiet()
                    .small()
                    .href("#reply"),
            )
    };
    let found = table(s.t("تیکت‌ها", "Tickets"))
        .id("list")
        .column(Column::new(s.t("موضوع", "Subject")).sort("#sort", Sort::None))
        .column(Column::new(s.t("وضعیت", "Status")))
        .column(Column::new(s.t("شماره", "Number")).wide_only())
        .column(Column::new(s.t("آخرین پیام", "Last message")).sort("#sort", Sort::Descending))
        .column(Column::new(s.t("مبلغ", "Amount")).number().wide_only())
        .column(Column::new(s.t("عملیات", "Actions")).hidden_label())
        .rows(rows.map(row));
    let foot = Pager {
        label: s.t("صفحه‌ها", "Pages").to_owned(),
        count: s.t("۱٬۰۰۰+ تیکت", "1,000+ tickets").to_owned(),
        previous: Some((s.t("تازه‌تر", "Newer").to_owned(), "#before".to_owned())),
        next: Some((s.t("قدیمی‌تر", "Older").to_owned(), "#after".to_owned())),
    };
    html! { (bar(s)) (found) (pager(&foot)) }
}

pub(super) fn charts(s: Sample) -> Markup {
    let days = [
        ("شنبه", "Sat", 12),
        ("یکشنبه", "Sun", 19),
        ("دوشنبه", "Mon", 9),
        ("سه‌شنبه", "Tue", 22),
    ];
    let mut drawn = chart(
        "sample-chart",
        s.t("تیکت‌های هفته", "Tickets of the week"),
        ChartKind::Bar,
        s.t("جدول این نمودار", "Table of this chart"),
    )
    .series(s.t("روز", "Day"), [s.t("تیکت", "Tickets")]);
    for (fa, en, count) in days {
        drawn = drawn.point(
            s.t(fa, en),
            [(f64::from(count), s.format.number(count.into()))],
        );
    }
    drawn.render()
}

pub(super) fn empty(s: Sample) -> Markup {
    empty_state(
        "inbox",
        s.t("هنوز تیکتی ندارید", "No tickets yet"),
        s.t(
            "پرسش یا مشکلی هست؟ برای ما بنویسید؛ همین‌جا پاسخ می‌گیرید.",
            "A question or a problem? Write to us; the answer comes here.",
        ),
        button(s.t("تیکت جدید", "New ticket"))
            .primary()
            .icon("plus")
            .href("#new"),
    )
}
