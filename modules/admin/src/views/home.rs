//! The staff's home: who came lately, what is broken, what waits for a person, where to press.

use kernel::health::Report;
use kernel::module::Permission;
use kernel::people::arrivals::Arrivals;
use kernel::texts::Named;
use kernel::web::{COUNTED, Cx, View, with_query};
use maud::{Markup, html};
use ui::{ChartKind, Column, Row, Stat, Tone, Trend};

use crate::paths;
use crate::permissions::{ManageJobs, ManageMail, SeeCustomers};

/// So many days are drawn; the figures compare the last week with the one before.
pub const DAYS: u32 = 2 * WEEK;
const WEEK: u32 = 7;

/// What the home counts.
#[derive(Clone, Debug)]
pub struct Figures {
    /// Who came, by day, the oldest first.
    pub arrivals: Vec<Arrivals>,
    /// Jobs whose tries are used up.
    pub stuck_jobs: i64,
    /// Mails that did not go out; at most one more than is counted.
    pub failed_mails: i64,
}

/// The page.
pub fn show(cx: &Cx<'_>, figures: &Figures, reports: &[Report], widgets: &[Markup]) -> View {
    let title = cx.t("admin.home.title");
    let main = html! {
        (ui::page_header(&title, Some(&cx.t("admin.home.lead")), html! {}))
        div.tiles { @for stat in &stats(cx, figures, reports) { (stat) } }
        (ui::dash(
            html! { (drawn(cx, &figures.arrivals)) @for widget in widgets { (widget) } },
            health(cx, reports),
        ))
    };
    View::new(title, main)
}

fn stats(cx: &Cx<'_>, figures: &Figures, reports: &[Report]) -> [Stat; 5] {
    let broken = reports.iter().filter(|report| !report.ok).count();
    let broken = i64::try_from(broken).unwrap_or(i64::MAX);
    let jobs = with_query(paths::JOBS, &[("state", "stuck")]);
    let mails = with_query(paths::MAIL, &[("state", "failed")]);
    let jobs = cx.may(ManageJobs::KEY).then_some(jobs);
    let mails = cx.may(ManageMail::KEY).then_some(mails);
    let people: Vec<i64> = figures.arrivals.iter().map(|day| day.people).collect();
    let businesses: Vec<i64> = figures.arrivals.iter().map(|day| day.businesses).collect();
    [
        came(cx, "admin.home.people", &people, "person"),
        came(cx, "admin.home.businesses", &businesses, "business"),
        fault(cx, "admin.home.broken", broken, Some("#health".to_owned())),
        fault(cx, "admin.home.stuck_jobs", figures.stuck_jobs, jobs),
        fault(cx, "admin.home.failed_mails", figures.failed_mails, mails),
    ]
}

/// How many came in the last week, against the week before; it leads to them.
fn came(cx: &Cx<'_>, label: &str, by_day: &[i64], kind: &str) -> Stat {
    let half = by_day.len() / 2;
    let (before, week) = by_day.split_at_checked(half).unwrap_or_default();
    let (before, week) = (before.iter().sum::<i64>(), week.iter().sum::<i64>());
    let more = cx.fmt().number((week - before).abs());
    let (way, tone, words) = match week.cmp(&before) {
        std::cmp::Ordering::Greater => (Trend::Up, Tone::Success, "admin.home.more"),
        std::cmp::Ordering::Less => (Trend::Down, Tone::Neutral, "admin.home.less"),
        std::cmp::Ordering::Equal => (Trend::Flat, Tone::Neutral, "admin.home.same"),
    };
    let shape: Vec<f64> = by_day
        .iter()
        .map(|n| u32::try_from(*n).map_or(f64::from(u32::MAX), f64::from))
        .collect();
    let stat = ui::stat(cx.t(label), cx.fmt().number(week))
        .change(way, tone, cx.t_with(words, &[("count", &more)]))
        .against(cx.t("admin.home.on_last_week"))
        .shape(&shape, cx.t("admin.home.shape"));
    let them = with_query(paths::CUSTOMERS, &[("kind", kind), ("since", "7")]);
    stat.linked(cx.may(SeeCustomers::KEY).then_some(them))
}

/// A count that is good when it is zero; a link where the person may do something about it.
fn fault(cx: &Cx<'_>, label: &str, count: i64, href: Option<String>) -> Stat {
    let shown = cx.fmt().count_capped(count, COUNTED);
    let value = html! {
        (shown) @if count > 0 { " " (ui::badge(Tone::Danger, cx.t("admin.home.look"))) }
    };
    let stat = ui::stat(cx.t(label), value);
    let stat = if count == 0 {
        stat.against(cx.t("admin.home.fine"))
    } else {
        stat
    };
    stat.linked(href)
}

fn drawn(cx: &Cx<'_>, arrivals: &[Arrivals]) -> Markup {
    let count = |n: i64| {
        let value = u32::try_from(n).map_or(f64::from(u32::MAX), f64::from);
        (value, cx.fmt().number(n))
    };
    let names = [
        cx.t("admin.home.new_people"),
        cx.t("admin.home.new_businesses"),
    ];
    let chart = ui::chart(
        "arrivals",
        cx.t("admin.home.arrivals"),
        ChartKind::Stacked,
        cx.t("admin.home.table"),
    );
    let chart = arrivals
        .iter()
        .fold(chart.series(cx.t("admin.home.day"), names), |chart, day| {
            let values = [count(day.people), count(day.businesses)];
            chart.point(cx.fmt().day(day.day), values)
        });
    html! { (chart) }
}

fn health(cx: &Cx<'_>, reports: &[Report]) -> Markup {
    let table = ui::table(cx.t("admin.home.health"))
        .column(Column::new(cx.t("admin.home.check")))
        .column(Column::new(cx.t("admin.home.state")))
        .column(Column::new(cx.t("admin.home.detail")))
        .rows(reports.iter().map(|report| {
            let (tone, label) = if report.ok {
                (Tone::Success, "admin.home.ok")
            } else {
                (Tone::Danger, "admin.home.not_ok")
            };
            Row::new()
                .cell(cx.named(Named::Check, report.key))
                .cell(ui::badge(tone, cx.t(label)))
                .cell(html! { bdi { (report.finding.shown(cx)) } })
        }));
    ui::card("health", cx.t("admin.home.health"), table)
}
