//! The list of background jobs with their state and what went wrong last.

use kernel::jobs::desk::{JobRow, JobState};
use kernel::web::{Cx, ListOnly, Listing, Page, View};
use maud::{Markup, html};
use ui::{Column, Row, Tone};

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

/// The list.
pub fn index(
    cx: &Cx<'_>,
    list_only: ListOnly,
    state: Option<JobState>,
    words: &str,
    page: &Page<JobRow>,
    count: i64,
) -> View {
    let title = cx.t("admin.jobs.title");
    let chosen = state.map_or("", JobState::as_str);
    let filters = [("state", chosen), ("q", words)];
    let listing = Listing::new(cx, paths::JOBS, &filters);
    let states = JobState::ALL.iter().map(|s| (s.as_str(), cx.t(label(*s))));
    let head = html! {
        (ui::page_header(&title, Some(&cx.t("admin.jobs.lead")), html! {}))
        (listing.filters("q", "admin.jobs.search")
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
        .cell(ui::bdi(&job.task))
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
