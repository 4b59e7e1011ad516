//! What the house says back: alerts in the page, toasts beside it, the page of a problem.
//! Here so that every message has a tone, words, and a way on.
use maud::{Markup, Render, html};

use crate::{Tone, bdi, icon, motif, overlay};

/// A message in the flow of the page.
pub fn alert(tone: Tone, text: impl Render) -> Markup {
    html! {
        div class=(format!("note {}", tone.class())) role=(role(tone)) {
            (icon(tone.icon())) div { (text) }
        }
    }
}

/// A message that goes away by itself (errors stay); `close` names its button.
pub fn toast(tone: Tone, text: impl AsRef<str>, close: impl AsRef<str>) -> Markup {
    let close = close.as_ref();
    html! {
        div class=(format!("toast-card {}", tone.class())) role=(role(tone)) data-toast=[(tone != Tone::Danger).then_some("6000")] {
            (icon(tone.icon())) p { (text.as_ref()) }
            button.btn.btn-ghost.btn-xs.btn-square type="button" data-dismiss aria-label=(close) title=(close) { (icon("x")) }
        }
    }
}

/// The same toast as a part of any htmx answer.
pub fn toast_out_of_band(tone: Tone, text: impl AsRef<str>, close: impl AsRef<str>) -> Markup {
    overlay::into_toasts(&toast(tone, text, close))
}

const fn role(tone: Tone) -> &'static str {
    if matches!(tone, Tone::Danger | Tone::Warning) {
        "alert"
    } else {
        "status"
    }
}

/// The body of a problem page: what happened, what to do, and the (label, code) to tell support.
pub fn problem(
    title: impl AsRef<str>,
    text: impl AsRef<str>,
    incident: Option<(&str, &str)>,
    actions: impl Render,
) -> Markup {
    problem_of("life-buoy", title, text, incident, actions)
}

/// The same with a symbol of its own: `lock` for what one may not see, `search` for what is not there.
pub fn problem_of(
    symbol: &str,
    title: impl AsRef<str>,
    text: impl AsRef<str>,
    incident: Option<(&str, &str)>,
    actions: impl Render,
) -> Markup {
    html! {
        section.problem {
            (motif::illustration(symbol))
            h1 { (title.as_ref()) }
            p { (text.as_ref()) }
            @if let Some((label, code)) = incident { p.quiet { (label) " " (bdi(code)) } }
            div.actions { (actions) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_interrupt_and_stay_while_good_news_waits_and_goes() {
        let bad = toast(Tone::Danger, "نشد", "بستن").into_string();
        assert!(bad.contains("role=\"alert\"") && !bad.contains("data-toast"));
        let good = toast(Tone::Success, "شد", "بستن").into_string();
        assert!(good.contains("role=\"status\"") && good.contains("data-toast=\"6000\""));
    }

    #[test]
    fn toast_part_lands_in_the_region() {
        let html = toast_out_of_band(Tone::Info, "x", "y").into_string();
        assert!(html.starts_with("<hx-partial hx-target=\"#toasts\" hx-swap=\"beforeend\">"));
    }

    #[test]
    fn incident_code_reads_left_to_right() {
        let html = problem("t", "x", Some(("کد", "AB-1")), html! {}).into_string();
        assert!(html.contains("<bdi class=\"code\" dir=\"ltr\">AB-1</bdi>"));
    }
}
