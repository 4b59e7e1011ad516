//! A list of things one goes to: picture, title, a quiet line, a value at the end; and what needs the reader.
//! Here for homes, queues and search, where a table would be too much and a bare link too little.
use maud::{Markup, Render, html};

use crate::{Tone, icon};

/// A line of an item list.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Item {
    href: String,
    title: Markup,
    lead: Option<Markup>,
    meta: Option<Markup>,
    end: Option<Markup>,
    id: Option<String>,
    current: bool,
    unread: Option<String>,
}

impl Item {
    /// A line that leads to `href`.
    pub fn new(href: impl Into<String>, title: impl Render) -> Self {
        Self {
            href: href.into(),
            title: title.render(),
            ..Self::default()
        }
    }
    /// An icon on its tile before the words.
    pub fn icon(mut self, name: &str, tone: Tone) -> Self {
        self.lead =
            Some(html! { span class=(format!("tile-icon {}", tone.class())) { (icon(name)) } });
        self
    }
    /// Anything else before the words (an avatar).
    pub fn lead(mut self, lead: impl Render) -> Self {
        self.lead = Some(lead.render());
        self
    }
    /// The quiet line under the title.
    pub fn meta(mut self, meta: impl Render) -> Self {
        self.meta = Some(meta.render());
        self
    }
    /// What stands at the end: a badge, an amount, a time.
    pub fn end(mut self, end: impl Render) -> Self {
        self.end = Some(end.render());
        self
    }
    /// The element's id.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }
    /// The one that is open beside the list.
    pub fn current(mut self, current: bool) -> Self {
        self.current = current;
        self
    }
    /// Not yet read; `label` says so aloud.
    pub fn unread(mut self, label: impl Into<String>) -> Self {
        self.unread = Some(label.into());
        self
    }

    fn line(&self) -> Markup {
        html! {
            li.item id=[self.id.as_deref()] {
                a href=(self.href) aria-current=[self.current.then_some("true")] {
                    @if let Some(lead) = &self.lead { (lead) }
                    span.item-words {
                        span.item-title {
                            @if let Some(label) = &self.unread { span.dot {} span.sr-only { (label) " " } }
                            (self.title)
                        }
                        @if let Some(meta) = &self.meta { span.item-meta { (meta) } }
                    }
                    @if let Some(end) = &self.end { span.item-end { (end) } }
                }
            }
        }
    }
}

/// The lines as a list; `label` names it.
pub fn item_list(label: impl AsRef<str>, items: &[Item]) -> Markup {
    html! { ul.items aria-label=(label.as_ref()) { @for item in items { (item.line()) } } }
}

/// A titled box whose head has an act or a link at its end (all of them, a new one).
pub fn panel(
    id: impl AsRef<str>,
    title: impl AsRef<str>,
    actions: impl Render,
    body: impl Render,
) -> Markup {
    html! {
        section.panel id=(id.as_ref()) {
            div.panel-head { h2 { (title.as_ref()) } div.actions { (actions) } }
            (body)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_link_a_line_and_the_open_one_is_marked() {
        let items = [Item::new("/a", "الف").current(true), Item::new("/b", "ب")];
        let html = item_list("صف", &items).into_string();
        assert_eq!(html.matches("<a ").count(), 2);
        assert_eq!(html.matches("aria-current=\"true\"").count(), 1);
    }

    #[test]
    fn unread_is_said_and_not_only_coloured() {
        let html = item_list("x", &[Item::new("/a", "t").unread("نخوانده")]).into_string();
        assert!(html.contains("sr-only\">نخوانده"));
    }
}
