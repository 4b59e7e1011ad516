//! A task in several pages: where one is, what is saved, what comes next; and the review before the last step.
//! Here so that an order, a transfer and the opening of a shop are walked in the same way.
use maud::{Markup, Render, html};

use crate::{Step, StepState, icon, steps};

/// A wizard's frame under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct Wizard {
    label: String,
    steps: Vec<Step>,
    place: String,
    saved: Option<String>,
    body: Markup,
    aside: Markup,
    back: Markup,
    next: Markup,
}

/// A frame; `label` names the path, `place` says where one is («مرحلهٔ ۲ از ۴») on a phone.
pub fn wizard(label: impl Into<String>, steps: Vec<Step>, place: impl Into<String>) -> Wizard {
    Wizard {
        label: label.into(),
        steps,
        place: place.into(),
        saved: None,
        body: html! {},
        aside: html! {},
        back: html! {},
        next: html! {},
    }
}

impl Wizard {
    /// That what was typed is kept, and since when.
    pub fn saved(mut self, words: impl Into<String>) -> Self {
        self.saved = Some(words.into());
        self
    }
    /// The fields of this step; the form has an id that the buttons name.
    pub fn body(mut self, body: impl Render) -> Self {
        self.body = body.render();
        self
    }
    /// What helps with this step.
    pub fn aside(mut self, aside: impl Render) -> Self {
        self.aside = aside.render();
        self
    }
    /// The way back (a link).
    pub fn back(mut self, back: impl Render) -> Self {
        self.back = back.render();
        self
    }
    /// The way on (`Button::form`).
    pub fn next(mut self, next: impl Render) -> Self {
        self.next = next.render();
        self
    }
}

impl Render for Wizard {
    fn render(&self) -> Markup {
        let done = self
            .steps
            .iter()
            .filter(|step| step.state != StepState::Todo)
            .count();
        let now = self
            .steps
            .iter()
            .find(|step| step.state == StepState::Current);
        html! {
            div.wizard {
                div.wizard-head {
                    p.wizard-place { span { (self.place) } @if let Some(step) = now { strong { (step.label) } } }
                    progress.progress.wizard-bar max=(self.steps.len()) value=(done) aria-label=(self.place) {}
                    (steps(&self.label, &self.steps))
                }
                div.wizard-main.has-aside[!self.aside.0.is_empty()] {
                    div.wizard-body { (self.body) }
                    @if !self.aside.0.is_empty() { aside.wizard-aside { (self.aside) } }
                }
                div.wizard-foot {
                    (self.back)
                    @if let Some(words) = &self.saved { p role="status" { (icon("check")) (words) } }
                    (self.next)
                }
            }
        }
    }
}

/// A part of the review: what was answered, and the way back to change it.
#[derive(Clone, Debug)]
pub struct ReviewPart {
    /// The step's name.
    pub title: String,
    /// Where it is changed.
    pub href: String,
    /// Names and values.
    pub facts: Vec<(String, Markup)>,
}

/// Everything that was answered, before it becomes true; `change` is the word of the links.
pub fn review(change: impl AsRef<str>, parts: &[ReviewPart]) -> Markup {
    html! {
        div.review {
            @for part in parts {
                section {
                    header { h2 { (part.title) } a href=(part.href) { (change.as_ref()) span.sr-only { " " (part.title) } } }
                    dl.facts { @for (name, value) in &part.facts { div { dt { (name) } dd { (value) } } } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_of_the_review_can_be_changed() {
        let html = review(
            "ویرایش",
            &[ReviewPart {
                title: "دامنه".into(),
                href: "?step=1".into(),
                facts: vec![],
            }],
        );
        let html = html.into_string();
        assert!(html.contains("href=\"?step=1\"") && html.contains("sr-only\"> دامنه"));
    }
}
