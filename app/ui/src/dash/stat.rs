//! Figures with their names: what they mean, how they changed, their shape over time.
//! Here so that a figure looks alike on a home, in a slot and on a dashboard; `div.tiles` sets them side by side.
use maud::{Markup, Render, html};

use super::spark::sparkline;
use crate::{Tone, icon, live};

/// Which way a figure went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// More than before.
    Up,
    /// Less than before.
    Down,
    /// The same.
    Flat,
}

impl Trend {
    /// A change in words, with its sign and in the colour of what it means.
    pub(crate) fn said(self, tone: Tone, words: &str) -> Markup {
        html! { span class=(format!("trend {}", tone.class())) { (icon(self.icon())) (words) } }
    }

    const fn icon(self) -> &'static str {
        match self {
            Self::Up => "trending-up",
            Self::Down => "trending-down",
            Self::Flat => "minus",
        }
    }
}

/// A figure under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct Stat {
    label: String,
    value: Markup,
    note: Option<(Tone, String)>,
    change: Option<(Trend, Tone, String)>,
    against: Option<String>,
    shape: Markup,
    href: Option<String>,
}

/// A figure with its name. Several of them stand in a `div.tiles`, which makes one strip of them.
pub fn stat(label: impl Into<String>, value: impl Render) -> Stat {
    Stat {
        label: label.into(),
        value: value.render(),
        note: None,
        change: None,
        against: None,
        shape: html! {},
        href: None,
    }
}

impl Stat {
    /// What it means now, in the colour of `tone` («دو سرویس از کار افتاده»).
    pub fn note(mut self, tone: Tone, text: impl Into<String>) -> Self {
        self.note = Some((tone, text.into()));
        self
    }
    /// How it changed: the way, whether that is good (`tone`), and the words («۱۲٪ بیشتر»).
    pub fn change(mut self, way: Trend, tone: Tone, words: impl Into<String>) -> Self {
        self.change = Some((way, tone, words.into()));
        self
    }
    /// Against what («از ماه پیش»), or any quiet remark.
    pub fn against(mut self, text: impl Into<String>) -> Self {
        self.against = Some(text.into());
        self
    }
    /// Its last values, oldest first, and what the line shows in words.
    pub fn shape(mut self, values: &[f64], spoken: impl AsRef<str>) -> Self {
        self.shape = sparkline(values, spoken);
        self
    }
    /// Where the figure comes from; the whole of it takes the click.
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }
    /// The same where there may be no such place for the reader.
    pub fn linked(mut self, href: Option<String>) -> Self {
        self.href = href;
        self
    }

    fn movement(&self) -> Markup {
        html! {
            @if self.change.is_some() || self.against.is_some() {
                dd.stat-change {
                    @if let Some((way, tone, words)) = &self.change {
                        (way.said(*tone, words))
                    }
                    @if let Some(text) = &self.against { span { (text) } }
                }
            }
        }
    }
}

impl Render for Stat {
    fn render(&self) -> Markup {
        html! {
            dl.stat {
                dt { @if let Some(href) = &self.href { a href=(href) { (self.label) } } @else { (self.label) } }
                dd.big-number { (self.value) }
                @if let Some((tone, text)) = &self.note { dd class=(format!("stat-note {}", tone.class())) { (text) } }
                (self.movement())
                @if !self.shape.0.is_empty() { dd.stat-shape { (self.shape) } }
            }
        }
    }
}

/// A number that the page's stream keeps fresh: `url` answers with this element again when `event` comes.
pub fn live_number(
    id: impl AsRef<str>,
    url: impl AsRef<str>,
    event: impl AsRef<str>,
    value: impl Render,
    spoken: impl AsRef<str>,
) -> Markup {
    html! {
        span.live-number id=(id.as_ref()) hx-get=(url.as_ref()) hx-trigger=(live::on_event(event)) hx-swap="outerMorph" {
            span.live-dot title=(spoken.as_ref()) { span.sr-only { (spoken.as_ref()) } } " " (value)
        }
    }
}

/// A wide part and a narrow one beside it; below each other on a phone.
pub fn board(wide: impl Render, narrow: impl Render) -> Markup {
    html! { div.board { div.flow { (wide) } div.flow { (narrow) } } }
}

/// What stands where a chart is not (yet): with `None` it is being counted, else the words and the way on.
pub fn chart_instead(
    title: impl AsRef<str>,
    words: impl AsRef<str>,
    instead: Option<(Tone, Markup)>,
) -> Markup {
    html! {
        section.chart.chart-instead aria-busy=[instead.is_none().then_some("true")] {
            p.chart-title { (title.as_ref()) }
            @match &instead {
                None => { div.bones aria-hidden="true" { @for _ in 0..9 { span {} } } p.sr-only role="status" { (words.as_ref()) } },
                Some((tone, action)) => div class=(format!("chart-words {}", tone.class())) { (icon(if *tone == Tone::Danger { "circle-alert" } else { "chart-column" })) p { (words.as_ref()) } (action) },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn change_is_said_in_words() {
        let html = stat("فروش", "۱۲")
            .change(Trend::Up, Tone::Success, "۱۲٪ بیشتر")
            .render();
        let html = html.into_string();
        assert!(html.contains("#trending-up") && html.contains("۱۲٪ بیشتر"));
    }

    #[test]
    fn a_bare_figure_is_its_name_and_its_value() {
        let html = stat("باز", "۳").render().into_string();
        assert_eq!(html.matches("<dd").count(), 1, "{html}");
        let html = stat("باز", "۳").note(Tone::Danger, "دیر شده").render();
        assert!(
            html.into_string()
                .contains("<dd class=\"stat-note tone-danger\">دیر شده")
        );
    }

    #[test]
    fn live_number_owns_its_refresh() {
        let html = live_number("gold", "/gold", "gold-price", "۱", "زنده").into_string();
        assert!(html.contains("id=\"gold\" hx-get=\"/gold\" hx-trigger=\"gold-price from:body\""));
    }
}
