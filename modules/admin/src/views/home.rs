//! The staff's home: what is broken, what waits for a person, where to press.

use kernel::health::Report;
use kernel::module::Permission;
use kernel::web::{COUNTED, Cx, View, with_query};
use maud::{Markup, html};
use ui::{Column, Row, Tone};

use crate::paths;
use crate::permissions::{ManageJobs, ManageMail};

/// What waits for a person.
#[derive(Clone, Copy, Debug)]
pub struct Waiting {
    /// Jobs whose tries are used up.
    pub stuck_jobs: i64,
    /// Mails that did not go out; at most one more than is counted.
    pub failed_mails: i64,
}

/// The page.
pub fn show(cx: &Cx<'_>, waiting: Waiting, reports: &[Report], widgets: &[Markup]) -> View {
    let title = cx.t("admin.home.title");
    let main = html! {
        (ui::page_header(&title, Some(&cx.t("admin.home.lead")), html! {}))
        div.flow {
            div.tiles { (figures(cx, waiting, reports)) }
            @for widget in widgets { (widget) }
            (health(cx, reports))
        }
    };
    View::new(title, main)
}

fn figures(cx: &Cx<'_>, waiting: Waiting, reports: &[Report]) -> Markup {
    let broken = reports.iter().filter(|report| !report.ok).count();
    let jobs = with_query(paths::JOBS, &[("state", "stuck")]);
    let mails = with_query(paths::MAIL, &[("state", "failed")]);
    html! {
        (figure(cx, "admin.home.broken", i64::try_from(broken).unwrap_or(i64::MAX), Some("#health")))
        (figure(cx, "admin.home.stuck_jobs", waiting.stuck_jobs, cx.may(ManageJobs::KEY).then_some(&jobs)))
        (figure(cx, "admin.home.failed_mails", waiting.failed_mails, cx.may(ManageMail::KEY).then_some(&mails)))
    }
}

/// A count that is good when it is zero; a link where the person may do something about it.
fn figure(cx: &Cx<'_>, label: &str, count: i64, href: Option<&str>) -> Markup {
    let shown = cx.fmt().count_capped(count, COUNTED);
    let (note, tone) = if count == 0 {
        ("admin.home.fine", Tone::Success)
    } else {
        ("admin.home.look", Tone::Danger)
    };
    let value = html! {
        @if let Some(href) = href.filter(|_| count > 0) { a href=(href) { (shown) } } @else { (shown) }
    };
    ui::stat(cx.t(label), value, Some(&cx.t(note)), tone)
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
                .cell(ui::bdi(report.key))
                .cell(ui::badge(tone, cx.t(label)))
                .cell(html! { bdi { (report.finding.shown(cx)) } })
        }));
    ui::card("health", cx.t("admin.home.health"), table)
}
