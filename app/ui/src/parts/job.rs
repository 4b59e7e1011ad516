//! Long work: how far it is, what it does now, and that one may leave and find it again.
//! Here so that a build of a machine, an import and a backup all wait in the same way.
use maud::{Markup, Render, html};

use crate::{Tone, icon, live};

/// Where the work stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// Waits for its turn.
    Waiting,
    /// Runs; the percentage where it is known.
    Running(Option<u8>),
    /// Ended well.
    Done,
    /// Ended badly.
    Failed,
}

/// A job's card under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct Job {
    id: String,
    title: String,
    state: JobState,
    phase: String,
    shown: Option<String>,
    note: Option<String>,
    actions: Markup,
    fresh: Option<(String, String)>,
}

/// A job; `phase` says what is done now or how it ended.
pub fn job(
    id: impl Into<String>,
    title: impl Into<String>,
    state: JobState,
    phase: impl Into<String>,
) -> Job {
    Job {
        id: id.into(),
        title: title.into(),
        state,
        phase: phase.into(),
        shown: None,
        note: None,
        actions: html! {},
        fresh: None,
    }
}

impl Job {
    /// The percentage or the count in the reader's digits («۶۲٪»، «۱٬۲۴۰ از ۲٬۰۰۰»).
    pub fn shown(mut self, shown: impl Into<String>) -> Self {
        self.shown = Some(shown.into());
        self
    }
    /// «می‌توانید این صفحه را ببندید…», with where it is found again.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
    /// Stop it, try again, see what came of it.
    pub fn actions(mut self, actions: impl Render) -> Self {
        self.actions = actions.render();
        self
    }
    /// Where this card comes from again, and the event of the stream that says it changed; while it runs
    /// the card asks every ten seconds, too, for a page without a stream.
    pub fn fresh(mut self, url: impl Into<String>, event: impl AsRef<str>) -> Self {
        self.fresh = Some((url.into(), live::on_event(event)));
        self
    }

    fn look(&self) -> (Tone, &'static str) {
        match self.state {
            JobState::Waiting => (Tone::Neutral, "clock"),
            JobState::Running(_) => (Tone::Brand, "refresh-cw"),
            JobState::Done => (Tone::Success, "check"),
            JobState::Failed => (Tone::Danger, "x"),
        }
    }
}

impl Render for Job {
    fn render(&self) -> Markup {
        let (tone, symbol) = self.look();
        let runs = matches!(self.state, JobState::Running(_) | JobState::Waiting);
        let fresh = self.fresh.as_ref().filter(|_| runs);
        html! {
            section class=(format!("job {}", tone.class())) id=(self.id) aria-label=(self.title) hx-get=[fresh.map(|(url, _)| url)]
                hx-trigger=[fresh.map(|(_, event)| format!("{event}, every 10s"))] hx-swap=[fresh.map(|_| "outerMorph")] {
                span.job-sign.is-turning[matches!(self.state, JobState::Running(_))] { (icon(symbol)) }
                div.job-words {
                    p { strong { (self.title) } @if let Some(shown) = &self.shown { span.job-shown { (shown) } } }
                    p.quiet role="status" { (self.phase) }
                    @if let JobState::Running(percent) = self.state { (crate::progress(&self.title, percent)) }
                    @if let Some(note) = &self.note { p.job-note { (note) } }
                    @if !self.actions.0.is_empty() { div.actions { (self.actions) } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_that_ended_asks_no_more() {
        let made = |state| job("j", "ساخت", state, "…").fresh("/jobs/1", "job-1");
        let runs = made(JobState::Running(Some(40))).render().into_string();
        assert!(runs.contains("hx-trigger=\"job-1 from:body, every 10s\""));
        assert!(runs.contains("value=\"40\""));
        assert!(
            !made(JobState::Done)
                .render()
                .into_string()
                .contains("hx-get")
        );
    }
}
