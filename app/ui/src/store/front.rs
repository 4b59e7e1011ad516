//! What surrounds the plans on a public page: hero, sections, questions, promises, foot.
//! Here so that a page of a product is put together from a few sentences.
use maud::{Markup, Render, html};

use crate::{MenuLink, icon};

/// A hero under construction: the first thing that is seen of a product.
#[derive(Clone, Debug)]
#[must_use]
pub struct Hero {
    title: String,
    eyebrow: Option<String>,
    lead: Option<String>,
    actions: Markup,
    points: Vec<String>,
    aside: Markup,
    lower: bool,
}

/// A hero; its title is the page's `h1`.
pub fn hero(title: impl Into<String>) -> Hero {
    Hero {
        title: title.into(),
        eyebrow: None,
        lead: None,
        actions: html! {},
        points: Vec::new(),
        aside: html! {},
        lower: false,
    }
}

impl Hero {
    /// A few words above the title.
    pub fn eyebrow(mut self, text: impl Into<String>) -> Self {
        self.eyebrow = Some(text.into());
        self
    }
    /// What it is, in one or two sentences.
    pub fn lead(mut self, text: impl Into<String>) -> Self {
        self.lead = Some(text.into());
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
    /// What stands beside it: a picture, a card, a search.
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
        html! {
            div.hero {
                div.hero-words {
                    @if let Some(text) = &self.eyebrow { p.eyebrow { (text) } }
                    @if self.lower { h2.hero-title { (self.title) } } @else { h1.hero-title { (self.title) } }
                    @if let Some(text) = &self.lead { p.hero-lead { (text) } }
                    @if !self.actions.0.is_empty() { div.actions { (self.actions) } }
                    @if !self.points.is_empty() {
                        ul.hero-points { @for point in &self.points { li { (icon("check")) (point) } } }
                    }
                }
                @if !self.aside.0.is_empty() { div.hero-aside { (arch()) (self.aside) } }
            }
        }
    }
}

/// The house's own sign: an arch within an arch, as of a caravanserai's gate. Decoration only.
fn arch() -> Markup {
    html! {
        svg.arch viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
            path d="M0 100V42C0 22 36 20 50 0c14 20 50 22 50 42v58Z" {}
            path d="M5 100V45C5 27 38 25 50 7c12 18 45 20 45 38v55Z" {}
            path d="M10 100V49c0-17 29-19 40-34 11 15 40 17 40 34v51Z" {}
        }
    }
}

/// A section of a public page: its heading in the middle, a line, its body.
#[derive(Clone, Debug)]
pub struct Section<'a> {
    /// The element's id.
    pub id: &'a str,
    /// The heading.
    pub title: &'a str,
    /// A line below it.
    pub lead: Option<&'a str>,
}

/// A section of a public page.
pub fn section(head: &Section<'_>, body: impl Render) -> Markup {
    html! {
        section.band id=(head.id) aria-labelledby=(format!("{}-title", head.id)) {
            header { h2 id=(format!("{}-title", head.id)) { (head.title) } @if let Some(lead) = head.lead { p { (lead) } } }
            (body)
        }
    }
}

/// A question that people ask, and its answer.
#[derive(Clone, Debug)]
pub struct Question {
    /// As they ask it.
    pub ask: String,
    /// As we answer.
    pub answer: Markup,
}

/// Questions that open one at a time where the browser can (`details` of one name).
pub fn faq(name: impl AsRef<str>, questions: &[Question]) -> Markup {
    html! {
        div.faq {
            @for (n, question) in questions.iter().enumerate() {
                details name=(name.as_ref()) open[n == 0] {
                    summary { span { (question.ask) } (icon("chevron-down")) }
                    div { (question.answer) }
                }
            }
        }
    }
}

/// Promises in a row: icon, what is promised, how it is meant.
pub fn trust_row(label: impl AsRef<str>, promises: &[(&str, String, String)]) -> Markup {
    html! {
        ul.trust aria-label=(label.as_ref()) {
            @for (symbol, title, text) in promises { li { (icon(symbol)) div { strong { (title) } p { (text) } } } }
        }
    }
}

/// A column of the public foot.
#[derive(Clone, Debug)]
pub struct FootColumn {
    /// Its heading.
    pub title: String,
    /// Its links; the icons are not shown.
    pub links: Vec<MenuLink>,
}

/// The foot of public pages: who we are, the ways on, what the law asks for.
pub fn site_foot(
    label: impl AsRef<str>,
    about: impl Render,
    columns: &[FootColumn],
    legal: impl Render,
) -> Markup {
    html! {
        nav.site-foot aria-label=(label.as_ref()) {
            div.site-foot-about { (about) }
            @for column in columns {
                div { h2 { (column.title) } ul { @for link in &column.links { li { a href=(link.href) { (link.label) } } } } }
            }
            div.site-foot-legal { (legal) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hero_is_the_h1_unless_told_otherwise() {
        assert!(hero("هاست").render().into_string().contains("<h1"));
        assert!(!hero("هاست").lower().render().into_string().contains("<h1"));
    }

    #[test]
    fn answers_are_in_the_page_without_script() {
        let ask = |n: &str| Question {
            ask: n.to_owned(),
            answer: html! { p { "بله" } },
        };
        let html = faq("q", &[ask("۱"), ask("۲")]).into_string();
        assert_eq!(html.matches("<details name=\"q\"").count(), 2);
        assert_eq!(html.matches(" open").count(), 1);
    }
}
