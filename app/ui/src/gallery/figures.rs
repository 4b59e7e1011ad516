//! Gallery: a dashboard of figures, charts, gauges and a heat map, with its range of days.
//! Here apart because the parts are judged by how they stand together.
use chrono::TimeDelta;
use l10n::Money;
use maud::{Markup, Render, html};

use super::Sample;
use crate::{
    Chart, ChartKind, DateRange, Stat, Tone, Trend, big_money, board, button, card, chart,
    chart_instead, date_range, gauge, heat_map, live_number, stat, usage,
};

const DAYS: [(&str, &str); 7] = [
    ("شنبه", "Sat"),
    ("یکشنبه", "Sun"),
    ("دوشنبه", "Mon"),
    ("سه‌شنبه", "Tue"),
    ("چهارشنبه", "Wed"),
    ("پنجشنبه", "Thu"),
    ("جمعه", "Fri"),
];

pub(super) fn range(s: Sample) -> DateRange {
    let f = &s.format;
    let day = |back| f.date(s.now - TimeDelta::days(back));
    date_range(
        "days",
        "#report",
        s.t("بازه", "Range"),
        s.t("۷ روز گذشته", "Last 7 days"),
        f.calendar,
    )
    .preset(s.t("امروز", "Today"), "#today", false)
    .preset(s.t("۷ روز گذشته", "Last 7 days"), "#week", true)
    .preset(s.t("این ماه", "This month"), "#month", false)
    .preset(s.t("ماه پیش", "Last month"), "#before", false)
    .preset(s.t("امسال", "This year"), "#year", false)
    .from(s.t("از روز", "From"), day(6))
    .to(s.t("تا روز", "To"), day(0))
    .words(
        s.t("باز کردن تقویم", "Open the calendar"),
        s.t("نمایش", "Show"),
    )
}

fn four(s: Sample) -> [Stat; 4] {
    let f = &s.format;
    let toman = |n: i64| big_money(f, Money::rial(n * 10));
    let before = s.t("از هفتهٔ پیش", "on last week");
    let rising = s.t("رو به بالا", "rising");
    [
        stat(s.t("فروش", "Sales"), toman(184_750_000))
            .change(Trend::Up, Tone::Success, s.t("۱۲٪ بیشتر", "12% up"))
            .against(before)
            .shape(&[4., 6., 5., 8., 7., 9., 12., 10., 13., 14.], rising)
            .href("#sales"),
        stat(s.t("سفارش‌ها", "Orders"), f.number(1_284))
            .change(Trend::Up, Tone::Success, s.t("۴٪ بیشتر", "4% up"))
            .against(before)
            .shape(&[9., 8., 10., 9., 11., 10., 12., 11., 12., 13.], rising),
        stat(s.t("تیکت‌های باز", "Open tickets"), f.number(37))
            .change(Trend::Up, Tone::Danger, s.t("۹ تا بیشتر", "9 more"))
            .against(before)
            .shape(&[3., 4., 3., 5., 4., 6., 8., 7., 9., 11.], rising),
        stat(
            s.t("طلای ۱۸ عیار، هر گرم", "18 k gold, a gram"),
            live_number(
                "gold-now",
                "#gold",
                "gold-price",
                toman(8_214_500),
                s.t("زنده", "live"),
            ),
        )
        .change(Trend::Down, Tone::Danger, s.t("۰٫۴٪ کمتر", "0.4% down"))
        .against(s.t("از صبح", "since morning"))
        .shape(
            &[9., 9.2, 9.1, 8.8, 8.9, 8.6, 8.7, 8.5, 8.4, 8.45],
            s.t("رو به پایین", "falling"),
        ),
    ]
}

fn drawn(
    s: Sample,
    id: &str,
    kind: ChartKind,
    title: [&'static str; 2],
    series: &[(&'static str, &'static str, [u32; 7])],
) -> Chart {
    let names = series.iter().map(|(fa, en, _)| s.t(fa, en));
    let mut drawn = chart(
        id,
        s.t(title[0], title[1]),
        kind,
        s.t("جدول این نمودار", "Table of this chart"),
    )
    .series(s.t("روز", "Day"), names);
    for (n, (fa, en)) in DAYS.into_iter().enumerate() {
        let values = series.iter().filter_map(|(_, _, values)| values.get(n));
        drawn = drawn.point(
            s.t(fa, en),
            values.map(|v| (f64::from(*v), s.format.number((*v).into()))),
        );
    }
    drawn
}

fn hours(s: Sample) -> Markup {
    let f = &s.format;
    let mut map = heat_map(
        s.t("سفارش‌ها در ساعت‌های هفته", "Orders by hour of the week"),
        s.t("روز", "Day"),
    )
    .columns((8..22).map(|hour| f.digits(&hour.to_string())))
    .legend(s.t("کم", "few"), s.t("زیاد", "many"));
    for (n, (fa, en)) in (0_u32..).zip(DAYS) {
        let cells = (8_u32..22).map(|hour| {
            let peak = 14_u32.saturating_sub(hour.abs_diff(18) * 2);
            let value = if n == 6 {
                peak / 3
            } else {
                (peak + (n * hour) % 5).saturating_sub(2)
            };
            (value, f.number(value.into()))
        });
        map = map.row(s.t(fa, en), cells);
    }
    map.render()
}

fn machine(s: Sample) -> Markup {
    let pct = |n: i64| s.format.percent(n * 100);
    html! {
        div.tiles {
            (gauge(s.t("پردازنده", "CPU"), 34, pct(34), s.t("میانگین ۵ دقیقه", "5 minute mean"), Tone::Brand))
            (gauge(s.t("دیسک", "Disk"), 91, pct(91), s.t("۹ گیگابایت مانده", "9 GB left"), Tone::Danger))
        }
        (usage(s.t("ترافیک این ماه", "Traffic this month"), s.t("۱٫۲ از ۲ ترابایت", "1.2 of 2 TB"), 60, Tone::Brand))
        (usage(s.t("صندوق‌های ایمیل", "Mailboxes"), s.t("۱۸ از ۲۰", "18 of 20"), 90, Tone::Warning))
        (usage(s.t("پایگاه‌های داده", "Databases"), s.t("۳ از ۱۰", "3 of 10"), 30, Tone::Brand))
    }
}

pub(super) fn screen(s: Sample) -> Markup {
    let waiting = s.t("نمودار در حال آماده شدن است", "The chart is being prepared");
    let retry = button(s.t("دوباره", "Again"))
        .small()
        .icon("refresh-cw")
        .href("#again")
        .render();
    html! {
        div.tiles { @for figure in four(s) { (figure) } }
        (board(
            html! {
                (drawn(s, "visits", ChartKind::Area, ["بازدید و سفارش", "Visits and orders"], &[("بازدید", "Visits", [420, 510, 480, 690, 720, 860, 540]), ("سفارش", "Orders", [120, 160, 150, 240, 220, 310, 90])]))
                (hours(s))
            },
            html! {
                (card("machine", s.t("مصرف سرور", "Use of the server"), html! { div.flow { (machine(s)) } }))
                (drawn(s, "ways-to-pay", ChartKind::Stacked, ["روش‌های پرداخت", "Ways to pay"], &[("درگاه", "Card", [8, 12, 9, 14, 15, 19, 7]), ("کیف پول", "Wallet", [4, 3, 6, 5, 7, 9, 3]), ("انتقال بانکی", "Bank transfer", [1, 2, 1, 3, 2, 2, 0])]))
            },
        ))
        div.tiles {
            (chart_instead(s.t("در حال محاسبه", "Calculating"), waiting, None))
            (chart_instead(s.t("هنوز خالی", "Empty"), s.t("هنوز فروشی ثبت نشده است. نخستین فاکتور که پرداخت شود، اینجا پر می‌شود.", "Nothing was sold yet. This fills with the first paid invoice."), Some((Tone::Brand, html! {}))))
            (chart_instead(s.t("بارگذاری نشد", "Not loaded"), s.t("گزارش بارگذاری نشد؛ داده‌هایتان محفوظ است.", "The report did not load; your data is safe."), Some((Tone::Danger, retry))))
        }
    }
}

/// The range alone, for the head of a page.
pub(super) fn head(s: Sample) -> Markup {
    html! { (range(s)) (button(s.t("خروجی", "Export")).icon("download").href("#csv")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashboard_has_a_table_for_each_chart() {
        let s = super::super::sample(l10n::Format::default());
        let html = screen(s).into_string();
        assert_eq!(
            html.matches("<canvas").count(),
            html.matches("-data\"><caption").count()
        );
    }
}
