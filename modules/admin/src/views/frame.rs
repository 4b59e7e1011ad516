//! The frame of the pages on which the platform is set up: its sections beside the one that is shown.
//! Here so that settings, texts of mails and roles of the staff are found from each other.

use kernel::module::Permission;
use kernel::web::{Cx, View};
use maud::{Render, html};
use ui::{SettingsGroup, SettingsSection};

use crate::paths;
use crate::permissions::{ManageSettings, ManageStaff, ManageTexts};

/// One of these pages.
pub struct Section<'a> {
    /// Its address.
    pub here: &'a str,
    /// Text key of its title.
    pub title: &'a str,
    /// Text key of the line under it.
    pub lead: &'a str,
}

impl Section<'_> {
    /// The page; `more` are further groups of links beside it.
    pub fn view(&self, cx: &Cx<'_>, more: Vec<SettingsGroup>, body: impl Render) -> View {
        let title = cx.t(self.title);
        let mut groups = vec![SettingsGroup {
            label: cx.t("admin.frame.platform"),
            sections: self.sections(cx),
        }];
        groups.extend(more);
        let main = html! {
            (ui::page_header(&title, Some(&cx.t(self.lead)), html! {}))
            (ui::settings_layout(cx.t("admin.frame.sections"), &groups, body))
        };
        View::new(title, main)
    }

    fn sections(&self, cx: &Cx<'_>) -> Vec<SettingsSection> {
        let all = [
            (
                "admin.settings.title",
                paths::SETTINGS,
                "settings",
                ManageSettings::KEY,
            ),
            (
                "admin.texts.title",
                paths::TEXTS,
                "pencil",
                ManageTexts::KEY,
            ),
            (
                "admin.staff.title",
                paths::STAFF,
                "shield-check",
                ManageStaff::KEY,
            ),
        ];
        let allowed = all.into_iter().filter(|(.., key)| cx.may(key));
        let section = |(label, href, icon, _): (&str, &str, &str, _)| SettingsSection {
            label: cx.t(label),
            href: href.to_owned(),
            icon: icon.to_owned(),
            active: href == self.here,
        };
        allowed.map(section).collect()
    }
}
