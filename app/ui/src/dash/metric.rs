//! Figures of a dashboard with their change and shape, side by side on one surface.
//! Here apart from `stat` because these are compared with themselves over time.
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
pub struct Metric {
    label: String,
    value: Markup,
    change: Option<(Trend, Tone, String)>,
    against: Option<String>,
    shape: Markup,
    href: Option<String>,
}

/// A figure with its name.
pub fn metric(label: impl Into<String>, value: impl Render) -> Metric {
    Metric {
        label: label.into(),
        value: value.render(),
        change: None,
        against: None,
        shape: html! {},
        href: None,
    }
}

impl Metric {
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
    /// Where the figure comes from.
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }
}

impl Render for Metric {
    fn render(&self) -> Markup {
        html! {
            dl.metric {
                dt { @if let Some(href) = &self.href { a href=(href) { (self.label) } } @else { (self.label) } }
                dd.metric-value { (self.value) }
                @if self.change.is_some() || self.against.is_some() {
                    dd.metric-change {
                        @if let Some((way, tone, words)) = &self.change {
                            span class=(format!("metric-way {}", tone.class())) { (icon(way.icon())) (words) }
                        }
                        @if let Some(text) = &self.against { span { (text) } }
                    }
                }
                @if !self.shape.0.is_empty() { dd.metric-shape { (self.shape) } }
            }
        }
    }
}

/// Figures side by side on one surface.
pub fn metrics(metrics: &[Metric]) -> Markup {
    html! { div.metrics { @for metric in metrics { (metric) } } }
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
        let html = metric("فروش", "۱۲")
            .change(Trend::Up, Tone::Success, "۱۲٪ بیشتر")
            .render();
        let html = html.into_string();
        assert!(html.contains("#trending-up") && html.contains("۱۲٪ بیشتر"));
    }

    #[test]
    fn live_number_owns_its_refresh() {
        let html = live_number("gold", "/gold", "gold-price", "۱", "زنده").into_string();
        assert!(html.contains("id=\"gold\" hx-get=\"/gold\" hx-trigger=\"gold-price from:body\""));
    }
}
