//! The parts of the frame: navigation, the person's menu, search, the bell.
//! Here apart from `layout` so that each part of the frame can be read and tested alone.
use maud::{Markup, html};

use crate::form::CSRF_FIELD;
use crate::{ShellLabels, avatar, button, icon, live_badge};

/// An entry of the main navigation.
#[derive(Clone, Debug, Default)]
pub struct NavEntry {
    /// What it is called.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Its icon's name (see `ui::icon::known`).
    pub icon: String,
    /// Is the reader there?
    pub active: bool,
    /// (element id, localised count, what is counted); the count may be empty and filled live.
    pub badge: Option<(String, String, String)>,
    /// The keys that lead there (`g t`).
    pub shortcut: Option<String>,
    /// The heading under which it stands, where there are many.
    pub group: Option<String>,
}

/// A plain link of a menu.
#[derive(Clone, Debug, Default)]
pub struct MenuLink {
    /// What it is called.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Its icon's name.
    pub icon: String,
}

/// The signed-in person's menu.
#[derive(Clone, Debug)]
pub struct UserMenu {
    /// The person's name.
    pub name: String,
    /// What they act for: the shop, the company, the role.
    pub detail: String,
    /// Links of the menu.
    pub links: Vec<MenuLink>,
    /// More of the menu: the switch between tenants.
    pub extra: Markup,
    /// (label, action) of the way out.
    pub sign_out: (String, String),
}

/// The search over everything (Ctrl+K).
#[derive(Clone, Debug)]
pub struct GlobalSearch {
    /// Where it posts its `q` by GET.
    pub action: String,
    /// What the box is called.
    pub label: String,
    /// What was searched.
    pub value: String,
}

/// The bell with its unread count.
#[derive(Clone, Debug)]
pub struct Bell {
    /// Where the notifications are.
    pub href: String,
    /// What it is called.
    pub label: String,
    /// The localised count, empty when there is none.
    pub count: String,
    /// What is counted, for those who hear it: "unread".
    pub counted: String,
    /// Where the count is fetched again, and the event of the page's stream that says when.
    pub live: Option<(String, String)>,
}

pub(crate) fn nav_list(entries: &[NavEntry]) -> Markup {
    html! {
        ul.nav-list {
            @for (n, (heading, of)) in grouped(entries).iter().enumerate() {
                @match heading {
                    None => @for entry in of { li { (nav_link(entry)) } },
                    Some(heading) => li.nav-group {
                        @let id = format!("nav-group-{n}");
                        p.nav-group-name id=(id) { (heading) }
                        ul.nav-list aria-labelledby=(id) { @for entry in of { li { (nav_link(entry)) } } }
                    },
                }
            }
        }
    }
}

/// Entries by heading, each heading where its first entry stands.
fn grouped(entries: &[NavEntry]) -> Vec<(Option<&str>, Vec<&NavEntry>)> {
    let mut all: Vec<(Option<&str>, Vec<&NavEntry>)> = Vec::new();
    for entry in entries {
        let heading = entry.group.as_deref();
        let there = match heading {
            Some(_) => all.iter_mut().find(|(name, _)| *name == heading),
            None => all.last_mut().filter(|(name, _)| name.is_none()),
        };
        match there {
            Some((_, of)) => of.push(entry),
            None => all.push((heading, vec![entry])),
        }
    }
    all
}

fn nav_link(entry: &NavEntry) -> Markup {
    html! {
        a href=(entry.href) aria-current=[entry.active.then_some("page")] data-key=[entry.shortcut.as_deref()] {
            (icon(&entry.icon)) span { (entry.label) }
            @if let Some((id, count, label)) = &entry.badge { (live_badge(id, count, label)) }
        }
    }
}

pub(crate) fn user_menu(menu: &UserMenu, labels: &ShellLabels, csrf: &str) -> Markup {
    let (sign_out, action) = &menu.sign_out;
    html! {
        details.menu-box data-menu {
            summary aria-label=(format!("{}: {}", labels.account_menu, menu.name)) {
                (avatar(&menu.name)) span.menu-name { bdi { (menu.name) } } (icon("chevron-down"))
            }
            div.menu-pop {
                p.menu-who { strong { bdi { (menu.name) } } span.quiet { bdi { (menu.detail) } } }
                ul { @for link in &menu.links { li { a href=(link.href) { (icon(&link.icon)) (link.label) } } } }
                (menu.extra)
                button.btn.btn-ghost.btn-block.needs-script type="button" commandfor="shortcuts" command="show-modal"
                    popovertarget="shortcuts" aria-haspopup="dialog" { (icon("zap")) span { (labels.shortcuts) } }
                (button(sign_out).quiet().wide().icon("log-out").post(action, csrf))
            }
        }
    }
}

pub(crate) fn global_search(search: &GlobalSearch) -> Markup {
    html! {
        form.global-search #global-search method="get" action=(search.action) role="search" aria-label=(search.label) {
            label.search-box data-palette {
                (icon("search"))
                span.sr-only { (search.label) }
                input type="search" name="q" value=(search.value) placeholder=(search.label) dir="auto"
                    autocomplete="off" data-key="Ctrl+k";
                kbd.key.key-hint aria-hidden="true" dir="ltr" { "Ctrl K" }
            }
        }
    }
}

pub(crate) fn bell(bell: &Bell) -> Markup {
    html! {
        @let (url, event) = bell.live.as_ref().map(|(url, event)| (url, crate::on_event(event))).unzip();
        a.btn.btn-ghost.btn-square.bell href=(bell.href) title=(bell.label) hx-get=[url] hx-trigger=[event.as_deref()]
            hx-target=[url.map(|_| "#bell-count")] hx-swap=[url.map(|_| "outerHTML")] {
            (icon("bell")) span.sr-only { (bell.label) }
            (live_badge("bell-count", &bell.count, &bell.counted))
        }
    }
}

/// The switch of the theme: a form of three buttons, so it needs no script.
pub(crate) fn theme_switch(action: &str, csrf: &str, now: &str, labels: &ShellLabels) -> Markup {
    let choices = [
        ("light", "sun", &labels.theme_light),
        ("dark", "moon", &labels.theme_dark),
        ("system", "monitor", &labels.theme_system),
    ];
    html! {
        form.switch method="post" action=(action) aria-label=(labels.theme) {
            input type="hidden" name=(CSRF_FIELD) value=(csrf);
            @for (value, symbol, label) in choices {
                button type="submit" name="theme" value=(value) aria-pressed=(if value == now { "true" } else { "false" })
                    title=(label) { (icon(symbol)) span.sr-only { (label) } }
            }
        }
    }
}

/// The switch of the language: each language is written in itself.
pub(crate) fn language_switch(fa: &str, en: &str, now: &str, label: &str) -> Markup {
    html! {
        nav.switch aria-label=(label) {
            a href=(fa) lang="fa" hreflang="fa" aria-current=[(now == "fa").then_some("true")] { "فارسی" }
            a href=(en) lang="en" hreflang="en" aria-current=[(now == "en").then_some("true")] { "English" }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(label: &str, group: Option<&str>) -> NavEntry {
        NavEntry {
            label: label.into(),
            group: group.map(str::to_owned),
            ..NavEntry::default()
        }
    }

    #[test]
    fn entries_of_a_heading_stand_together_where_the_first_of_them_is() {
        let all = [
            entry("home", None),
            entry("orders", Some("sales")),
            entry("mail", Some("system")),
            entry("products", Some("sales")),
            entry("other side", None),
        ];
        let found = grouped(&all);
        let shown: Vec<(Option<&str>, Vec<&str>)> = found
            .iter()
            .map(|(heading, of)| (*heading, of.iter().map(|one| one.label.as_str()).collect()))
            .collect();
        assert_eq!(
            shown,
            [
                (None, vec!["home"]),
                (Some("sales"), vec!["orders", "products"]),
                (Some("system"), vec!["mail"]),
                (None, vec!["other side"]),
            ]
        );
    }

    #[test]
    fn a_heading_names_its_list() {
        let html = nav_list(&[entry("orders", Some("sales"))]).into_string();
        assert!(
            html.contains("<p class=\"nav-group-name\" id=\"nav-group-0\">sales</p>"),
            "{html}"
        );
        assert!(html.contains("aria-labelledby=\"nav-group-0\""), "{html}");
    }
}
