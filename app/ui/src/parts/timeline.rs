//! What happened to a thing, day by day, with the kind of each event.
//! Here so that a history of a year is read by skimming and a message stands out from a price.
use maud::{Markup, Render, html};

use crate::{Tone, avatar, icon};

/// What kind of event it is; the kind chooses icon and weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// The system did it by itself.
    System,
    /// A person changed something.
    Change,
    /// Somebody wrote something: shown with its words.
    Words,
    /// Money moved.
    Money,
    /// Something came up.
    Good,
    /// Something went down.
    Bad,
}

impl EventKind {
    const fn look(self) -> (Tone, &'static str) {
        match self {
            Self::System => (Tone::Neutral, "settings"),
            Self::Change => (Tone::Brand, "pencil"),
            Self::Words => (Tone::Info, "message-square"),
            Self::Money => (Tone::Money, "wallet"),
            Self::Good => (Tone::Success, "check"),
            Self::Bad => (Tone::Danger, "triangle-alert"),
        }
    }
}

/// One event under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct Event {
    kind: EventKind,
    who: Option<String>,
    what: Markup,
    at: Markup,
    body: Markup,
}

impl Event {
    /// An event: what was done, as a sentence without its subject, and when.
    pub fn new(kind: EventKind, what: impl Render, at: impl Render) -> Self {
        Self {
            kind,
            who: None,
            what: what.render(),
            at: at.render(),
            body: html! {},
        }
    }
    /// Who did it; without it, the system.
    pub fn by(mut self, who: impl Into<String>) -> Self {
        self.who = Some(who.into());
        self
    }
    /// More: what was written, what was and what is.
    pub fn body(mut self, body: impl Render) -> Self {
        self.body = body.render();
        self
    }

    fn line(&self) -> Markup {
        let (tone, symbol) = self.kind.look();
        html! {
            li class=(tone.class()) {
                @if let (EventKind::Words, Some(who)) = (self.kind, &self.who) { (avatar(who)) } @else { span.timeline-dot { (icon(symbol)) } }
                div {
                    p { @if let Some(who) = &self.who { strong { bdi { (who) } } " " } (self.what) " " span.timeline-at { (self.at) } }
                    @if !self.body.0.is_empty() { div.timeline-body.is-words[self.kind == EventKind::Words] { (self.body) } }
                }
            }
        }
    }
}

/// The events of one day.
#[derive(Clone, Debug, Default)]
pub struct EventDay {
    /// The day in words; empty where the events are few and say their day themselves.
    pub day: String,
    /// Its events, newest first.
    pub events: Vec<Event>,
}

/// What happened to a thing, under the days on which it happened; `label` names the list.
pub fn timeline(label: impl AsRef<str>, days: &[EventDay]) -> Markup {
    html! {
        div.timeline role="group" aria-label=(label.as_ref()) {
            @for day in days {
                @if !day.day.is_empty() { p.timeline-day { (day.day) } }
                ol { @for event in &day.events { (event.line()) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_with_a_face_and_the_rest_with_a_sign() {
        let words = Event::new(EventKind::Words, "نوشت", "").by("سارا");
        let html = words.line().into_string();
        assert!(html.contains("disc") && !html.contains("timeline-dot"));
        let paid = Event::new(EventKind::Money, "پرداخت شد", "");
        assert!(paid.line().into_string().contains("#wallet"));
    }

    #[test]
    fn a_day_without_a_name_has_no_empty_heading() {
        let days = [EventDay {
            day: String::new(),
            events: vec![Event::new(EventKind::Good, "روشن شد", "")],
        }];
        let html = timeline("رویدادها", &days).into_string();
        assert!(!html.contains("timeline-day") && html.contains("روشن شد"));
    }
}
