//! The page of the profile: name, language, formats, theme, time zone, keys.
//! The zones in the list have names; any other one is typed by its IANA name.

use kernel::error::FieldErrors;
use kernel::web::{Cx, FormView, Raw, View, account_page};
use maud::{Markup, html};
use ui::Select;

use crate::models::profile::Profile;
use crate::paths;

/// Zones that people choose by name.
const ZONES: [(&str, &str); 14] = [
    ("Asia/Tehran", "identity.zones.tehran"),
    ("Asia/Kabul", "identity.zones.kabul"),
    ("Asia/Dubai", "identity.zones.dubai"),
    ("Asia/Baghdad", "identity.zones.baghdad"),
    ("Asia/Dushanbe", "identity.zones.dushanbe"),
    ("Europe/Istanbul", "identity.zones.istanbul"),
    ("Europe/Berlin", "identity.zones.berlin"),
    ("Europe/Paris", "identity.zones.paris"),
    ("Europe/London", "identity.zones.london"),
    ("America/Toronto", "identity.zones.toronto"),
    ("America/New_York", "identity.zones.new_york"),
    ("America/Los_Angeles", "identity.zones.los_angeles"),
    ("Australia/Sydney", "identity.zones.sydney"),
    ("UTC", "identity.zones.utc"),
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
        (
            "single_keys_off",
            if profile.single_keys_off { "1" } else { "" },
        ),
    ])
}

/// The form, in parts.
pub fn page(cx: &Cx<'_>, raw: &Raw, errors: Option<&FieldErrors>) -> View {
    let view = FormView::new(cx, raw, errors);
    let form = view
        .form(paths::ACCOUNT)
        .id("profile")
        .body(html! {
            (ui::settings_part("person", cx.t("identity.account.profile"), cx.t("identity.account.profile_text"), person(cx, &view)))
            (ui::settings_part("formats", cx.t("identity.account.formats"), cx.t("identity.account.formats_text"), formats(cx, &view)))
            (ui::settings_part("zone", cx.t("identity.account.zone"), cx.t("identity.account.zone_text"), zone(cx, &view)))
            (ui::settings_part("keys", cx.t("identity.account.keys"), cx.t("identity.account.keys_text"), keys(cx, &view)))
        })
        .actions(ui::button(cx.t("kernel.save")).primary().busy(cx.t("kernel.shell.working")));
    account_page(cx, "identity.account.profile", paths::ACCOUNT, form)
}

fn choice(cx: &Cx<'_>, view: &FormView<'_>, name: &str, label: &str) -> Select {
    ui::select(name, cx.t(label))
        .value(view.typed(name))
        .error(view.error(name))
}

fn person(cx: &Cx<'_>, view: &FormView<'_>) -> Markup {
    html! {
        (view.field("display_name", "identity.sign_up.name").autocomplete("name").dir("auto").max_length(80)
            .hint(cx.t("identity.sign_up.name_hint")).required())
    }
}

fn formats(cx: &Cx<'_>, view: &FormView<'_>) -> Markup {
    let by_language = || cx.t("identity.account.by_language");
    let choice = |name, label| choice(cx, view, name, label);
    html! {
        (choice("locale", "kernel.shell.language").option("fa", "فارسی").option("en", "English"))
        (choice("calendar", "identity.account.calendar").empty(by_language())
            .option("jalali", cx.t("identity.account.calendar_jalali"))
            .option("gregorian", cx.t("identity.account.calendar_gregorian")))
        (choice("digits", "identity.account.digits").empty(by_language())
            .option("persian", cx.t("identity.account.digits_persian"))
            .option("latin", cx.t("identity.account.digits_latin")))
        (choice("money_unit", "identity.account.money").empty(by_language())
            .option("toman", cx.t("identity.account.money_toman"))
            .option("rial", cx.t("identity.account.money_rial")))
        (choice("theme", "kernel.shell.theme")
            .option("system", cx.t("kernel.shell.theme_system"))
            .option("light", cx.t("kernel.shell.theme_light"))
            .option("dark", cx.t("kernel.shell.theme_dark")))
    }
}

fn zone(cx: &Cx<'_>, view: &FormView<'_>) -> Markup {
    let zones = ZONES.map(|(zone, label)| (zone, cx.t(label)));
    html! {
        (choice(cx, view, "time_zone", "identity.account.zone_near").options(zones))
        (view.field("other_zone", "identity.account.zone_other").dir("ltr").max_length(64)
            .hint(cx.t("identity.account.zone_hint")))
    }
}

/// The switch of keys without Ctrl (WCAG 2.1.4).
fn keys(cx: &Cx<'_>, view: &FormView<'_>) -> Markup {
    let off = ui::checkbox("single_keys_off", cx.t("identity.account.keys_off"))
        .checked(!view.typed("single_keys_off").is_empty())
        .hint(cx.t("identity.account.keys_hint"));
    html! { (off) }
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
