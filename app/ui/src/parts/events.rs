//! What happened to a thing, day by day, with the kind of each event.
//! Here so that a history of a year is read by skimming and a message stands out from a price.
use maud::{Markup, html};

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

/// One event.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its kind.
    pub kind: EventKind,
    /// Who did it; nobody for the system.
    pub who: Option<String>,
    /// What was done, as a sentence without its subject.
    pub what: Markup,
    /// The time of day.
    pub at: Markup,
    /// More: what was written, what was and what is.
    pub body: Markup,
}

/// The events of one day.
#[derive(Clone, Debug)]
pub struct EventDay {
    /// The day in words.
    pub day: String,
    /// Its events, newest first.
    pub events: Vec<Event>,
}

/// Events under the days they happened on; `label` names the list.
pub fn events(label: impl AsRef<str>, days: &[EventDay]) -> Markup {
    html! {
        div.events role="group" aria-label=(label.as_ref()) {
            @for day in days {
                p.events-day { (day.day) }
                ol { @for event in &day.events { (one(event)) } }
            }
        }
    }
}

fn one(event: &Event) -> Markup {
    let (tone, symbol) = event.kind.look();
    html! {
        li class=(tone.class()) {
            @if let (EventKind::Words, Some(who)) = (event.kind, &event.who) { (avatar(who)) } @else { span.timeline-dot { (icon(symbol)) } }
            div {
                p { @if let Some(who) = &event.who { strong { bdi { (who) } } " " } (event.what) span.events-time { (event.at) } }
                @if !event.body.0.is_empty() { div.events-body.is-words[event.kind == EventKind::Words] { (event.body) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_with_a_face_and_the_rest_with_a_sign() {
        let event = |kind, who: Option<&str>| Event {
            kind,
            who: who.map(str::to_owned),
            what: html! { "x" },
            at: html! {},
            body: html! {},
        };
        let html = one(&event(EventKind::Words, Some("سارا"))).into_string();
        assert!(html.contains("disc") && !html.contains("timeline-dot"));
        assert!(
            one(&event(EventKind::Money, None))
                .into_string()
                .contains("#wallet")
        );
    }
}
