//! A text in Markdown: a plain area, buttons that write its marks, and a preview made by the server.
//! Here so that an article and a reply are written alike; what one sees in the preview is what will be shown.
use maud::{Markup, Render, html};

use crate::field::{Control, control_methods};
use crate::{assets, icon};

/// A Markdown field under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct MarkdownField {
    control: Control,
    preview: String,
    words: MarkdownWords,
    rows: u8,
    value: String,
    max_length: Option<u32>,
}

/// What the buttons of a Markdown field are called.
#[derive(Clone, Debug, Default)]
pub struct MarkdownWords {
    /// Names the group of buttons («قالب‌بندی»).
    pub tools: String,
    /// Strong words.
    pub bold: String,
    /// A list.
    pub list: String,
    /// A link.
    pub link: String,
    /// Code.
    pub code: String,
    /// Back to writing.
    pub write: String,
    /// As it will look.
    pub preview: String,
}

/// A field for a text in Markdown, in a form. `preview` is an address that takes the form as it is by `POST` and answers
/// with the field's text as it will look: a fragment for htmx, a page for the tab that opens without script.
pub fn markdown_field(
    name: impl Into<String>,
    label: impl Into<String>,
    preview: impl Into<String>,
    words: MarkdownWords,
) -> MarkdownField {
    MarkdownField {
        control: Control::new(name, label),
        preview: preview.into(),
        words,
        rows: 8,
        value: String::new(),
        max_length: None,
    }
}

control_methods!(MarkdownField: id, hint, error, required);

impl MarkdownField {
    /// What was written.
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }
    /// How many lines are seen at first.
    pub fn rows(mut self, rows: u8) -> Self {
        self.rows = rows;
        self
    }
    /// The most characters.
    pub fn max_length(mut self, characters: u32) -> Self {
        self.max_length = Some(characters);
        self
    }

    fn tools(&self) -> Markup {
        let words = &self.words;
        let tool = |act: &str, symbol: &str, label: &str| {
            html! { button.btn.btn-ghost.btn-sm.btn-square type="button" data-mark=(act) aria-label=(label) title=(label) { (icon(symbol)) } }
        };
        let shown = format!("{}-shown", self.control.id);
        html! {
            div.md-bar {
                div.needs-script role="group" aria-label=(words.tools) {
                    (tool("bold", "bold", &words.bold)) (tool("list", "list", &words.list))
                    (tool("link", "link", &words.link)) (tool("code", "code", &words.code))
                }
                button.btn.btn-ghost.btn-sm type="button" data-md-write hidden { (icon("pencil")) span { (words.write) } }
                button.btn.btn-ghost.btn-sm type="submit" formaction=(self.preview) formtarget="_blank" formnovalidate data-md-preview
                    hx-post=(self.preview) hx-include="closest form" hx-target=(format!("#{shown}")) hx-swap="innerHTML" { (icon("eye")) span { (words.preview) } }
            }
        }
    }
}

impl Render for MarkdownField {
    fn render(&self) -> Markup {
        let c = &self.control;
        c.frame(&html! {
            div.md data-md data-chunk=(assets::url("markdown.js")) {
                (self.tools())
                textarea.textarea id=(c.id) name=(c.name) rows=(self.rows) dir="auto" maxlength=[self.max_length] required[c.required]
                    aria-invalid=[c.invalid()] aria-describedby=[c.described_by()] { "\n" (self.value) }
                div.md-shown.prose id=(format!("{}-shown", c.id)) role="region" aria-label=(self.words.preview) dir="auto" tabindex="-1" hidden {}
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_preview_is_a_plain_submit_to_its_own_address() {
        let html = markdown_field("body", "متن", "/preview", MarkdownWords::default())
            .value("**x**")
            .render()
            .into_string();
        assert!(html.contains("type=\"submit\" formaction=\"/preview\" formtarget=\"_blank\""));
        assert!(
            html.contains("hx-post=\"/preview\"") && html.contains("hx-target=\"#f-body-shown\"")
        );
        assert!(html.contains(">\n**x**</textarea>"));
    }

    #[test]
    fn buttons_that_need_script_come_with_it() {
        let html = markdown_field("body", "متن", "/p", MarkdownWords::default()).render();
        let html = html.into_string();
        let group = html.find("needs-script").unwrap();
        assert!(html.find("data-mark=\"bold\"").unwrap() > group);
        assert!(html.contains("data-md-write hidden"));
    }
}
