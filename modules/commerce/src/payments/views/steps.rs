//! The steps of a payment: in plain words for its payer, with what was said for staff.

use kernel::web::Cx;
use maud::{Markup, html};
use ui::{EventDay, EventKind};

use super::super::models::{Event, Step};

/// The steps in plain words.
pub fn plain(cx: &Cx<'_>, steps: &[Event]) -> Markup {
    list(
        cx,
        steps.iter().filter(|step| step.kind.is_for_payers()),
        false,
    )
}

/// The steps with what was said, by whom.
pub fn in_full(cx: &Cx<'_>, steps: &[Event]) -> Markup {
    list(cx, steps.iter(), true)
}

fn list<'a>(cx: &Cx<'_>, steps: impl Iterator<Item = &'a Event>, in_full: bool) -> Markup {
    let events = steps.map(|step| {
        let at = ui::date_time(cx.fmt(), step.at);
        let by = step.by.as_ref().filter(|_| in_full);
        let what =
            html! { (cx.t(step.kind.label())) @if let Some(by) = by { " (" bdi { (by) } ")" } };
        let event = ui::Event::new(look(step.kind), what, at);
        match &step.raw {
            Some(raw) if in_full => event.body(said(step.kind, raw)),
            _ => event,
        }
    });
    let day = EventDay {
        day: String::new(),
        events: events.collect(),
    };
    ui::timeline(cx.t("commerce.payments.steps"), &[day])
}

/// A reason is somebody's words; the rest is a machine's.
fn said(kind: Step, raw: &str) -> Markup {
    if matches!(kind, Step::Reversal | Step::TurnedDown) {
        html! { p dir="auto" { (raw) } }
    } else {
        html! { pre.code.wire lang="en" dir="ltr" { (raw) } }
    }
}

fn look(kind: Step) -> EventKind {
    match kind {
        Step::Begun
        | Step::Sent
        | Step::Asked
        | Step::Reversal
        | Step::HandedIn
        | Step::Accepted => EventKind::Change,
        Step::Returned | Step::Verify | Step::LookUp | Step::Reverse | Step::Kept => {
            EventKind::System
        }
        Step::Settled | Step::Late | Step::Reversed => EventKind::Money,
        Step::Silent | Step::Failed | Step::Expired | Step::TurnedDown => EventKind::Bad,
    }
}
