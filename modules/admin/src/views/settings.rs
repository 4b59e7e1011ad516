//! The page of the platform's settings, for staff.
//! Controls and hints are those of every settings page.

use kernel::settings::Values;
use kernel::settings::view::{Typed, cards, sections};
use kernel::web::{Cx, View};
use ui::SettingsGroup;

use super::frame::Section;
use crate::paths;

/// The page.
pub fn edit(cx: &Cx<'_>, values: &Values, typed: Option<Typed<'_>>) -> View {
    let page = Section {
        here: paths::SETTINGS,
        title: "admin.settings.title",
        lead: "admin.settings.lead",
    };
    let parts = SettingsGroup {
        label: cx.t("admin.settings.parts"),
        sections: sections(cx, values),
    };
    page.view(cx, vec![parts], cards(cx, paths::SETTINGS, values, typed))
}
