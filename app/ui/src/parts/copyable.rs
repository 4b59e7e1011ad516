//! A value that one copies: a short one inside a line, a long one as a block of its own.
//! Here so that codes stay left to right and what is copied has ASCII digits.
use maud::{Markup, Render, html};

use crate::{bdi, icon};

/// A value with the button that copies it, under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct Copyable {
    text: String,
    label: String,
    title: Option<String>,
}

/// A value with a button that copies it; `text` must already be ASCII digits, `label` names the act.
pub fn copyable(text: impl Into<String>, label: impl Into<String>) -> Copyable {
    Copyable {
        text: text.into(),
        label: label.into(),
        title: None,
    }
}

impl Copyable {
    /// As a block under its title, for what is long: a key, a record, a command.
    pub fn block(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    fn in_line(&self) -> Markup {
        let (text, label) = (&self.text, &self.label);
        html! {
            span.copyable {
                (bdi(text))
                button.btn.btn-ghost.btn-xs.btn-square type="button" data-copy=(text) aria-label=(format!("{label}: {text}")) title=(label) {
                    (icon("copy"))
                }
            }
        }
    }

    fn as_block(&self, title: &str) -> Markup {
        let (text, label) = (&self.text, &self.label);
        html! {
            figure.copy-block {
                figcaption { (title)
                    button.btn.btn-ghost.btn-xs type="button" data-copy=(text) aria-label=(format!("{label}: {title}")) { (icon("copy")) span { (label) } }
                }
                pre dir="ltr" tabindex="0" role="group" aria-label=(title) { code { (text) } }
            }
        }
    }
}

impl Render for Copyable {
    fn render(&self) -> Markup {
        match &self.title {
            Some(title) => self.as_block(title),
            None => self.in_line(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_keeps_its_direction_and_is_escaped_and_copied_as_it_is() {
        let html = copyable("a<b", "کپی").render().into_string();
        assert!(html.contains("<bdi class=\"code\" dir=\"ltr\">a&lt;b</bdi>"));
        assert!(html.contains("data-copy=\"a&lt;b\""));
        let html = copyable("a<b", "کپی").block("کلید").render().into_string();
        assert!(html.contains("<code>a&lt;b</code>") && html.contains("aria-label=\"کپی: کلید\""));
    }
}
