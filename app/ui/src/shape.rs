//! Shapes of whole pages: main with a side, settings with their sections, the split page of signing in.
//! Here so that wide screens are used and every page of a kind is laid out alike.
use maud::{Markup, Render, html};

use crate::{icon, motif};

/// A dashboard: what is worked on (`main`) and, beside it when there is room, what one glances at (`side`).
/// An empty side leaves the whole width to the main part.
pub fn dash(main: impl Render, side: impl Render) -> Markup {
    let side = side.render();
    html! {
        div.dash {
            div.dash-main.flow { (main) }
            @if !side.0.is_empty() { div.dash-side.flow { (side) } }
        }
    }
}

/// One section of the settings.
#[derive(Clone, Debug, Default)]
pub struct SettingsSection {
    /// What it is called.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Its icon's name.
    pub icon: String,
    /// Is it the one shown?
    pub active: bool,
}

/// A group of sections with its heading («شما»، «کسب‌وکار»); an empty heading is left out.
#[derive(Clone, Debug, Default)]
pub struct SettingsGroup {
    /// The heading.
    pub label: String,
    /// Its sections.
    pub sections: Vec<SettingsSection>,
}

/// Settings: the list of sections beside the section itself; on a phone the list is a row that scrolls.
/// `label` names the list.
pub fn settings_layout(
    label: impl AsRef<str>,
    groups: &[SettingsGroup],
    body: impl Render,
) -> Markup {
    html! {
        div.settings {
            nav.settings-nav aria-label=(label.as_ref()) data-scroll-current {
                @for group in groups {
                    div {
                        @if !group.label.is_empty() { p.settings-group { (group.label) } }
                        ul {
                            @for section in &group.sections {
                                li { a href=(section.href) aria-current=[section.active.then_some("page")] {
                                    (icon(&section.icon)) span { (section.label) }
                                } }
                            }
                        }
                    }
                }
            }
            div.settings-body.flow { (body) }
        }
    }
}

/// A part of the settings: what it is at the start, its form or list at the end.
pub fn settings_part(
    id: impl AsRef<str>,
    title: impl AsRef<str>,
    text: impl AsRef<str>,
    body: impl Render,
) -> Markup {
    let text = text.as_ref();
    html! {
        section.panel.settings-part id=(id.as_ref()) {
            div { h2 { (title.as_ref()) } @if !text.is_empty() { p.quiet { (text) } } }
            div.flow { (body) }
        }
    }
}

/// A page with a form beside the picture of the house: sign-in, sign-up, a new password.
#[derive(Clone, Debug, Default)]
pub struct SplitPage {
    /// The page's `h1`.
    pub title: String,
    /// A line under it.
    pub lead: String,
    /// What the house says beside the form.
    pub promise: String,
    /// What one gets, a few words each.
    pub points: Vec<String>,
}

/// Renders the page; `foot` stands under the form (the way to the other page).
pub fn split_page(page: &SplitPage, body: impl Render, foot: impl Render) -> Markup {
    let foot = foot.render();
    html! {
        div.split {
            div.split-form {
                div.split-head { h1 { (page.title) } @if !page.lead.is_empty() { p.quiet { (page.lead) } } }
                (body)
                @if !foot.0.is_empty() { div.split-foot { (foot) } }
            }
            aside.split-wall {
                (motif::tiles("split-tiles"))
                div.split-words {
                    @if !page.promise.is_empty() { p.split-promise { (page.promise) } }
                    @if !page.points.is_empty() {
                        ul { @for point in &page.points { li { (icon("check")) span { (point) } } } }
                    }
                }
                (motif::court())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dashboard_without_a_side_has_no_empty_column() {
        assert!(!dash("a", html! {}).into_string().contains("dash-side"));
        assert!(dash("a", "b").into_string().contains("dash-side"));
    }

    #[test]
    fn the_shown_section_is_current_and_its_list_is_named() {
        let section = |active| SettingsSection {
            active,
            ..SettingsSection::default()
        };
        let group = SettingsGroup {
            label: "شما".into(),
            sections: vec![section(true), section(false)],
        };
        let html = settings_layout("تنظیمات", &[group], "x").into_string();
        assert_eq!(html.matches("aria-current=\"page\"").count(), 1);
        assert!(html.contains("<nav class=\"settings-nav\" aria-label=\"تنظیمات\""));
    }

    #[test]
    fn the_form_comes_before_the_picture_for_those_who_hear_the_page() {
        let html = split_page(&SplitPage::default(), html! { form {} }, html! {}).into_string();
        assert!(html.find("<form").unwrap() < html.find("<aside").unwrap());
        assert!(!html.contains("split-foot"));
    }
}
