//! The till's frame: bar with prices, scanner and lines, keypad, the total that never leaves.
//! Here so that a sale is done without scrolling and without a mouse.
use maud::{Markup, Render, html};

use crate::form::CSRF_FIELD;
use crate::{assets, icon};

/// A till under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct Till {
    label: String,
    bar: Markup,
    scan: Option<Scan>,
    away: Option<String>,
    lines: Vec<Markup>,
    empty: String,
    cart: Option<[String; 2]>,
    pad: Markup,
    bill: Markup,
    total: Option<(String, Markup)>,
    pay: Markup,
}

#[derive(Clone, Debug)]
struct Scan {
    action: String,
    csrf: String,
    label: String,
    add: String,
}

/// A till; `label` names the list of lines.
pub fn till(label: impl Into<String>) -> Till {
    Till {
        label: label.into(),
        bar: html! {},
        scan: None,
        away: None,
        lines: Vec::new(),
        empty: String::new(),
        cart: None,
        pad: html! {},
        bill: html! {},
        total: None,
        pay: html! {},
    }
}

impl Till {
    /// The bar above: ticker, held sales, who sells, the way out.
    pub fn bar(mut self, bar: impl Render) -> Self {
        self.bar = bar.render();
        self
    }
    /// The scanner's field: posts `code` to `action`; a scanner is heard wherever the focus is, F2 comes here.
    pub fn scan(
        mut self,
        action: impl Into<String>,
        csrf: impl Into<String>,
        label: impl Into<String>,
        add: impl Into<String>,
    ) -> Self {
        self.scan = Some(Scan {
            action: action.into(),
            csrf: csrf.into(),
            label: label.into(),
            add: add.into(),
        });
        self
    }
    /// Said while the network is away: what still works.
    pub fn away(mut self, words: impl Into<String>) -> Self {
        self.away = Some(words.into());
        self
    }
    /// What is sold, from [`crate::sale_line`]; `empty` is said when there is nothing yet.
    pub fn lines(mut self, lines: Vec<Markup>, empty: impl Into<String>) -> Self {
        self.lines = lines;
        self.empty = empty.into();
        self
    }
    /// On a phone the lines are a sheet, which the button beside the total opens: its words («۳ قلم در سبد»), and the name
    /// of the sheet's way back. Without it they stand in the page there, too.
    pub fn cart(mut self, words: impl Into<String>, close: impl Into<String>) -> Self {
        self.cart = Some([words.into(), close.into()]);
        self
    }
    /// The keypad with its field, from [`keypad`].
    pub fn pad(mut self, pad: impl Render) -> Self {
        self.pad = pad.render();
        self
    }
    /// The lines of the bill above the total.
    pub fn bill(mut self, bill: impl Render) -> Self {
        self.bill = bill.render();
        self
    }
    /// What is to be paid.
    pub fn total(mut self, label: impl Into<String>, amount: impl Render) -> Self {
        self.total = Some((label.into(), amount.render()));
        self
    }
    /// The ways to end the sale.
    pub fn pay(mut self, pay: impl Render) -> Self {
        self.pay = pay.render();
        self
    }

    fn scanner(scan: &Scan) -> Markup {
        html! {
            form.till-scan method="post" action=(scan.action) hx-post=(scan.action) hx-target="main" hx-select="main" hx-swap="outerMorph" {
                input type="hidden" name=(CSRF_FIELD) value=(scan.csrf);
                (icon("scan-barcode"))
                label.sr-only for="till-scan" { (scan.label) }
                input type="text" id="till-scan" name="code" placeholder=(scan.label) autocomplete="off" data-scan data-fkey="F2" autofocus;
                kbd.key.key-hint aria-hidden="true" dir="ltr" { "F2" }
                button.btn.btn-sm type="submit" { span { (scan.add) } }
            }
        }
    }
}

impl Till {
    /// The lines; a native popover where a phone shows them as a sheet, so it opens without script.
    fn sold(&self) -> Markup {
        let lines = html! { ol.till-lines tabindex="0" aria-label=(self.label) { @for line in &self.lines { (line) } } };
        html! {
            @match &self.cart {
                _ if self.lines.is_empty() => div.till-empty { (icon("scan-barcode")) p { (self.empty) } },
                None => (lines),
                Some([_, close]) => div.till-cart #till-cart popover {
                    div.till-cart-head {
                        strong { (self.label) }
                        button.btn.btn-ghost.btn-square type="button" popovertarget="till-cart" popovertargetaction="hide" aria-label=(close) title=(close) { (icon("x")) }
                    }
                    (lines)
                },
            }
        }
    }

    fn opener(&self) -> Markup {
        html! {
            @if let (Some([words, _]), false) = (&self.cart, self.lines.is_empty()) {
                button.btn.till-cart-open type="button" popovertarget="till-cart" { (icon("shopping-cart")) span { (words) } (icon("chevron-up")) }
            }
        }
    }
}

impl Render for Till {
    fn render(&self) -> Markup {
        html! {
            div.till data-till data-chunk=(assets::url("till.js")) {
                div.till-bar { (self.bar) }
                @if let Some(words) = &self.away { p.till-away role="alert" data-away hidden { (icon("wifi-off")) (words) } }
                section.till-sale aria-label=(self.label) {
                    @if let Some(scan) = &self.scan { (Self::scanner(scan)) }
                    (self.sold())
                }
                div.till-side {
                    (self.pad)
                    div.till-sum {
                        (self.opener())
                        (self.bill)
                        @if let Some((label, amount)) = &self.total { p.till-total role="status" { span { (label) } (amount) } }
                        div.till-pay { (self.pay) }
                    }
                }
            }
        }
    }
}

/// A keypad with the field above it; the keys write into the field of the till that was used last and need script,
/// so without it only the field is there. `back` and `clear` name the two keys that take away.
pub fn keypad(field: impl Render, digits: [String; 10], back: &str, clear: &str) -> Markup {
    let [zero, rest @ ..] = &digits;
    let key =
        |value: &str, shown: &str| html! { button type="button" data-digit=(value) { (shown) } };
    html! {
        div.keypad {
            (field)
            div.keypad-keys {
                @for (n, shown) in rest.iter().enumerate() { (key(&(n + 1).to_string(), shown)) }
                (key("000", &zero.repeat(3)))
                (key("0", zero))
                button type="button" data-digit="back" aria-label=(back) title=(back) { span.icon-directed { (icon("delete")) } }
            }
            button.btn.btn-sm.btn-ghost.keypad-clear type="button" data-digit="clear" { (clear) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scanner_is_a_form_and_the_empty_till_says_what_to_do() {
        let html = till("فروش")
            .scan("/lines", "t", "بارکد یا نام کالا", "افزودن")
            .lines(vec![], "کالایی را اسکن کنید")
            .render()
            .into_string();
        assert!(html.contains("action=\"/lines\"") && html.contains("data-scan"));
        assert!(html.contains("کالایی را اسکن کنید") && !html.contains("<ol"));
    }

    #[test]
    fn cart_opens_from_beside_the_total_without_script() {
        let html = till("اقلام")
            .lines(vec![html! { li { "انگشتر" } }], "")
            .cart("۱ قلم در سبد", "بستن")
            .render()
            .into_string();
        assert!(html.contains("id=\"till-cart\" popover"));
        let opener = html.find("till-cart-open").unwrap();
        assert!(html.find("till-sum").unwrap() < opener);
        let nothing = till("اقلام").cart("۰ قلم", "بستن").render();
        assert!(!nothing.into_string().contains("till-cart"));
    }
}
