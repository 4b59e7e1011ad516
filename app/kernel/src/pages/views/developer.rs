//! Development only: the gallery and the list of stand-ins for outside services.

use maud::html;

use crate::web::{Cx, View};

/// The gallery.
pub fn gallery(cx: &Cx<'_>) -> View {
    View::new(cx.t("kernel.gallery.title"), ui::gallery::page(cx.fmt()))
}

/// The stand-ins. No mounted part calls an outside service yet, and the page says so.
pub fn simulators(cx: &Cx<'_>) -> View {
    let title = cx.t("kernel.simulators.title");
    let main = html! {
        (ui::page_header(&title, Some(&cx.t("kernel.simulators.lead")), html! {}))
        (ui::empty_state("server", cx.t("kernel.simulators.none_title"), cx.t("kernel.simulators.none_text"), html! {}))
    };
    View::new(title, main)
}
