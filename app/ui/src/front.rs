//! The front page that sells: the hero with the house drawn, what Sarai does, why one may trust it.
//! Here so that the module of the front page has only words to bring.
use maud::{Markup, Render, html};

use crate::{icon, icon::directed, motif};

/// A hero under construction: the first thing a stranger sees.
#[derive(Clone, Debug)]
#[must_use]
pub struct Hero {
    title: String,
    above: Option<String>,
    text: Option<String>,
    actions: Markup,
    points: Vec<String>,
    aside: Markup,
    lower: bool,
}

/// What a page sells, in one sentence, before the wall of the house; its title is the page's `h1`. Below the words
/// stands the court, or what is given by [`Hero::aside`] beside them.
pub fn hero(title: impl Into<String>) -> Hero {
    Hero {
        title: title.into(),
        above: None,
        text: None,
        actions: html! {},
        points: Vec::new(),
        aside: html! {},
        lower: false,
    }
}

impl Hero {
    /// A few words above the title.
    pub fn above(mut self, text: impl Into<String>) -> Self {
        self.above = Some(text.into()).filter(|text| !text.is_empty());
        self
    }
    /// What it is, in one or two sentences.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }
    /// The first act and the second.
    pub fn actions(mut self, actions: impl Render) -> Self {
        self.actions = actions.render();
        self
    }
    /// A short promise below the acts.
    pub fn point(mut self, text: impl Into<String>) -> Self {
        self.points.push(text.into());
        self
    }
    /// What stands beside the words instead of the court: a card, a search.
    pub fn aside(mut self, aside: impl Render) -> Self {
        self.aside = aside.render();
        self
    }
    /// The title is an `h2`, for a page that has its `h1` already.
    pub fn lower(mut self) -> Self {
        self.lower = true;
        self
    }
}

impl Render for Hero {
    fn render(&self) -> Markup {
        let alone = self.aside.0.is_empty();
        html! {
            header.hero.is-alone[alone] {
                (motif::tiles("hero-tiles"))
                div.hero-words {
                    @if let Some(text) = &self.above { p.hero-above { (text) } }
                    @if self.lower { h2.display { (self.title) } } @else { h1.display { (self.title) } }
                    @if let Some(text) = &self.text { p.hero-text { (text) } }
                    @if !self.actions.0.is_empty() { div.actions { (self.actions) } }
                    @if !self.points.is_empty() {
                        ul.hero-points { @for point in &self.points { li { (icon("check")) (point) } } }
                    }
                }
                @if alone { (motif::court()) } @else { div.hero-aside { (self.aside) } }
            }
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
        let html = hero("سرای").above("").render().into_string();
        assert!(html.contains("<h1 class=\"display\">سرای</h1>") && !html.contains("hero-above"));
        assert_eq!(
            html.matches("<svg").count(),
            html.matches("aria-hidden=\"true\"").count()
        );
        assert!(!hero("سرای").lower().render().into_string().contains("<h1"));
    }

    #[test]
    fn what_stands_beside_the_words_takes_the_place_of_the_court() {
        let html = hero("هاست").aside("قیمت").render().into_string();
        assert!(html.contains("hero-aside") && !html.contains("motif-court"));
        let html = hero("هاست").render().into_string();
        assert!(html.contains("motif-court") && !html.contains("hero-aside"));
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
