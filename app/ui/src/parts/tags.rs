//! Tags: a text field with commas, which script turns into chips.
//! Here so that the server reads one line of text in both cases.
use maud::{Markup, Render, html};

use crate::field::{Control, control_methods};

/// A field of tags under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct TagField {
    control: Control,
    tags: Vec<String>,
    known: Vec<String>,
    remove: String,
}

/// A field of tags, sent as one text with «،» between; `remove` names a chip's button.
pub fn tag_field(
    name: impl Into<String>,
    label: impl Into<String>,
    remove: impl Into<String>,
) -> TagField {
    TagField {
        control: Control::new(name, label),
        tags: Vec::new(),
        known: Vec::new(),
        remove: remove.into(),
    }
}

control_methods!(TagField: hint, error);

impl TagField {
    /// What is there.
    pub fn tags<S: Into<String>>(mut self, tags: impl IntoIterator<Item = S>) -> Self {
        self.tags = tags.into_iter().map(Into::into).collect();
        self
    }
    /// What others have used; the browser offers it.
    pub fn known<S: Into<String>>(mut self, known: impl IntoIterator<Item = S>) -> Self {
        self.known = known.into_iter().map(Into::into).collect();
        self
    }
}

impl Render for TagField {
    fn render(&self) -> Markup {
        let c = &self.control;
        let list = format!("{}-known", c.id);
        let control = html! {
            span.tag-box data-tags=(self.remove) {
                input.input type="text" id=(c.id) name=(c.name) value=(self.tags.join("، ")) dir="auto" autocomplete="off"
                    list=[(!self.known.is_empty()).then_some(&list)] aria-invalid=[c.invalid()] aria-describedby=[c.described_by()];
                @if !self.known.is_empty() { datalist id=(list) { @for tag in &self.known { option value=(tag) {} } } }
            }
        };
        c.frame(&control)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_script_it_is_one_line_of_text() {
        let html = tag_field("tags", "برچسب‌ها", "حذف")
            .tags(["فوری", "فروش"])
            .render();
        assert!(html.into_string().contains("value=\"فوری، فروش\""));
    }
}
