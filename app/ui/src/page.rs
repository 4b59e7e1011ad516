//! The parts of a page: its head, cards, tabs, and what stands where nothing is yet.
//! Here so that each screen has one `h1` and the same order of things.
use maud::{Markup, Render, html};

use crate::motif;

/// The page's only `h1`, a line under it, and what one can do here.
pub fn page_header(title: impl AsRef<str>, subtitle: Option<&str>, actions: impl Render) -> Markup {
    let actions = actions.render();
    html! {
        header.page-header {
            div {
                h1 { (title.as_ref()) }
                @if let Some(text) = subtitle { p { (text) } }
            }
            @if !actions.0.is_empty() { div.actions { (actions) } }
        }
    }
}

/// A titled box. An empty title leaves the head out.
pub fn card(id: impl AsRef<str>, title: impl AsRef<str>, body: impl Render) -> Markup {
    let (id, title) = (id.as_ref(), title.as_ref());
    html! {
        section.panel id=(id) {
            @if !title.is_empty() { h2 { (title) } }
            (body)
        }
    }
}

/// Names and values, one a line.
pub fn definition_list(items: Vec<(String, Markup)>) -> Markup {
    html! {
        dl.facts {
            @for (name, value) in &items { div { dt { (name) } dd { (value) } } }
        }
    }
}

/// Says what to do first where a list is empty.
pub fn empty_state(
    symbol: &str,
    title: impl AsRef<str>,
    text: impl AsRef<str>,
    action: impl Render,
) -> Markup {
    html! {
        div.empty {
            (motif::illustration(symbol))
            p.empty-title { (title.as_ref()) }
            p { (text.as_ref()) }
            (action)
        }
    }
}

/// One tab: a link to a page or a part of it.
#[derive(Clone, Debug, Default)]
pub struct Tab {
    /// What it is called.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Is it the one shown?
    pub active: bool,
    /// A localised count beside the label.
    pub badge: Option<String>,
}

/// Links between sister pages; `label` names the group.
pub fn tabs(label: impl AsRef<str>, tabs: &[Tab]) -> Markup {
    html! {
        nav.tab-bar aria-label=(label.as_ref()) data-scroll-current {
            ul {
                @for tab in tabs {
                    li {
                        a href=(tab.href) aria-current=[tab.active.then_some("page")] {
                            (tab.label)
                            @if let Some(count) = &tab.badge { span.count { (count) } }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_has_the_h1_and_no_empty_row_of_buttons() {
        let html = page_header("تیکت‌ها", None, html! {}).into_string();
        assert!(html.contains("<h1>تیکت‌ها</h1>") && !html.contains("actions"));
    }

    #[test]
    fn card_has_its_id_and_no_empty_heading() {
        assert!(
            card("ticket-1", "وضعیت", "x")
                .into_string()
                .starts_with("<section class=\"panel\" id=\"ticket-1\"><h2>وضعیت")
        );
        assert!(!card("c", "", "x").into_string().contains("<h2"));
    }

    #[test]
    fn only_the_shown_tab_is_current() {
        let tab = |active| Tab {
            label: "t".into(),
            href: "/".into(),
            active,
            badge: None,
        };
        let html = tabs("l", &[tab(true), tab(false)]).into_string();
        assert_eq!(html.matches("aria-current=\"page\"").count(), 1);
    }
}
