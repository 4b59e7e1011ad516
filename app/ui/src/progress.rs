//! How far something is: a bar for work that runs, steps for a path with a known length.
//! Here so that both are read aloud with words, not only seen.
use maud::{Markup, Render, html};

use crate::icon;

/// A bar; `None` when nobody knows how long it takes.
pub fn progress(label: impl AsRef<str>, percent: Option<u8>) -> Markup {
    html! {
        progress.progress max="100" value=[percent.map(|p| p.min(100))] aria-label=(label.as_ref()) {}
    }
}

/// Grey shapes of `lines` lines where something is on its way; `label` says so aloud.
pub fn skeleton(label: impl AsRef<str>, lines: u8) -> Markup {
    html! {
        div.skeleton role="status" aria-label=(label.as_ref()) { @for _ in 0..lines { span aria-hidden="true" {} } }
    }
}

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Behind us.
    Done,
    /// Here.
    Current,
    /// Ahead.
    Todo,
}

impl StepState {
    const fn class(self) -> &'static str {
        match self {
            Self::Done => "is-done",
            Self::Current => "is-current",
            Self::Todo => "is-todo",
        }
    }
}

/// One step of a path.
#[derive(Clone, Debug)]
#[must_use]
pub struct Step {
    pub(crate) label: String,
    pub(crate) state: StepState,
    body: Markup,
}

impl Step {
    /// A step: what happens in it, and where it stands.
    pub fn new(label: impl Into<String>, state: StepState) -> Self {
        Self {
            label: label.into(),
            state,
            body: html! {},
        }
    }
    /// Its story: what was done, what is being done, what is needed.
    pub fn body(mut self, body: impl Render) -> Self {
        self.body = body.render();
        self
    }
}

/// A path whose length is known; `label` names it. Bare steps stand in a row; as soon as one has a story, they stand
/// below each other.
pub fn steps(label: impl AsRef<str>, steps: &[Step]) -> Markup {
    let told = steps.iter().any(|step| !step.body.0.is_empty());
    html! {
        ol.path.is-told[told] aria-label=(label.as_ref()) {
            @for step in steps {
                li class=(step.state.class()) aria-current=[(step.state == StepState::Current).then_some("step")] {
                    span.path-dot { @if step.state == StepState::Done { (icon("check")) } }
                    @if told { div { strong { (step.label) } (step.body) } } @else { span { (step.label) } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_length_has_no_value_and_a_known_one_stays_below_hundred() {
        assert!(!progress("x", None).into_string().contains("value="));
        assert!(
            progress("x", Some(250))
                .into_string()
                .contains("value=\"100\"")
        );
    }

    #[test]
    fn a_skeleton_says_that_it_waits() {
        let html = skeleton("در حال بارگذاری", 3).into_string();
        assert!(html.contains("role=\"status\" aria-label=\"در حال بارگذاری\""));
        assert_eq!(html.matches("<span").count(), 3);
    }

    #[test]
    fn one_step_is_current_and_a_story_turns_the_path_downwards() {
        let step = |state| Step::new("a", state);
        let html = steps("l", &[step(StepState::Done), step(StepState::Current)]).into_string();
        assert_eq!(html.matches("aria-current=\"step\"").count(), 1);
        assert!(!html.contains("is-told"));
        let html = steps("l", &[step(StepState::Todo).body("x")]).into_string();
        assert!(html.contains("is-told"));
    }
}
