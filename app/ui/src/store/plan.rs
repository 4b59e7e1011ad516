//! Plan cards, the switch of their period, and lists of what a thing consists of.
//! Here so that price, recommendation and act stand at the same height on every card.
use maud::{Markup, Render, html};

use crate::icon;

/// One length of a contract; the switch is a row of links, so it works without script.
#[derive(Clone, Debug, Default)]
pub struct Period {
    /// «ماهانه».
    pub label: String,
    /// The page with these prices.
    pub href: String,
    /// Is it the one shown?
    pub active: bool,
    /// What one saves with it («۲ ماه رایگان»).
    pub saving: Option<String>,
}

/// Links between periods; `swap` is the id of what changes with it (the plans, swapped in place by htmx).
pub fn period_switch(label: impl AsRef<str>, periods: &[Period], swap: Option<&str>) -> Markup {
    let target = swap.map(|id| format!("#{id}"));
    html! {
        nav.periods aria-label=(label.as_ref()) {
            @for period in periods {
                a href=(period.href) aria-current=[period.active.then_some("true")]
                    hx-get=[target.as_ref().map(|_| &period.href)] hx-target=[target.as_deref()] hx-select=[target.as_deref()]
                    hx-swap=[target.as_ref().map(|_| "outerHTML")] hx-push-url=[target.as_ref().map(|_| "true")] {
                    (period.label)
                    @if let Some(saving) = &period.saving { span.mark.tone-money { (saving) } }
                }
            }
        }
    }
}

/// What a thing consists of: icon, value, name.
pub fn spec_list(specs: &[(&str, String, String)]) -> Markup {
    html! {
        ul.specs {
            @for (symbol, value, name) in specs { li { (icon(symbol)) span { b { (value) } " " (name) } } }
        }
    }
}

/// A plan under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct Plan {
    id: String,
    name: String,
    pitch: Option<String>,
    price: Markup,
    body: Markup,
    features: Vec<(bool, String)>,
    action: Markup,
    recommended: Option<String>,
    note: Option<String>,
}

/// A plan; `id` is the element's id.
pub fn plan(id: impl Into<String>, name: impl Into<String>) -> Plan {
    Plan {
        id: id.into(),
        name: name.into(),
        pitch: None,
        price: html! {},
        body: html! {},
        features: Vec::new(),
        action: html! {},
        recommended: None,
        note: None,
    }
}

impl Plan {
    /// Whom it is for, in one line.
    pub fn pitch(mut self, text: impl Into<String>) -> Self {
        self.pitch = Some(text.into());
        self
    }
    /// From [`crate::price`].
    pub fn price(mut self, price: impl Render) -> Self {
        self.price = price.render();
        self
    }
    /// From [`spec_list`].
    pub fn specs(mut self, specs: impl Render) -> Self {
        self.body = specs.render();
        self
    }
    /// Something that comes with it.
    pub fn with(mut self, feature: impl Into<String>) -> Self {
        self.features.push((true, feature.into()));
        self
    }
    /// Something that this one lacks and a larger one has; say so in the words («بدون …»).
    pub fn without(mut self, feature: impl Into<String>) -> Self {
        self.features.push((false, feature.into()));
        self
    }
    /// The way to order it.
    pub fn action(mut self, action: impl Render) -> Self {
        self.action = action.render();
        self
    }
    /// The mark of recommendation; one plan of a row has it.
    pub fn recommended(mut self, label: impl Into<String>) -> Self {
        self.recommended = Some(label.into());
        self
    }
    /// A line below the act.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

impl Render for Plan {
    fn render(&self) -> Markup {
        let title = format!("{}-name", self.id);
        let class = if self.recommended.is_some() {
            "plan is-recommended"
        } else {
            "plan"
        };
        html! {
            article class=(class) id=(self.id) aria-labelledby=(title) {
                header {
                    h3 id=(title) { (self.name) }
                    @if let Some(label) = &self.recommended { span.plan-mark { (icon("star")) (label) } }
                    @if let Some(pitch) = &self.pitch { p { (pitch) } }
                }
                (self.price)
                div.plan-act { (self.action) @if let Some(note) = &self.note { small { (note) } } }
                (self.body)
                @if !self.features.is_empty() {
                    ul.has {
                        @for (included, text) in &self.features {
                            li.is-out[!included] { (icon(if *included { "check" } else { "minus" })) span { (text) } }
                        }
                    }
                }
            }
        }
    }
}

/// Plans side by side; on a phone one below the other, the recommended one first.
pub fn plans(id: impl AsRef<str>, plans: &[Plan]) -> Markup {
    html! { div.plans id=(id.as_ref()) { @for plan in plans { (plan) } } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn period_is_a_plain_link_and_says_which_one_holds() {
        let periods = [Period {
            label: "سالانه".into(),
            href: "?period=year".into(),
            active: true,
            saving: None,
        }];
        let html = period_switch("دوره", &periods, Some("plans")).into_string();
        assert!(html.contains("href=\"?period=year\" aria-current=\"true\""));
        assert!(html.contains("hx-select=\"#plans\""));
        let plain = period_switch("دوره", &periods, None).into_string();
        assert!(!plain.contains("hx-"));
    }

    #[test]
    fn plan_is_named_by_its_heading() {
        let html = plan("p1", "آغاز").recommended("پیشنهاد ما").render();
        let html = html.into_string();
        assert!(html.contains("aria-labelledby=\"p1-name\"") && html.contains("id=\"p1-name\""));
        assert!(html.contains("is-recommended"));
    }
}
