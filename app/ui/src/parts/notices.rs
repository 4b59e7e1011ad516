//! Notices with a way on or back: a banner over a page, a toast that can be undone.
//! Here beside `notice` because these carry an act.
use maud::{Markup, Render, html};

use crate::{Tone, icon, overlay};

/// A line across the page: what holds for all of it. `act` is its button or link, `dismiss` the form that puts it away.
pub fn banner(tone: Tone, text: impl Render, act: impl Render, dismiss: impl Render) -> Markup {
    let role = if tone == Tone::Danger {
        "alert"
    } else {
        "status"
    };
    html! {
        div class=(format!("banner {}", tone.class())) role=(role) {
            (icon(tone.icon())) p { (text) }
            div.banner-acts { (act) (dismiss) }
        }
    }
}

/// Said after something was done that can be taken back; `undo` is a small form of its own, `close` names the other button.
/// It stays twice as long as other toasts, and for as long as one points at it.
pub fn undo_toast(text: impl AsRef<str>, undo: impl Render, close: impl AsRef<str>) -> Markup {
    let close = close.as_ref();
    html! {
        div.toast-card.toast-undo.tone-neutral role="status" data-toast="12000" {
            (icon("check")) p { (text.as_ref()) } (undo)
            button.btn.btn-ghost.btn-xs.btn-square type="button" data-dismiss aria-label=(close) title=(close) { (icon("x")) }
        }
    }
}

/// The same as a part of any htmx answer.
pub fn undo_toast_out_of_band(
    text: impl AsRef<str>,
    undo: impl Render,
    close: impl AsRef<str>,
) -> Markup {
    overlay::into_toasts(&undo_toast(text, undo, close))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undo_is_in_the_toast_and_the_toast_waits() {
        let undo = crate::button("بازگرداندن").post("/x", "t").method("DELETE");
        let html = undo_toast_out_of_band("بسته شد", undo, "بستن").into_string();
        assert!(html.contains("hx-target=\"#toasts\"") && html.contains("data-toast=\"12000\""));
        assert!(html.contains("action=\"/x\""));
    }
}
