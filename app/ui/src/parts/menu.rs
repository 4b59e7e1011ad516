//! Menus and hints that open at their button as native popovers; on a phone a menu rises from the foot.
//! Here so that no scrolling list cuts them off and Escape closes them without script.
use maud::{Markup, Render, html};

use crate::icon;

/// A menu under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct Menu {
    id: String,
    label: String,
    symbol: &'static str,
    bare: bool,
    small: bool,
    items: Vec<Markup>,
}

/// A button with a menu; `id` is the menu's.
pub fn menu(id: impl Into<String>, label: impl Into<String>) -> Menu {
    Menu {
        id: id.into(),
        label: label.into(),
        symbol: "chevron-down",
        bare: false,
        small: false,
        items: Vec::new(),
    }
}

impl Menu {
    /// Only three dots are seen: for rows and heads of cards.
    pub fn dots(mut self) -> Self {
        self.symbol = "ellipsis-vertical";
        self.bare = true;
        self
    }
    /// For rows and toolbars.
    pub fn small(mut self) -> Self {
        self.small = true;
        self
    }
    /// A link.
    pub fn link(mut self, symbol: &str, label: impl AsRef<str>, href: impl AsRef<str>) -> Self {
        self.items.push(
            html! { li { a.menu-item href=(href.as_ref()) { (icon(symbol)) (label.as_ref()) } } },
        );
        self
    }
    /// A form of its own: give it a [`crate::Button`] that posts.
    pub fn act(mut self, button: impl Render) -> Self {
        self.items.push(html! { li.menu-act { (button) } });
        self
    }
    /// A line between groups.
    pub fn line(mut self) -> Self {
        self.items.push(html! { li.menu-line role="separator" {} });
        self
    }
}

impl Render for Menu {
    fn render(&self) -> Markup {
        let mut class = String::from("btn");
        if self.bare {
            class.push_str(" btn-ghost btn-square");
        }
        if self.small {
            class.push_str(" btn-sm");
        }
        html! {
            button class=(class) type="button" popovertarget=(self.id) title=[self.bare.then_some(&self.label)] {
                @if self.bare { span.sr-only { (self.label) } } @else { span { (self.label) } } (icon(self.symbol))
            }
            div.menu-list id=(self.id) popover data-menu-list {
                ul aria-label=(self.label) { @for item in &self.items { (item) } }
            }
        }
    }
}

/// A small «؟» that opens one sentence; `label` names the button («فینگلیش یعنی چه؟»).
pub fn hint_button(id: impl AsRef<str>, label: impl AsRef<str>, text: impl Render) -> Markup {
    let (id, label) = (id.as_ref(), label.as_ref());
    html! {
        button.hint-button type="button" popovertarget=(id) aria-label=(label) title=(label) { (icon("circle-question-mark")) }
        span.hint-box id=(id) popover role="note" { (text) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn menu_opens_without_script() {
        let html = menu("m1", "عملیات")
            .dots()
            .link("eye", "دیدن", "/x")
            .render();
        let html = html.into_string();
        assert!(html.contains("popovertarget=\"m1\"") && html.contains("id=\"m1\" popover"));
        assert!(html.contains("class=\"menu-item\" href=\"/x\""));
    }
}
