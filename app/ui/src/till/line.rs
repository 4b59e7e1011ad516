//! One thing on the till: its name, how its price comes about, how many, what it costs.
//! Here so that the customer can be shown why a ring costs what it costs.
use maud::{Markup, Render, html};

/// A line of a sale under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct SaleLine {
    id: String,
    name: String,
    code: Option<String>,
    parts: Vec<String>,
    count: Markup,
    amount: Markup,
    act: Markup,
    fresh: bool,
}

/// A line; `id` is the element's.
pub fn sale_line(id: impl Into<String>, name: impl Into<String>, amount: impl Render) -> SaleLine {
    SaleLine {
        id: id.into(),
        name: name.into(),
        code: None,
        parts: Vec::new(),
        count: html! {},
        amount: amount.render(),
        act: html! {},
        fresh: false,
    }
}

impl SaleLine {
    /// The code on its label.
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }
    /// A part of its price («۴٫۳۵۰ گرم»، «اجرت ۱۴٪»).
    pub fn part(mut self, words: impl Into<String>) -> Self {
        self.parts.push(words.into());
        self
    }
    /// How many, from [`crate::quantity`].
    pub fn count(mut self, count: impl Render) -> Self {
        self.count = count.render();
        self
    }
    /// The way to take it off.
    pub fn act(mut self, act: impl Render) -> Self {
        self.act = act.render();
        self
    }
    /// It was the last one added.
    pub fn fresh(mut self) -> Self {
        self.fresh = true;
        self
    }
}

impl Render for SaleLine {
    fn render(&self) -> Markup {
        html! {
            li.sale-line.is-fresh[self.fresh] id=(self.id) {
                div.sale-words {
                    p { strong { (self.name) } @if let Some(code) = &self.code { " " (crate::bdi(code)) } }
                    @if !self.parts.is_empty() { p.sale-parts { @for part in &self.parts { span { (part) } } } }
                }
                @if !self.count.0.is_empty() { div.sale-count { (self.count) } }
                p.sale-amount { (self.amount) }
                (self.act)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_tells_how_its_price_comes_about() {
        let html = sale_line("l1", "انگشتر", "۱")
            .part("۴٫۳۵۰ گرم")
            .part("اجرت ۱۴٪");
        let html = html.render().into_string();
        assert!(html.contains("<span>۴٫۳۵۰ گرم</span><span>اجرت ۱۴٪</span>"));
    }
}
