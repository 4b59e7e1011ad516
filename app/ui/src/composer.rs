//! The box one writes in: kinds of message that cannot be taken for each other, words that are kept while one types.
//! Here because a note sent as an answer cannot be taken back, and because what was typed must not be lost.
use maud::{Markup, Render, html};

use crate::icon;

/// One kind of message: its name, and the form that sends it.
#[derive(Clone, Debug)]
pub struct Writing {
    /// The word by which it is chosen.
    pub value: &'static str,
    /// Its name on the switch.
    pub label: String,
    /// The key that chooses it.
    pub shortcut: Option<&'static str>,
    /// For colleagues only: looks like a note all over.
    pub is_note: bool,
    /// The form.
    pub form: Markup,
}

/// A switch between kinds of message, each with a form, colour and button of its own; it works without script. `legend` asks
/// which; `chosen` is the value that stands open.
pub fn composer(id: &str, legend: impl AsRef<str>, chosen: &str, kinds: &[Writing]) -> Markup {
    html! {
        section.panel.composer id=(id) {
            fieldset.composer-kinds {
                legend.sr-only { (legend.as_ref()) }
                @for (n, kind) in kinds.iter().enumerate() {
                    label class=(if kind.is_note { "composer-kind is-note" } else { "composer-kind" }) for=(format!("{id}-{n}")) {
                        input type="radio" name=(format!("{id}-kind")) id=(format!("{id}-{n}")) value=(kind.value)
                            data-kind=(n) checked[kind.value == chosen] data-key=[kind.shortcut];
                        @if kind.is_note { (icon("message-square-lock")) }
                        (kind.label)
                    }
                }
            }
            @for (n, kind) in kinds.iter().enumerate() {
                div class=(if kind.is_note { "composer-part is-note" } else { "composer-part" }) data-part=(n) { (kind.form) }
            }
        }
    }
}

/// A field whose words are sent to `url` while one types, with the form's fields and without its files; the answer takes the
/// place of the line `line`.
pub fn kept_field(url: &str, line: &str, field: impl Render) -> Markup {
    html! {
        div data-draft hx-post=(url) hx-encoding="application/x-www-form-urlencoded" hx-trigger="input delay:1s" hx-target=(format!("#{line}")) hx-swap="outerHTML" { (field) }
    }
}

/// The line that says that the words are kept; empty while there is nothing to say. It is not read aloud at each stop.
pub fn kept_line(id: &str, text: Option<&str>) -> Markup {
    html! { p.kept-line id=(id) { @if let Some(text) = text { (icon("check")) (text) } } }
}

/// The dot of something that is not read yet, and its word for those who hear it.
pub fn unread_dot(label: impl AsRef<str>) -> Markup {
    html! { span.dot {} span.sr-only { (label.as_ref()) " " } }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(value: &'static str, is_note: bool) -> Writing {
        Writing {
            value,
            label: value.to_owned(),
            shortcut: None,
            is_note,
            form: html! { b { (value) } },
        }
    }

    #[test]
    fn one_kind_stands_open_and_a_note_is_marked_all_over() {
        let kinds = [kind("answer", false), kind("note", true)];
        let html = composer("box", "نوع", "note", &kinds).into_string();
        assert_eq!(html.matches(" checked").count(), 1);
        assert!(html.contains("value=\"note\" data-kind=\"1\" checked"));
        assert!(html.contains("composer-part is-note\" data-part=\"1\""));
        assert_eq!(html.matches("<label").count(), 2);
    }

    #[test]
    fn words_are_kept_without_a_filter_in_the_trigger() {
        let html = kept_field("/draft", "line", html! { textarea {} }).into_string();
        assert!(
            html.contains("hx-trigger=\"input delay:1s\"") && html.contains("hx-target=\"#line\"")
        );
        assert_eq!(
            kept_line("line", None).into_string(),
            "<p class=\"kept-line\" id=\"line\"></p>"
        );
    }
}
