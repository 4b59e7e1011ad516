//! The order beside the checkout form; on a phone its sum and its button stay at the foot of the screen.
//! Here so that nobody presses «پرداخت» without the sum in sight.
use maud::{Markup, Render, html};

/// The summary of an order under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct Order {
    title: String,
    bill: Markup,
    extra: Markup,
    total: Option<(String, Markup)>,
    action: Markup,
    note: Option<String>,
}

/// A summary; `bill` is from [`crate::bill`] and holds the lines, not the total.
pub fn order(title: impl Into<String>, bill: impl Render) -> Order {
    Order {
        title: title.into(),
        bill: bill.render(),
        extra: html! {},
        total: None,
        action: html! {},
        note: None,
    }
}

impl Order {
    /// Below the lines: the coupon.
    pub fn extra(mut self, extra: impl Render) -> Self {
        self.extra = extra.render();
        self
    }
    /// What is to be paid (from [`crate::money_pair`] or [`crate::big_money`]).
    pub fn total(mut self, label: impl Into<String>, amount: impl Render) -> Self {
        self.total = Some((label.into(), amount.render()));
        self
    }
    /// The button that pays; give it the id of the form (`Button::form`).
    pub fn action(mut self, action: impl Render) -> Self {
        self.action = action.render();
        self
    }
    /// A line below the button.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

impl Render for Order {
    fn render(&self) -> Markup {
        html! {
            aside.order aria-label=(self.title) {
                div.order-lines { h2 { (self.title) } (self.bill) (self.extra) }
                div.order-pay {
                    @if let Some((label, amount)) = &self.total { p.order-total { span { (label) } (amount) } }
                    (self.action)
                    @if let Some(note) = &self.note { small { (note) } }
                }
            }
        }
    }
}

/// Form and summary side by side; the summary stays in sight.
pub fn checkout(main: impl Render, order: &Order) -> Markup {
    html! { div.checkout { div.flow { (main) } (order) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sum_stands_right_before_the_button() {
        let html = order("سفارش", "L")
            .total("جمع", "T")
            .action(crate::button("پرداخت").money().form("pay"))
            .render()
            .into_string();
        let at = |what: &str| html.find(what).unwrap();
        assert!(at(">جمع<") < at("<button") && html.contains("form=\"pay\""));
    }
}
