//! The secret of an endpoint, shown this once.
//! Afterwards it is sealed, and can only be replaced.

use maud::html;
use ui::Tone;

use super::below;
use crate::pages::paths;
use crate::web::{Cx, View};
use crate::webhooks::Desk;
use crate::webhooks::ids::EndpointId;

/// The secret, and the way on.
pub fn show(cx: &Cx<'_>, desk: Desk, id: EndpointId, secret: &str) -> View {
    let title = cx.t("kernel.webhooks.secret_title");
    let on = ui::button(cx.t("kernel.webhooks.to_endpoint"))
        .primary()
        .href(paths::below(desk.endpoints(), id));
    let main = html! {
        (ui::page_header(&title, None, html! {}))
        (ui::alert(Tone::Warning, cx.t("kernel.webhooks.secret_once")))
        (ui::card("secret", "", html! {
            p id="webhook-secret" { (ui::copyable(secret, cx.t("kernel.list.copy"))) }
            p { (cx.t("kernel.webhooks.secret_use")) }
            (on)
        }))
    };
    below(cx, desk, &title, main)
}
