//! Development only: the gallery and the list of stand-ins for outside services.

use maud::html;

use crate::module::Audience;
use crate::pages::paths;
use crate::web::{Cx, View, below};

/// The gallery, and links to its sample screens.
pub fn gallery(cx: &Cx<'_>) -> View {
    let title = cx.t("kernel.gallery.title");
    let main = html! {
        (ui::gallery::page(cx.fmt()))
        (ui::card("screens", cx.t("kernel.gallery.screens"), html! {
            div.actions { @for name in ui::gallery::SCREENS {
                (ui::button(*name).small().href(below(paths::GALLERY, name)))
            } }
        }))
    };
    View::new(title, main)
}

/// One sample screen alone.
pub fn screen(cx: &Cx<'_>, name: &str) -> Option<View> {
    let screen = ui::gallery::screen(name, cx.fmt())?;
    let title = cx.t("kernel.gallery.title");
    let here = View::new(format!("{title}: {name}"), screen);
    Some(
        here.crumb(title, Some(paths::GALLERY.to_owned()))
            .crumb(name, None),
    )
}

/// The stand-ins: what has a place in the developers' navigation below this page.
pub fn simulators(cx: &Cx<'_>) -> View {
    let title = cx.t("kernel.simulators.title");
    let places = cx.app().registry.nav().iter();
    let places: Vec<_> = places
        .filter(|item| item.audience == Audience::Dev && item.href.starts_with(paths::SIMULATORS))
        .collect();
    let main = html! {
        (ui::page_header(&title, Some(&cx.t("kernel.simulators.lead")), html! {}))
        @if places.is_empty() {
            (ui::empty_state("server", cx.t("kernel.simulators.none_title"), cx.t("kernel.simulators.none_text"), html! {}))
        } @else {
            div.actions {
                @for place in places { (ui::button(cx.t(place.label)).icon(place.icon).href(place.href)) }
            }
        }
    };
    View::new(title, main)
}
