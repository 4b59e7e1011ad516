//! A count with a minus and a plus.
//! Here so that a number one steps through can still be typed, in any digits.
use maud::{Markup, Render, html};

use crate::field::{Control, control_methods};
use crate::icon;

/// A count with a minus and a plus under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct Quantity {
    control: Control,
    value: String,
    range: (i64, i64),
    words: (String, String),
    quiet_label: bool,
}

/// A count; `less` and `more` name the buttons, which come with script (without it one types).
pub fn quantity(
    name: impl Into<String>,
    label: impl Into<String>,
    less: impl Into<String>,
    more: impl Into<String>,
) -> Quantity {
    Quantity {
        control: Control::new(name, label),
        value: String::new(),
        range: (0, 999),
        words: (less.into(), more.into()),
        quiet_label: false,
    }
}

control_methods!(Quantity: id, error);

impl Quantity {
    /// What is there, in the reader's digits.
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }
    /// The least and the most.
    pub fn range(mut self, least: i64, most: i64) -> Self {
        self.range = (least, most);
        self
    }
    /// In a row: the label is read aloud only.
    pub fn compact(mut self) -> Self {
        self.quiet_label = true;
        self
    }
}

impl Render for Quantity {
    fn render(&self) -> Markup {
        let c = &self.control;
        let control = html! {
            span.quantity data-quantity data-least=(self.range.0) data-most=(self.range.1) {
                button type="button" data-step="-1" aria-label=(format!("{}: {}", self.words.0, c.label)) { (icon("minus")) }
                input type="text" id=(c.id) name=(c.name) value=(self.value) inputmode="numeric" dir="ltr" autocomplete="off"
                    aria-invalid=[c.invalid()] aria-describedby=[c.described_by()];
                button type="button" data-step="1" aria-label=(format!("{}: {}", self.words.1, c.label)) { (icon("plus")) }
            }
        };
        if self.quiet_label {
            html! { label.sr-only for=(c.id) { (c.label) } (control) }
        } else {
            c.frame(&control)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn count_is_a_text_field_for_persian_digits() {
        let html = quantity("n", "تعداد", "کمتر", "بیشتر").value("۲").render();
        let html = html.into_string();
        assert!(html.contains("inputmode=\"numeric\"") && html.contains("value=\"۲\""));
        assert!(html.contains("aria-label=\"کمتر: تعداد\""));
    }
}
