//! How a payment ended: paid, failed, or not yet known; and the time that is left for it.
//! Here so that each end says what happened to the money and what to do next.
use chrono::{DateTime, Utc};
use l10n::Format;
use maud::{Markup, Render, html};

use crate::{Tone, icon};

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutcomeKind {
    /// The money is here.
    Paid,
    /// The money is not here and will not come.
    Failed,
    /// The bank has not said yet.
    Pending,
}

/// A result page's card under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct Outcome {
    kind: OutcomeKind,
    title: String,
    text: String,
    amount: Markup,
    facts: Vec<(String, Markup)>,
    actions: Markup,
    poll: Option<String>,
}

/// A result; its title is the page's `h1`.
pub fn outcome(kind: OutcomeKind, title: impl Into<String>, text: impl Into<String>) -> Outcome {
    Outcome {
        kind,
        title: title.into(),
        text: text.into(),
        amount: html! {},
        facts: Vec::new(),
        actions: html! {},
        poll: None,
    }
}

impl Outcome {
    /// The sum, large.
    pub fn amount(mut self, amount: impl Render) -> Self {
        self.amount = amount.render();
        self
    }
    /// A line of the receipt.
    pub fn fact(mut self, name: impl Into<String>, value: impl Render) -> Self {
        self.facts.push((name.into(), value.render()));
        self
    }
    /// The ways on.
    pub fn actions(mut self, actions: impl Render) -> Self {
        self.actions = actions.render();
        self
    }
    /// Asks `url` every few seconds for this card again, until it answers with another kind. Without
    /// script the reader needs a link in the actions that does the same.
    pub fn poll(mut self, url: impl Into<String>) -> Self {
        self.poll = Some(url.into());
        self
    }
    fn look(&self) -> (Tone, &'static str) {
        match self.kind {
            OutcomeKind::Paid => (Tone::Success, "check"),
            OutcomeKind::Failed => (Tone::Danger, "x"),
            OutcomeKind::Pending => (Tone::Warning, "hourglass"),
        }
    }
    /// The card with its heading at `level` 1 or 2.
    pub fn at_level(&self, level: u8) -> Markup {
        let (tone, symbol) = self.look();
        let poll = self.poll.as_deref();
        html! {
            section class=(format!("outcome {}", tone.class())) role=(if self.kind == OutcomeKind::Failed { "alert" } else { "status" })
                hx-get=[poll] hx-trigger=[poll.map(|_| "every 4s")] hx-swap=[poll.map(|_| "outerMorph")] {
                span.outcome-sign { (icon(symbol)) }
                @if level == 1 { h1 { (self.title) } } @else { h2 { (self.title) } }
                p { (self.text) }
                @if !self.amount.0.is_empty() { p.outcome-amount { (self.amount) } }
                @if !self.facts.is_empty() { dl.facts.slip { @for (name, value) in &self.facts { div { dt { (name) } dd { (value) } } } } }
                div.actions { (self.actions) }
            }
        }
    }
}

impl Render for Outcome {
    fn render(&self) -> Markup {
        self.at_level(1)
    }
}

/// Time that runs out: without script the hour until which it holds, with script the minutes that are left.
/// `label` says for what («مهلت پرداخت»), `over` what is shown when it is gone.
pub fn countdown(
    format: &Format,
    label: impl AsRef<str>,
    until: DateTime<Utc>,
    over: impl AsRef<str>,
) -> Markup {
    html! {
        span.countdown role="timer" {
            (icon("timer")) span { (label.as_ref()) }
            time datetime=(Format::iso(until)) data-countdown data-over=(over.as_ref()) { (format.time(until)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use l10n::Locale;

    #[test]
    fn failure_interrupts_and_success_is_polite() {
        let html = outcome(OutcomeKind::Failed, "نشد", "پولی کم نشد").render();
        assert!(html.into_string().contains("role=\"alert\""));
        let html = outcome(OutcomeKind::Paid, "شد", "").render().into_string();
        assert!(html.contains("role=\"status\"") && !html.contains("hx-get"));
    }

    #[test]
    fn countdown_shows_the_hour_without_script() {
        let until = DateTime::from_timestamp(1_795_251_600, 0).unwrap();
        let format = Format::for_locale(Locale::Fa);
        let html = countdown(&format, "مهلت", until, "گذشت").into_string();
        assert!(html.contains("data-countdown") && html.contains(&format.time(until)));
    }
}
