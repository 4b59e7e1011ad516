//! What lies over the page: questions, dialogs and side drawers, as native modal dialogs.
//! Here so that they hold the keyboard, close on Escape and give the focus back. A browser that knows `command` opens
//! them without script; an older one opens them as popovers, and `static/js/dialogs.js` makes them modal there, too.
use maud::{Markup, Render, html};

use crate::{icon, live};

/// An id that stays the same for the same parts, so fragments can be rendered again.
pub(crate) fn stable_id(parts: &[&str]) -> String {
    let hash = parts
        .iter()
        .flat_map(|part| part.bytes().chain([0]))
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    format!("o{hash:016x}")
}

/// A button that opens the overlay with this id.
pub fn open_button(id: impl AsRef<str>, label: impl AsRef<str>, symbol: Option<&str>) -> Markup {
    let id = id.as_ref();
    html! {
        button.btn type="button" commandfor=(id) command="show-modal" popovertarget=(id) aria-haspopup="dialog" {
            @if let Some(name) = symbol { (icon(name)) }
            span { (label.as_ref()) }
        }
    }
}

/// A question before an act: `yes` is the submit, `cancel` the label of the way back, which has the focus first.
pub fn confirm(
    id: impl AsRef<str>,
    question: impl AsRef<str>,
    cancel: impl AsRef<str>,
    yes: impl Render,
) -> Markup {
    let id = id.as_ref();
    let text_id = format!("{id}-text");
    html! {
        dialog.sheet.sheet-ask id=(id) popover aria-labelledby=(text_id) {
            p id=(text_id) { (question.as_ref()) }
            div.actions {
                (yes)
                button.btn.btn-ghost type="button" commandfor=(id) command="close" popovertarget=(id)
                    popovertargetaction="hide" autofocus { (cancel.as_ref()) }
            }
        }
    }
}

/// A box over the middle of the page; open it with [`open_button`].
pub fn dialog(
    id: impl AsRef<str>,
    title: impl AsRef<str>,
    close: impl AsRef<str>,
    body: impl Render,
) -> Markup {
    sheet(
        "sheet",
        id.as_ref(),
        title.as_ref(),
        close.as_ref(),
        &body.render(),
    )
}

/// A panel at the end side of the page; open it with [`open_button`].
pub fn drawer(
    id: impl AsRef<str>,
    title: impl AsRef<str>,
    close: impl AsRef<str>,
    body: impl Render,
) -> Markup {
    sheet(
        "sheet sheet-side",
        id.as_ref(),
        title.as_ref(),
        close.as_ref(),
        &body.render(),
    )
}

fn sheet(class: &str, id: &str, title: &str, close: &str, body: &Markup) -> Markup {
    let title_id = format!("{id}-title");
    html! {
        dialog class=(class) id=(id) popover aria-labelledby=(title_id) {
            div.sheet-head {
                h2 id=(title_id) { (title) }
                button.btn.btn-ghost.btn-sm.btn-square type="button" commandfor=(id) command="close"
                    popovertarget=(id) popovertargetaction="hide" aria-label=(close) title=(close) { (icon("x")) }
            }
            div.sheet-body { (body) }
        }
    }
}

/// Keeps the region for toasts in one place; the layout writes it once.
pub(crate) fn toast_region(label: &str, now: &Markup) -> Markup {
    html! { div.toasts #toasts role="region" aria-live="polite" aria-label=(label) { (now) } }
}

/// Sends something to the toasts' region from any answer.
pub(crate) fn into_toasts(part: &Markup) -> Markup {
    live::out_of_band("toasts", "beforeend", part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_stable_and_keep_parts_apart() {
        assert_eq!(stable_id(&["a", "b"]), stable_id(&["a", "b"]));
        assert_ne!(stable_id(&["ab", ""]), stable_id(&["a", "b"]));
    }

    #[test]
    fn dialog_is_named_by_its_title() {
        let html = dialog("d", "عنوان", "بستن", "متن").into_string();
        assert!(
            html.contains("aria-labelledby=\"d-title\"") && html.contains("id=\"d-title\">عنوان")
        );
        assert!(html.starts_with("<dialog "));
    }

    #[test]
    fn every_opener_and_closer_works_with_and_without_the_newer_attributes() {
        let html = confirm("q", "مطمئنید؟", "نه", html! {}).into_string()
            + &open_button("q", "بپرس", None).into_string();
        assert_eq!(
            html.matches("commandfor=\"q\"").count(),
            html.matches("popovertarget=\"q\"").count()
        );
        assert!(html.contains("command=\"show-modal\"") && html.contains("command=\"close\""));
    }
}
