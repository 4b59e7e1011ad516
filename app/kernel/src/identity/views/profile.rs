//! The page of the profile: name, language, formats, theme, time zone.
//! The zones in the list have names; any other one is typed by its IANA name.

use maud::html;
use ui::Select;

use super::account;
use crate::error::FieldErrors;
use crate::identity::models::profile::Profile;
use crate::identity::paths;
use crate::web::{Cx, FormView, Raw, View};

/// Zones that people choose by name.
const ZONES: [(&str, &str); 14] = [
    ("Asia/Tehran", "kernel.zones.tehran"),
    ("Asia/Kabul", "kernel.zones.kabul"),
    ("Asia/Dubai", "kernel.zones.dubai"),
    ("Asia/Baghdad", "kernel.zones.baghdad"),
    ("Asia/Dushanbe", "kernel.zones.dushanbe"),
    ("Europe/Istanbul", "kernel.zones.istanbul"),
    ("Europe/Berlin", "kernel.zones.berlin"),
    ("Europe/Paris", "kernel.zones.paris"),
    ("Europe/London", "kernel.zones.london"),
    ("America/Toronto", "kernel.zones.toronto"),
    ("America/New_York", "kernel.zones.new_york"),
    ("America/Los_Angeles", "kernel.zones.los_angeles"),
    ("Australia/Sydney", "kernel.zones.sydney"),
    ("UTC", "kernel.zones.utc"),
];

/// The stored profile as a form's values.
pub fn raw(profile: &Profile) -> Raw {
    let listed = ZONES.iter().any(|(zone, _)| *zone == profile.time_zone);
    let optional = |value: &Option<String>| value.clone().unwrap_or_default();
    Raw::prefilled(&[
        ("display_name", &profile.display_name),
        ("locale", &profile.locale),
        ("calendar", &optional(&profile.calendar)),
        ("digits", &optional(&profile.digits)),
        ("money_unit", &optional(&profile.money_unit)),
        ("theme", &profile.theme),
        (
            "time_zone",
            if listed {
                &profile.time_zone
            } else {
                "Asia/Tehran"
            },
        ),
        ("other_zone", if listed { "" } else { &profile.time_zone }),
    ])
}

/// The form.
pub fn page(cx: &Cx<'_>, raw: &Raw, errors: Option<&FieldErrors>) -> View {
    let view = FormView::new(cx, raw, errors);
    let choice = |name: &str, label: &str| -> Select {
        ui::select(name, cx.t(label))
            .value(raw.get(name))
            .error(view.error(name))
    };
    let by_language = || cx.t("kernel.account.by_language");
    let form = view
        .form(paths::ACCOUNT)
        .body(html! {
            (view.field("display_name", "kernel.sign_up.name").autocomplete("name").dir("auto").max_length(80)
                .hint(cx.t("kernel.sign_up.name_hint")).required())
            (choice("locale", "kernel.shell.language").option("fa", "فارسی").option("en", "English"))
            (choice("calendar", "kernel.account.calendar").empty(by_language())
                .option("jalali", cx.t("kernel.account.calendar_jalali"))
                .option("gregorian", cx.t("kernel.account.calendar_gregorian")))
            (choice("digits", "kernel.account.digits").empty(by_language())
                .option("persian", cx.t("kernel.account.digits_persian"))
                .option("latin", cx.t("kernel.account.digits_latin")))
            (choice("money_unit", "kernel.account.money").empty(by_language())
                .option("toman", cx.t("kernel.account.money_toman"))
                .option("rial", cx.t("kernel.account.money_rial")))
            (choice("theme", "kernel.shell.theme")
                .option("system", cx.t("kernel.shell.theme_system"))
                .option("light", cx.t("kernel.shell.theme_light"))
                .option("dark", cx.t("kernel.shell.theme_dark")))
            (choice("time_zone", "kernel.account.zone").options(ZONES.map(|(zone, label)| (zone, cx.t(label)))))
            (view.field("other_zone", "kernel.account.zone_other").dir("ltr").max_length(64)
                .hint(cx.t("kernel.account.zone_hint")))
        })
        .actions(ui::button(cx.t("kernel.save")).primary().busy(cx.t("kernel.shell.working")));
    account(
        cx,
        "kernel.account.title",
        paths::ACCOUNT,
        ui::card("profile", "", form),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_zone_in_the_list_exists() {
        for (zone, _) in ZONES {
            assert!(zone.parse::<chrono_tz::Tz>().is_ok(), "{zone}");
        }
    }
}
