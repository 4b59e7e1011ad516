//! Fills a place of a screen with what the modules show there.
//! One module's fault costs its own widget, not the whole screen.

use maud::{Markup, html};
use ui::Tone;

use crate::error::AppResult;
use crate::module::{ResourceRef, Slot};
use crate::web::Cx;

/// The widgets of a slot that this person may see, in order.
pub async fn filled(cx: &Cx<'_>, slot: Slot, subject: Option<&ResourceRef>) -> Vec<Markup> {
    let mut shown = Vec::new();
    for widget in cx.app().registry.widgets_in(slot) {
        if widget.permission.is_some_and(|key| !cx.may(key)) {
            continue;
        }
        let rendered: AppResult<Option<Markup>> = widget.source.render(cx.app(), cx, subject).await;
        match rendered {
            Ok(markup) => shown.extend(markup),
            Err(error) => {
                tracing::warn!(incident = cx.incident(), widget = widget.key, %error, "a widget could not be shown");
                shown.push(html! { (ui::alert(Tone::Warning, cx.t("kernel.home.part_missing"))) });
            }
        }
    }
    shown
}
