//! What surrounds the plans on a public page: sections, questions, promises, foot.
//! Here so that a page of a product is put together from a few sentences.
use maud::{Markup, Render, html};

use crate::{MenuLink, icon};

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
