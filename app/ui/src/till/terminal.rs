//! A terminal's frame: its state, its screen kept left to right, the keys a phone lacks, a way to read it.
//! Here without an emulator: the script that fills the screen comes with the console's own module.
use maud::{Markup, Render, html};

use crate::{Tone, badge};

/// A terminal under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct Terminal {
    id: String,
    title: String,
    state: (Tone, String),
    actions: Markup,
    keys: Option<String>,
    text: String,
    notice: Option<Markup>,
}

/// A terminal; `id` is the screen's, for the script that fills it.
pub fn terminal(
    id: impl Into<String>,
    title: impl Into<String>,
    tone: Tone,
    state: impl Into<String>,
) -> Terminal {
    Terminal {
        id: id.into(),
        title: title.into(),
        state: (tone, state.into()),
        actions: html! {},
        keys: None,
        text: String::new(),
        notice: None,
    }
}

impl Terminal {
    /// What can be done with it: connect again, read as text, close.
    pub fn actions(mut self, actions: impl Render) -> Self {
        self.actions = actions.render();
        self
    }
    /// The row of keys that a phone's keyboard lacks; the label names it.
    pub fn keys(mut self, label: impl Into<String>) -> Self {
        self.keys = Some(label.into());
        self
    }
    /// What is on the screen, as plain text (the reader's mode, and what stands there before the script has come).
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }
    /// Lies over the screen: the connection is lost, with the way back.
    pub fn notice(mut self, notice: impl Render) -> Self {
        self.notice = Some(notice.render());
        self
    }
}

const KEYS: [(&str, &str); 10] = [
    ("Escape", "Esc"),
    ("Tab", "Tab"),
    ("Control", "Ctrl"),
    ("Alt", "Alt"),
    ("|", "|"),
    ("~", "~"),
    ("ArrowUp", "↑"),
    ("ArrowDown", "↓"),
    ("ArrowLeft", "←"),
    ("ArrowRight", "→"),
];

impl Render for Terminal {
    fn render(&self) -> Markup {
        html! {
            section.term aria-label=(self.title) {
                div.term-head { strong { bdi { (self.title) } } (badge(self.state.0, &self.state.1)) div.actions { (self.actions) } }
                div.term-box {
                    pre.term-screen id=(self.id) dir="ltr" lang="en" tabindex="0" role="log" aria-label=(self.title) { (self.text) }
                    @if let Some(notice) = &self.notice { div.term-notice role="alert" { (notice) } }
                }
                @if let Some(label) = &self.keys {
                    div.term-keys dir="ltr" role="group" aria-label=(label) { @for (key, shown) in KEYS { button type="button" data-term-key=(key) aria-label=(key) { (shown) } } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn screen_is_left_to_right_in_any_page() {
        let html = terminal("t", "web-1", Tone::Success, "وصل")
            .text("$ ls")
            .render();
        assert!(
            html.into_string()
                .contains("id=\"t\" dir=\"ltr\" lang=\"en\"")
        );
    }
}
