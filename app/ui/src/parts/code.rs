//! The one-time code that one types.
//! Here so that it stays left to right, in one piece, with ASCII digits.
use maud::{Markup, Render, html};

use crate::field::{Control, control_methods};

/// A one-time code's field under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct CodeField {
    control: Control,
    length: u8,
    autofocus: bool,
}

/// A field for a code of so many digits (4 to 8): one control that is drawn as boxes, so pasting and the
/// phone's own offer of the code just work.
pub fn code_field(name: impl Into<String>, label: impl Into<String>, length: u8) -> CodeField {
    CodeField {
        control: Control::new(name, label),
        length: length.clamp(4, 8),
        autofocus: false,
    }
}

control_methods!(CodeField: id, hint, error);

impl CodeField {
    /// Takes the focus when the page arrives.
    pub fn autofocus(mut self) -> Self {
        self.autofocus = true;
        self
    }
}

impl Render for CodeField {
    fn render(&self) -> Markup {
        let c = &self.control;
        c.frame(&html! {
            input class=(format!("code-input code-{}", self.length)) type="text" id=(c.id) name=(c.name) dir="ltr" inputmode="numeric"
                autocomplete="one-time-code" maxlength=(self.length) required spellcheck="false" data-code
                aria-invalid=[c.invalid()] aria-describedby=[c.described_by()] autofocus[self.autofocus];
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_one_control_that_the_phone_can_fill() {
        let html = code_field("code", "کد", 6).render().into_string();
        assert_eq!(html.matches("<input").count(), 1);
        assert!(
            html.contains("autocomplete=\"one-time-code\"") && html.contains("maxlength=\"6\"")
        );
    }
}
