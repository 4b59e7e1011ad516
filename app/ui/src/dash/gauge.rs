//! How full something is: an arc for one figure, a bar for a list of them.
//! Here so that both are meters to those who hear them and drawn without `style`.
use maud::{Markup, html};

use crate::Tone;

/// An arc; `shown` is the figure in the reader's digits, `note` the line below it.
pub fn gauge(
    label: impl AsRef<str>,
    percent: u8,
    shown: impl AsRef<str>,
    note: impl AsRef<str>,
    tone: Tone,
) -> Markup {
    let percent = percent.min(100);
    html! {
        div class=(format!("gauge {}", tone.class())) role="meter" aria-label=(label.as_ref()) aria-valuemin="0"
            aria-valuemax="100" aria-valuenow=(percent) aria-valuetext=(format!("{} {}", shown.as_ref(), note.as_ref())) {
            svg viewBox="0 0 120 66" aria-hidden="true" focusable="false" {
                path.gauge-way d="M10 60a50 50 0 0 1 100 0" pathLength="100" {}
                @if percent > 0 { path.gauge-fill d="M10 60a50 50 0 0 1 100 0" pathLength="100" stroke-dasharray=(format!("{percent} 200")) {} }
            }
            p.gauge-figure { (shown.as_ref()) }
            p.gauge-label { strong { (label.as_ref()) } span { (note.as_ref()) } }
        }
    }
}

/// A bar with its name and its figure in one line above.
pub fn usage(label: impl AsRef<str>, shown: impl AsRef<str>, percent: u8, tone: Tone) -> Markup {
    let percent = percent.min(100);
    html! {
        div class=(format!("usage {}", tone.class())) role="meter" aria-label=(label.as_ref()) aria-valuemin="0"
            aria-valuemax="100" aria-valuenow=(percent) aria-valuetext=(shown.as_ref()) {
            p { span { (label.as_ref()) } span.usage-figure { (shown.as_ref()) } }
            svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
                rect width=(percent) height="1" {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_full_is_full() {
        let html = gauge("دیسک", 140, "۱۴۰٪", "پر", Tone::Danger).into_string();
        assert!(html.contains("aria-valuenow=\"100\"") && html.contains("\"100 200\""));
        assert!(
            usage("دیسک", "پر", 140, Tone::Danger)
                .into_string()
                .contains("rect width=\"100\"")
        );
    }
}
