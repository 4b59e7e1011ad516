//! The page of the platform's settings, for staff.
//! Controls and hints are those of every settings page.

use kernel::settings::Values;
use kernel::settings::view::{Typed, cards};
use kernel::web::{Cx, View};
use maud::html;

use crate::paths;

/// The page.
pub fn edit(cx: &Cx<'_>, values: &Values, typed: Option<Typed<'_>>) -> View {
    let title = cx.t("admin.settings.title");
    let main = html! {
        (ui::page_header(&title, Some(&cx.t("admin.settings.lead")), html! {}))
        (cards(cx, paths::SETTINGS, values, typed))
    };
    View::new(title, main)
}
