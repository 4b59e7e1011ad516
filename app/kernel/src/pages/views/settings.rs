//! The page of the platform's settings, for staff.
//! Controls and hints are those of every settings page.

use maud::html;

use crate::pages::paths;
use crate::settings::Values;
use crate::settings::view::{Typed, cards};
use crate::web::{Cx, View};

/// The page.
pub(crate) fn edit(cx: &Cx<'_>, values: &Values, typed: Option<Typed<'_>>) -> View {
    let title = cx.t("kernel.settings.title");
    let main = html! {
        (ui::page_header(&title, Some(&cx.t("kernel.settings.lead")), html! {}))
        (cards(cx, paths::SETTINGS, values, typed))
    };
    View::new(title, main)
}
