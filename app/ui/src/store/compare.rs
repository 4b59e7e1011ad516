//! The comparison of plans: a table whose first column stays in sight on a phone.
//! Here so that ticks and dashes are heard as yes and no.
use maud::{Markup, Render, html};

use crate::icon;

/// What a plan offers of one thing.
#[derive(Clone, Debug)]
pub enum Offer {
    /// It has it.
    Yes,
    /// It lacks it.
    No,
    /// So much of it.
    Text(String),
}

#[derive(Clone, Debug)]
enum Row {
    Group(String),
    Line(String, Option<String>, Vec<Offer>),
}

/// A comparison under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct Comparison {
    caption: String,
    feature: String,
    words: (String, String),
    plans: Vec<(String, Markup)>,
    marked: Option<usize>,
    rows: Vec<Row>,
}

/// A comparison; `feature` heads the first column, `yes` and `no` are read aloud for the signs.
pub fn comparison(
    caption: impl Into<String>,
    feature: impl Into<String>,
    yes: impl Into<String>,
    no: impl Into<String>,
) -> Comparison {
    Comparison {
        caption: caption.into(),
        feature: feature.into(),
        words: (yes.into(), no.into()),
        plans: Vec::new(),
        marked: None,
        rows: Vec::new(),
    }
}

impl Comparison {
    /// Adds a plan: its name, and what stands below it (price, act).
    pub fn plan(mut self, name: impl Into<String>, below: impl Render) -> Self {
        self.plans.push((name.into(), below.render()));
        self
    }
    /// The plan with this place (from 0) is the recommended one.
    pub fn recommended(mut self, place: usize) -> Self {
        self.marked = Some(place);
        self
    }
    /// A heading over the rows that follow.
    pub fn group(mut self, title: impl Into<String>) -> Self {
        self.rows.push(Row::Group(title.into()));
        self
    }
    /// What each plan offers of one thing, in the plans' order.
    pub fn row(mut self, name: impl Into<String>, offers: impl IntoIterator<Item = Offer>) -> Self {
        self.rows
            .push(Row::Line(name.into(), None, offers.into_iter().collect()));
        self
    }
    /// The same with a line that explains the thing.
    pub fn explained(
        mut self,
        name: impl Into<String>,
        why: impl Into<String>,
        offers: impl IntoIterator<Item = Offer>,
    ) -> Self {
        let offers = offers.into_iter().collect();
        self.rows
            .push(Row::Line(name.into(), Some(why.into()), offers));
        self
    }

    fn class(&self, place: usize) -> Option<&'static str> {
        (self.marked == Some(place)).then_some("is-marked")
    }

    fn offer(&self, offer: &Offer) -> Markup {
        let sign = |symbol, word: &str| html! { (icon(symbol)) span.sr-only { (word) } };
        match offer {
            Offer::Yes => html! { span.offer-yes { (sign("check", &self.words.0)) } },
            Offer::No => html! { span.offer-no { (sign("minus", &self.words.1)) } },
            Offer::Text(text) => html! { (text) },
        }
    }
}

impl Render for Comparison {
    fn render(&self) -> Markup {
        html! {
            div.compare role="group" tabindex="0" aria-label=(self.caption) {
                table {
                    caption.sr-only { (self.caption) }
                    thead { tr {
                        th scope="col" { (self.feature) }
                        @for (n, (name, below)) in self.plans.iter().enumerate() {
                            th scope="col" class=[self.class(n)] { span { (name) } (below) }
                        }
                    } }
                    tbody {
                        @for row in &self.rows {
                            @match row {
                                Row::Group(title) => tr.compare-group { th scope="colgroup" colspan=(self.plans.len() + 1) { span { (title) } } },
                                Row::Line(name, why, offers) => tr {
                                    th scope="row" { (name) @if let Some(why) = why { small { (why) } } }
                                    @for (n, offer) in offers.iter().enumerate() { td class=[self.class(n)] { (self.offer(offer)) } }
                                },
                            }
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
    fn signs_are_heard_as_words() {
        let html = comparison("مقایسه", "ویژگی", "دارد", "ندارد")
            .plan("آغاز", "")
            .plan("رشد", "")
            .row("پشتیبان‌گیری", [Offer::No, Offer::Yes])
            .render()
            .into_string();
        assert!(html.contains("<span class=\"sr-only\">ندارد</span>"));
        assert!(html.contains("<span class=\"sr-only\">دارد</span>"));
        assert!(html.contains("<th scope=\"row\">پشتیبان‌گیری"));
    }
}
