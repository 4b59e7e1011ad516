//! The list of background jobs with their state and what went wrong last, and what runs by the clock.

use kernel::jobs::Planned;
use kernel::jobs::desk::{Filter, JobRow, JobState};
use kernel::texts::Named;
use kernel::web::{Cx, ListOnly, Listing, Page, View};
use maud::{Markup, html};
use ui::{Column, Row, Tab, Tone};

use super::by_name;
use crate::paths;

fn label(state: JobState) -> &'static str {
    match state {
        JobState::Waiting => "admin.jobs.waiting",
        JobState::Running => "admin.jobs.running",
        JobState::Stuck => "admin.jobs.stuck",
    }
}

fn tone(state: JobState) -> Tone {
    match state {
        JobState::Waiting => Tone::Neutral,
        JobState::Running => Tone::Info,
        JobState::Stuck => Tone::Danger,
    }
}

/// The two lists of this subject.
fn tabs(cx: &Cx<'_>, here: &str) -> Markup {
    let tab = |label: &str, href: &str| Tab {
        label: cx.t(label),
        href: href.to_owned(),
        active: href == here,
        badge: None,
    };
    let tabs = [
        tab("admin.jobs.queue", paths::JOBS),
        tab("admin.jobs.schedules", paths::SCHEDULES),
    ];
    ui::tabs(cx.t("admin.jobs.title"), &tabs)
}

/// The list.
pub fn index(
    cx: &Cx<'_>,
    list_only: ListOnly,
    filter: Filter<'_>,
    page: &Page<JobRow>,
    count: i64,
) -> View {
    let title = cx.t("admin.jobs.title");
    let chosen = filter.state.map_or("", JobState::as_str);
    let filters = [("state", chosen), ("job", filter.job), ("q", filter.words)];
    let listing = Listing::new(cx, paths::JOBS, &filters);
    let states = JobState::ALL.iter().map(|s| (s.as_str(), cx.t(label(*s))));
    let head = html! {
        (ui::page_header(&title, Some(&cx.t("admin.jobs.lead")), html! {}))
        (tabs(cx, paths::JOBS))
        (listing.filters("q", "admin.jobs.search")
            .select(ui::select("job", cx.t("admin.jobs.name")).empty(cx.t("admin.jobs.any_job")).options(names(cx)).value(filter.job))
            .select(ui::select("state", cx.t("admin.jobs.state")).empty(cx.t("admin.jobs.any_state")).options(states).value(chosen)))
    };
    let empty = listing.empty("activity", "admin.jobs.none_title", "admin.jobs.none_text");
    let table = ui::table(&title)
        .column(Column::new(cx.t("admin.jobs.name")))
        .column(Column::new(cx.t("admin.jobs.state")))
        .column(Column::new(cx.t("admin.jobs.tries")).number())
        .column(Column::new(cx.t("admin.jobs.due")).wide_only())
        .column(Column::new(cx.t("admin.jobs.problem")).wide_only())
        .column(Column::new(cx.t("admin.jobs.retry")).hidden_label())
        .rows(page.rows.iter().map(|job| row(cx, job)))
        .empty(empty);
    let foot = listing.pager(page, Some(count));
    listing.view(title, list_only, head, &table, foot)
}

/// The jobs by what they are called.
fn names(cx: &Cx<'_>) -> Vec<(&'static str, String)> {
    let all = cx.app().registry.jobs().keys();
    by_name(all.map(|name| (*name, cx.called(Named::Job, name))))
}

/// What runs by the clock.
pub fn schedules(cx: &Cx<'_>, rows: &[Planned]) -> View {
    let title = cx.t("admin.jobs.schedules");
    let table = ui::table(&title)
        .column(Column::new(cx.t("admin.jobs.schedule")))
        .column(Column::new(cx.t("admin.jobs.how_often")))
        .column(Column::new(cx.t("admin.jobs.last_run")))
        .column(Column::new(cx.t("admin.jobs.next_run")))
        .rows(rows.iter().map(|one| planned(cx, one)));
    let main = html! {
        (ui::page_header(cx.t("admin.jobs.title"), Some(&cx.t("admin.jobs.schedules_lead")), html! {}))
        (tabs(cx, paths::SCHEDULES))
        (table)
    };
    View::new(title, main)
}

fn planned(cx: &Cx<'_>, one: &Planned) -> Row {
    let next = if one.enabled {
        ui::relative_date(cx.fmt(), one.next_run_at, cx.now())
    } else {
        ui::badge(Tone::Warning, cx.t("admin.jobs.switched_off"))
    };
    Row::new()
        .cell(cx.named(Named::Schedule, &one.key))
        .cell(how_often(cx, one))
        .cell(html! {
            @match one.last_run_at {
                Some(at) => (ui::relative_date(cx.fmt(), at, cx.now())),
                None => (cx.t("admin.jobs.never")),
            }
        })
        .cell(next)
}

fn how_often(cx: &Cx<'_>, one: &Planned) -> String {
    match (one.every_minutes, one.daily_at) {
        (Some(1), _) => cx.t("admin.jobs.each_minute"),
        (Some(minutes), _) => {
            let minutes = cx.fmt().number(i64::from(minutes));
            cx.t_with("admin.jobs.each_minutes", &[("minutes", &minutes)])
        }
        (None, at) => {
            let at = at.map(|at| cx.fmt().time_of_day(at)).unwrap_or_default();
            cx.t_with("admin.jobs.daily", &[("time", &at)])
        }
    }
}

fn row(cx: &Cx<'_>, job: &JobRow) -> Row {
    let state = JobState::of(job);
    let number = |n: i32| cx.fmt().number(i64::from(n));
    let tries = cx.t_with(
        "admin.jobs.tries_of",
        &[
            ("tries", &number(job.attempts)),
            ("most", &number(job.max_attempts)),
        ],
    );
    Row::new()
        .id(ui::dom_id("job", job.id, ""))
        .cell(cx.named(Named::Job, &job.task))
        .cell(ui::badge(tone(state), cx.t(label(state))))
        .cell(tries)
        .cell(ui::relative_date(cx.fmt(), job.run_at, cx.now()))
        .cell(html! { @if let Some(problem) = &job.last_error { bdi lang="en" dir="ltr" { (problem) } } })
        .actions(again(cx, job, state))
}

fn again(cx: &Cx<'_>, job: &JobRow, state: JobState) -> Markup {
    html! {
        @if state == JobState::Stuck {
            (ui::button(cx.t("admin.jobs.retry")).small().icon("refresh-cw")
                .post(paths::below(&paths::below(paths::JOBS, job.id), "tries"), cx.csrf()))
        }
    }
}
