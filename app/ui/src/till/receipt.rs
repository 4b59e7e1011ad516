//! The receipt of a sale: a strip on the screen, and alone on the paper of a receipt printer.
//! Here beside the till because it is what the till gives out; the invoice is a document of its own.
use maud::{Markup, Render, html};

use crate::icon;

/// A receipt under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct Receipt {
    shop: Markup,
    lines: Vec<(String, String, Markup)>,
    bill: Markup,
    facts: Vec<(String, Markup)>,
    foot: Markup,
}

/// What was sold, for the customer; `shop` is who sold it (name, address, number). A page that holds a receipt prints
/// nothing else, 80 mm wide.
pub fn receipt(shop: impl Render) -> Receipt {
    Receipt {
        shop: shop.render(),
        lines: Vec::new(),
        bill: html! {},
        facts: Vec::new(),
        foot: html! {},
    }
}

impl Receipt {
    /// Something sold: its name, how its price comes about, what it cost.
    pub fn line(
        mut self,
        name: impl Into<String>,
        parts: impl Into<String>,
        amount: impl Render,
    ) -> Self {
        self.lines
            .push((name.into(), parts.into(), amount.render()));
        self
    }
    /// The sum, from [`crate::bill`].
    pub fn bill(mut self, bill: impl Render) -> Self {
        self.bill = bill.render();
        self
    }
    /// A fact of the sale: number, time, who sold it, how it was paid.
    pub fn fact(mut self, name: impl Into<String>, value: impl Render) -> Self {
        self.facts.push((name.into(), value.render()));
        self
    }
    /// The last words: thanks, the way to give it back.
    pub fn foot(mut self, foot: impl Render) -> Self {
        self.foot = foot.render();
        self
    }
}

impl Render for Receipt {
    fn render(&self) -> Markup {
        html! {
            article.receipt {
                header { (self.shop) }
                @if !self.facts.is_empty() { dl.facts { @for (name, value) in &self.facts { div { dt { (name) } dd { (value) } } } } }
                ul { @for (name, parts, amount) in &self.lines { li { span { strong { (name) } @if !parts.is_empty() { small { (parts) } } } span { (amount) } } } }
                (self.bill)
                @if !self.foot.0.is_empty() { footer { (self.foot) } }
            }
        }
    }
}

/// Prints the page, where script runs; without it the browser's own menu does.
pub fn print_button(label: impl AsRef<str>) -> Markup {
    html! { button.btn.needs-script type="button" data-print { (icon("printer")) span { (label.as_ref()) } } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_tells_each_line_with_its_parts() {
        let html = receipt("زرین").line("انگشتر", "۴٫۳۵۰ گرم", "۴۲").render();
        let html = html.into_string();
        assert!(html.contains("<strong>انگشتر</strong><small>۴٫۳۵۰ گرم</small>"));
        assert!(!html.contains("<footer") && !html.contains("<dl"));
    }
}
