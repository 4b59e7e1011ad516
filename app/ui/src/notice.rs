//! What the house says back: alerts in the page, toasts beside it, the page of a problem.
//! Here so that every message has a tone, words, and a way on.
use maud::{Markup, Render, html};

use crate::{Tone, copyable, icon, motif, overlay};

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

/// The code of a fault, for whoever asks about it.
#[derive(Clone, Copy, Debug)]
pub struct Incident<'a> {
    /// What it is called («کد پیگیری»).
    pub label: &'a str,
    /// The code.
    pub code: &'a str,
    /// Names the button that copies it.
    pub copy: &'a str,
}

/// The body of a problem page: its drawing (`lock` for what one may not see, `search` for what is not there), what
/// happened, what to do, and the code to tell support.
pub fn problem_of(
    symbol: &str,
    title: impl AsRef<str>,
    text: impl AsRef<str>,
    incident: Option<Incident<'_>>,
    actions: impl Render,
) -> Markup {
    html! {
        section.problem {
            (motif::illustration(symbol))
            h1 { (title.as_ref()) }
            p { (text.as_ref()) }
            @if let Some(incident) = incident {
                p.quiet { (incident.label) " " (copyable(incident.code, incident.copy)) }
            }
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
    fn incident_code_reads_left_to_right_and_can_be_copied() {
        let incident = Incident {
            label: "کد",
            code: "AB-1",
            copy: "کپی",
        };
        let html = problem_of("lock", "t", "x", Some(incident), html! {}).into_string();
        assert!(html.contains("<bdi class=\"code\" dir=\"ltr\">AB-1</bdi>"));
        assert!(html.contains("data-copy=\"AB-1\"") && html.contains("#lock"));
    }
}
