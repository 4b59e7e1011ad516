//! A range of days: presets as links, two date fields of the reader's calendar, one GET form.
//! Here so that every report asks for its days in the same way and the answer is in the address.
use l10n::Calendar;
use maud::{Markup, Render, html};

use crate::{button, date_field, icon};

/// A range's picker under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct DateRange {
    id: String,
    action: String,
    shown: String,
    label: String,
    presets: Vec<(String, String, bool)>,
    from: (String, String),
    to: (String, String),
    picker: (String, Calendar),
    apply: String,
    error: Option<String>,
    at_start: bool,
}

/// A picker that opens below a button; `shown` is the range that holds now, in words; the form is
/// sent to `action` with `from` and `to`.
pub fn date_range(
    id: impl Into<String>,
    action: impl Into<String>,
    label: impl Into<String>,
    shown: impl Into<String>,
    calendar: Calendar,
) -> DateRange {
    DateRange {
        id: id.into(),
        action: action.into(),
        shown: shown.into(),
        label: label.into(),
        presets: Vec::new(),
        from: <_>::default(),
        to: <_>::default(),
        picker: (String::new(), calendar),
        apply: String::new(),
        error: None,
        at_start: false,
    }
}

impl DateRange {
    /// A range with a name («۷ روز گذشته»), its address, whether it holds now.
    pub fn preset(
        mut self,
        label: impl Into<String>,
        href: impl Into<String>,
        active: bool,
    ) -> Self {
        self.presets.push((label.into(), href.into(), active));
        self
    }
    /// The label and value of the first day.
    pub fn from(mut self, label: impl Into<String>, value: impl Into<String>) -> Self {
        self.from = (label.into(), value.into());
        self
    }
    /// The label and value of the last day.
    pub fn to(mut self, label: impl Into<String>, value: impl Into<String>) -> Self {
        self.to = (label.into(), value.into());
        self
    }
    /// The words of the calendar's button and of the submit.
    pub fn words(mut self, calendar: impl Into<String>, apply: impl Into<String>) -> Self {
        self.picker.0 = calendar.into();
        self.apply = apply.into();
        self
    }
    /// Why the days that were typed do not hold.
    pub fn error(mut self, error: Option<impl Into<String>>) -> Self {
        self.error = error.map(Into::into);
        self
    }

    /// The button stands at the start of its line: the panel opens towards the end.
    pub fn at_start(mut self) -> Self {
        self.at_start = true;
        self
    }

    fn day(&self, name: &str, (label, value): &(String, String)) -> Markup {
        date_field(name, label)
            .id(format!("{}-{name}", self.id))
            .value(value)
            .picker(&self.picker.0, self.picker.1)
            .render()
    }
}

impl Render for DateRange {
    fn render(&self) -> Markup {
        html! {
            details.pop.range.at-start[self.at_start] data-menu open[self.error.is_some()] {
                summary.btn { (icon("calendar")) span.sr-only { (self.label) ": " } span { (self.shown) } (icon("chevron-down")) }
                div.pop-box {
                    @if !self.presets.is_empty() {
                        ul.range-presets { @for (label, href, active) in &self.presets {
                            li { a href=(href) aria-current=[active.then_some("true")] { (label) @if *active { (icon("check")) } } }
                        } }
                    }
                    form.range-days method="get" action=(self.action) {
                        (self.day("from", &self.from)) (self.day("to", &self.to))
                        @if let Some(error) = &self.error { p.field-error role="alert" { (icon("circle-alert")) span { (error) } } }
                        (button(&self.apply).primary())
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
    fn presets_are_links_and_days_a_plain_form() {
        let html = date_range("r", "/report", "بازه", "این ماه", Calendar::Jalali)
            .preset("این ماه", "?range=month", true)
            .from("از", "۱۴۰۵/۰۹/۰۱")
            .render()
            .into_string();
        assert!(html.contains("href=\"?range=month\" aria-current=\"true\""));
        assert!(html.contains("method=\"get\" action=\"/report\""));
        assert!(html.contains("id=\"r-from\" name=\"from\""));
    }
}
