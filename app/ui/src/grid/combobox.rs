//! A field that searches among thousands on the server and keeps the one that was chosen.
//! Here so that nobody scrolls a select of two thousand customers; without script the server reads the text.
use std::fmt::Display;

use maud::{Markup, Render, html};

use crate::field::{Control, control_methods};
use crate::icon;

/// A combobox under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct Combobox {
    control: Control,
    url: String,
    chosen: (String, String),
    placeholder: Option<String>,
    offers: bool,
}

/// A combobox: sends `name` (the chosen value) and `name_text` (what stands in the field; when the first is empty the
/// server looks it up). `url` answers to `?name_text=` with [`combobox_options`] for the same name.
pub fn combobox(
    name: impl Into<String>,
    label: impl Into<String>,
    url: impl Into<String>,
) -> Combobox {
    Combobox {
        control: Control::new(name, label),
        url: url.into(),
        chosen: <_>::default(),
        placeholder: None,
        offers: false,
    }
}

control_methods!(Combobox: hint, error, required, compact);

impl Combobox {
    /// What is chosen: the value and its words.
    pub fn chosen(mut self, value: impl Into<String>, words: impl Into<String>) -> Self {
        self.chosen = (value.into(), words.into());
        self
    }
    /// What one may look for («نام، موبایل یا شمارهٔ مشتری»).
    pub fn placeholder(mut self, text: impl Into<String>) -> Self {
        self.placeholder = Some(text.into());
        self
    }
    /// The list opens when one comes to the field, before anything is typed: for lists of a hundred, not of thousands.
    pub fn offers(mut self) -> Self {
        self.offers = true;
        self
    }
}

impl Render for Combobox {
    fn render(&self) -> Markup {
        let c = &self.control;
        let list = format!("{}-list", c.id);
        let asks = if self.offers {
            "input changed delay:200ms, focus once"
        } else {
            "input changed delay:200ms"
        };
        let words = self.placeholder.as_deref();
        let shown = words.or_else(|| c.compact.then_some(c.label.as_str()));
        let control = html! {
            span.combo data-combo {
                (icon("search"))
                input.input type="text" role="combobox" id=(c.id) name=(format!("{}_text", c.name)) value=(self.chosen.1) autocomplete="off"
                    aria-autocomplete="list" aria-expanded="false" aria-controls=(list) placeholder=[shown] dir="auto"
                    required[c.required] aria-invalid=[c.invalid()] aria-describedby=[c.described_by()]
                    hx-get=(self.url) hx-trigger=(asks) hx-target=(format!("#{list}")) hx-swap="innerHTML";
                input type="hidden" name=(c.name) value=(self.chosen.0);
                ul.combo-list role="listbox" id=(list) aria-label=(c.label) hidden {}
            }
        };
        c.frame(&control)
    }
}

/// The answer to a search: value, words, and a quiet second line for each; `none` is said when there is none.
pub fn combobox_options<V: Display>(
    name: impl AsRef<str>,
    options: &[(V, String, String)],
    none: impl AsRef<str>,
) -> Markup {
    html! {
        @for (n, (value, words, detail)) in options.iter().enumerate() {
            li role="option" id=(format!("{}-option-{n}", crate::field_id(name.as_ref()))) data-value=(value) data-label=(words) aria-selected="false" {
                strong { bdi { (words) } } small { bdi { (detail) } }
            }
        }
        @if options.is_empty() { li.combo-none role="option" aria-disabled="true" { (none.as_ref()) } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_value_are_both_sent() {
        let html = combobox("customer", "مشتری", "/find")
            .chosen("42", "سارا")
            .render()
            .into_string();
        assert!(html.contains("name=\"customer_text\" value=\"سارا\""));
        assert!(html.contains("name=\"customer\" value=\"42\""));
    }

    #[test]
    fn in_a_toolbar_it_has_its_label_and_may_open_before_one_types() {
        let html = combobox("action", "کار", "/find").compact().offers();
        let html = html.render().into_string();
        assert!(html.contains("<label class=\"sr-only\" for=\"f-action\">کار</label>"));
        assert!(html.contains("placeholder=\"کار\"") && html.contains("focus once"));
    }

    #[test]
    fn options_have_ids_for_the_reader() {
        let html = combobox_options("customer", &[(7, "سارا".into(), "۰۹۱۲".into())], "نیست");
        let html = html.into_string();
        assert!(html.contains("id=\"f-customer-option-0\" data-value=\"7\""));
    }
}
