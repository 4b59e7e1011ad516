//! The recipes of htmx 4: live refresh, out-of-band parts, what an answer replaces and where the focus goes then.
//! Here so that the attribute values stand in one place and follow the library's next change.
use maud::{Markup, Render, html};

use crate::overlay;

/// The `hx-trigger` value that fires when the page's stream delivers the event `name`:
/// `section id=(id) hx-get=(url) hx-trigger=(ui::on_event("ticket-42")) hx-swap="outerMorph"`.
/// A name is letters, digits and `-` only: brackets would be a filter, which the CSP refuses. Whoever fetches itself is
/// morphed and never replaced: what was poked while it fetched waits at the element, and would be lost with it.
pub fn on_event(name: impl AsRef<str>) -> String {
    let name: String = name
        .as_ref()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    format!("{name} from:body")
}

/// A part of an answer that lands elsewhere: `how` is a swap style (`outerHTML`, `beforeend` …)
/// for the element with `id`.
pub fn out_of_band(id: impl AsRef<str>, how: &str, part: impl Render) -> Markup {
    html! { hx-partial hx-target=(format!("#{}", id.as_ref())) hx-swap=(how) { (part) } }
}

/// A part of an htmx answer that takes the place of the element with this id, and leaves alone what stays the same.
pub fn morphed(id: impl AsRef<str>, part: impl Render) -> Markup {
    out_of_band(id, "outerMorph", part)
}

/// A part of an htmx answer that brings the focus to the element with this id.
pub fn focus_on(id: impl AsRef<str>) -> Markup {
    overlay::into_toasts(&html! { span hidden data-focus-on=(id.as_ref()) {} })
}

/// What the answer to a form replaces, and how.
#[derive(Clone, Debug)]
pub(crate) struct Swap {
    pub(crate) target: String,
    pub(crate) how: &'static str,
}

impl Swap {
    /// The element with this id as a whole.
    pub(crate) fn whole(id: impl Into<String>) -> Self {
        Self::of(id.into(), "outerHTML")
    }
    /// What has changed of it.
    pub(crate) fn morph(id: impl Into<String>) -> Self {
        Self::of(id.into(), "outerMorph")
    }
    fn of(id: String, how: &'static str) -> Self {
        let target = format!("#{id}");
        Self { target, how }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn event_names_cannot_carry_a_filter() {
        assert_eq!(on_event("ticket-42"), "ticket-42 from:body");
        assert_eq!(on_event("a[b] c"), "a-b--c from:body");
    }

    #[test]
    fn out_of_band_part_names_its_target() {
        let html = out_of_band("count", "outerHTML", html! { b { "3" } }).into_string();
        assert_eq!(
            html,
            "<hx-partial hx-target=\"#count\" hx-swap=\"outerHTML\"><b>3</b></hx-partial>"
        );
    }
}
