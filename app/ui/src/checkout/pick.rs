//! Radio cards: one of a few things that deserve a line of explanation and a price (gateways, images, sizes).
//! Here so that a choice can be seen whole and is still a plain group of radio buttons.
use maud::{Markup, Render, html};

use crate::field::{Control, control_methods};
use crate::icon;

/// A choice of [`picks`] under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct Pick {
    value: String,
    label: String,
    note: Option<String>,
    symbol: Option<&'static str>,
    end: Markup,
    refused: Option<String>,
}

impl Pick {
    /// A choice.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            note: None,
            symbol: None,
            end: html! {},
            refused: None,
        }
    }
    /// A line that explains it.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
    /// Its icon.
    pub fn icon(mut self, symbol: &'static str) -> Self {
        self.symbol = Some(symbol);
        self
    }
    /// What stands at its end: a price, a balance, a mark.
    pub fn end(mut self, end: impl Render) -> Self {
        self.end = end.render();
        self
    }
    /// Cannot be chosen now, and why. It can still be reached and heard; the server refuses it, too.
    pub fn refused(mut self, why: impl Into<String>) -> Self {
        self.refused = Some(why.into());
        self
    }
}

/// A group of radio cards under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct Picks {
    control: Control,
    cards: Vec<Pick>,
    value: String,
    columns: bool,
}

/// One of a few; `legend` asks the question.
pub fn picks(name: impl Into<String>, legend: impl Into<String>) -> Picks {
    Picks {
        control: Control::new(name, legend),
        cards: Vec::new(),
        value: String::new(),
        columns: false,
    }
}

control_methods!(Picks: error);

impl Picks {
    /// Adds a choice.
    pub fn pick(mut self, pick: Pick) -> Self {
        self.cards.push(pick);
        self
    }
    /// What is chosen.
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }
    /// Side by side where there is room.
    pub fn columns(mut self) -> Self {
        self.columns = true;
        self
    }

    fn card(&self, n: usize, pick: &Pick) -> Markup {
        let c = &self.control;
        let id = format!("{}-{n}", c.id);
        let why_id = pick.refused.as_ref().map(|_| format!("{id}-why"));
        html! {
            label.pick for=(id) {
                input.radio type="radio" id=(id) name=(c.name) value=(pick.value) checked[pick.value == self.value]
                    aria-disabled=[pick.refused.as_ref().map(|_| "true")] aria-describedby=[why_id.as_deref()];
                @if let Some(symbol) = pick.symbol { span.pick-icon { (icon(symbol)) } }
                span.pick-words {
                    strong { (pick.label) }
                    @if let Some(note) = &pick.note { small { (note) } }
                    @if let (Some(why), Some(id)) = (&pick.refused, &why_id) { small.pick-why id=(id) { (why) } }
                }
                @if !pick.end.0.is_empty() { span.pick-end { (pick.end) } }
            }
        }
    }
}

impl Render for Picks {
    fn render(&self) -> Markup {
        let c = &self.control;
        html! {
            fieldset.field.picks id=(c.id) aria-describedby=[c.described_by()] {
                legend { (c.label) }
                div.pick-list.in-columns[self.columns] {
                    @for (n, pick) in self.cards.iter().enumerate() { (self.card(n, pick)) }
                }
                (c.notes())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refused_choice_is_reachable_and_says_why() {
        let html = picks("gateway", "روش پرداخت")
            .pick(Pick::new("wallet", "کیف پول").refused("موجودی کم است"))
            .render()
            .into_string();
        assert!(html.contains("aria-disabled=\"true\" aria-describedby=\"f-gateway-0-why\""));
        assert!(!html.contains(" disabled"));
    }
}
