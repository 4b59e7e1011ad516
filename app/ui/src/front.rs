//! The front page that sells: the hero with the house drawn, what Sarai does, why one may trust it.
//! Here so that the module of the front page has only words to bring.
use maud::{Markup, Render, html};

use crate::{icon, icon::directed, motif};

/// The first thing a stranger sees: a line above, the `h1`, what it is for, what to press.
pub fn front_hero(
    above: impl AsRef<str>,
    title: impl AsRef<str>,
    text: impl AsRef<str>,
    actions: impl Render,
) -> Markup {
    let above = above.as_ref();
    html! {
        header.front-hero {
            (motif::tiles("hero-tiles"))
            div.front-words {
                @if !above.is_empty() { p.front-above { (above) } }
                h1.display { (title.as_ref()) }
                p.front-text { (text.as_ref()) }
                div.actions { (actions) }
            }
            (motif::court())
        }
    }
}

/// One thing that the house does.
#[derive(Clone, Debug, Default)]
pub struct Feature {
    /// Its icon's name.
    pub icon: String,
    /// What it is called.
    pub title: String,
    /// Two lines about it.
    pub text: String,
    /// (label, href) of more about it.
    pub more: Option<(String, String)>,
}

/// What the house does, in a grid under a heading.
pub fn front_features(
    id: impl AsRef<str>,
    title: impl AsRef<str>,
    text: impl AsRef<str>,
    features: &[Feature],
) -> Markup {
    let text = text.as_ref();
    html! {
        section.front-part id=(id.as_ref()) {
            div.front-head { h2 { (title.as_ref()) } @if !text.is_empty() { p.lead { (text) } } }
            ul.front-grid {
                @for feature in features {
                    li.front-feature {
                        span.tile-icon { (icon(&feature.icon)) }
                        h3 { (feature.title) }
                        p { (feature.text) }
                        @if let Some((label, href)) = &feature.more {
                            a.front-more href=(href) { span { (label) } (directed("chevron-right")) }
                        }
                    }
                }
            }
        }
    }
}

/// Why one may trust it: a few figures with their words, in one row.
pub fn front_trust(label: impl AsRef<str>, figures: &[(String, String)]) -> Markup {
    html! {
        section aria-label=(label.as_ref()) {
            dl.front-trust { @for (figure, words) in figures { div { dt { (words) } dd.big-number { (figure) } } } }
        }
    }
}

/// The last call of the page: a sentence and what to press.
pub fn front_call(title: impl AsRef<str>, text: impl AsRef<str>, actions: impl Render) -> Markup {
    html! {
        section.front-call {
            (motif::tiles("call-tiles"))
            div { h2 { (title.as_ref()) } p { (text.as_ref()) } }
            div.actions { (actions) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hero_holds_the_h1_and_a_picture_that_nobody_has_to_hear() {
        let html = front_hero("", "سرای", "متن", html! {}).into_string();
        assert!(html.contains("<h1 class=\"display\">سرای</h1>") && !html.contains("front-above"));
        assert_eq!(
            html.matches("<svg").count(),
            html.matches("aria-hidden=\"true\"").count()
        );
    }

    #[test]
    fn a_feature_without_more_has_no_empty_link() {
        let feature = Feature {
            icon: "zap".into(),
            title: "t".into(),
            ..Feature::default()
        };
        let html = front_features("f", "x", "", &[feature]).into_string();
        assert!(!html.contains("<a ") && !html.contains("lead"));
    }
}
