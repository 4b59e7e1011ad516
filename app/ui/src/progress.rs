//! How far something is: a bar for work that runs, steps for a path with a known length.
//! Here so that both are read aloud with words, not only seen.
use maud::{Markup, html};

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

/// One step of a path.
#[derive(Clone, Debug)]
pub struct Step {
    /// What happens in it.
    pub label: String,
    /// Where it stands.
    pub state: StepState,
}

/// A path of a few steps; `label` names it.
pub fn steps(label: impl AsRef<str>, steps: &[Step]) -> Markup {
    html! {
        ol.path aria-label=(label.as_ref()) {
            @for step in steps {
                li class=(match step.state {
                    StepState::Done => "is-done",
                    StepState::Current => "is-current",
                    StepState::Todo => "is-todo",
                }) aria-current=[(step.state == StepState::Current).then_some("step")] {
                    span.path-dot { @if step.state == StepState::Done { (icon("check")) } }
                    span { (step.label) }
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
    fn one_step_is_current() {
        let step = |state| Step {
            label: "a".into(),
            state,
        };
        let html = steps("l", &[step(StepState::Done), step(StepState::Current)]).into_string();
        assert_eq!(html.matches("aria-current=\"step\"").count(), 1);
    }
}
