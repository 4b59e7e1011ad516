//! The whole document: head, frame, one main, and the places that live updates land in.
//! Here so that language, direction, theme and the rules of the CSP are decided once for all pages.
use maud::{DOCTYPE, Markup, html};

use crate::shell::{self, Bell, GlobalSearch, MenuLink, NavEntry, UserMenu};
use crate::{Density, Palette, assets, icon, overlay, palette};

/// The theme that the reader chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// What the device says.
    #[default]
    System,
}

impl Theme {
    /// The value of `data-theme`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::System => "system",
        }
    }
}

/// Whom the frame is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Anybody: navigation above, a narrow middle.
    Public,
    /// A customer or a shop: navigation at the side.
    Customer,
    /// Staff: navigation at the side, the full width.
    Staff,
}

impl Audience {
    const fn class(self) -> &'static str {
        match self {
            Self::Public => "frame frame-public",
            Self::Customer => "frame frame-customer",
            Self::Staff => "frame frame-staff",
        }
    }
}

/// Who is looking.
#[derive(Clone, Debug)]
pub enum Account {
    /// Nobody yet: the last link is the main one (sign up).
    Guest(Vec<MenuLink>),
    /// A signed-in person.
    Member(UserMenu),
}

/// A step of the way to this page; the last one has no link.
#[derive(Clone, Debug)]
pub struct Crumb {
    /// What it is called.
    pub label: String,
    /// Where it leads.
    pub href: Option<String>,
}

/// The frame's own texts, all in the reader's language.
#[derive(Clone, Debug, Default)]
pub struct ShellLabels {
    /// The product's name.
    pub brand: String,
    /// «رفتن به محتوا».
    pub skip: String,
    /// Opens the navigation on a phone.
    pub menu: String,
    /// Closes what is open.
    pub close: String,
    /// Names the main navigation.
    pub main_nav: String,
    /// Names the person's menu.
    pub account_menu: String,
    /// Names the breadcrumbs.
    pub breadcrumbs: String,
    /// Names the switch of languages.
    pub language: String,
    /// Names the switch of themes.
    pub theme: String,
    /// Light.
    pub theme_light: String,
    /// Dark.
    pub theme_dark: String,
    /// As the device.
    pub theme_system: String,
    /// Title of the list of shortcuts.
    pub shortcuts: String,
    /// Names the region of messages.
    pub messages: String,
    /// Said after something was copied.
    pub copied: String,
    /// Said while a request runs.
    pub working: String,
    /// Said when the network is away.
    pub offline: String,
    /// A line at the foot.
    pub foot: String,
}

/// A whole page; `layout` renders it.
#[derive(Clone, Debug)]
pub struct Shell<'a> {
    /// `fa` or `en`.
    pub lang: &'a str,
    /// `rtl` or `ltr`.
    pub dir: &'a str,
    /// The reader's theme.
    pub theme: Theme,
    /// The document's title, without the product's name.
    pub title: &'a str,
    /// For search machines; only public pages have one.
    pub description: Option<&'a str>,
    /// The token for the frame's own forms.
    pub csrf: &'a str,
    /// Whom the frame is for.
    pub audience: Audience,
    /// The main navigation.
    pub nav: &'a [NavEntry],
    /// Who is looking.
    pub account: &'a Account,
    /// Where the product's name leads.
    pub home_href: &'a str,
    /// This page in Persian.
    pub fa_href: &'a str,
    /// This page in English.
    pub en_href: &'a str,
    /// Where the theme's form posts `theme`.
    pub theme_action: &'a str,
    /// The page's one stream of events.
    pub live_url: Option<&'a str>,
    /// The search over everything.
    pub search: Option<&'a GlobalSearch>,
    /// The bell.
    pub bell: Option<&'a Bell>,
    /// The way here.
    pub breadcrumbs: &'a [Crumb],
    /// The frame's texts.
    pub labels: &'a ShellLabels,
    /// Toasts to show at once (after a redirect).
    pub notices: Markup,
    /// The page itself; holds the `h1`.
    pub main: Markup,
}

/// What a page may have besides; all of it may be left out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extras<'a> {
    /// How close things stand; without it comfortable, for staff compact.
    pub density: Option<Density>,
    /// The reader has switched off the keys without Ctrl.
    pub single_keys_off: bool,
    /// Under the list of keys: where they are switched.
    pub keys_note: Option<&'a Markup>,
    /// The palette over the page (Ctrl+K).
    pub palette: Option<&'a Palette>,
    /// «رفتن به بخش‌ها»; without it the name of the navigation stands there.
    pub skip_to_nav: Option<&'a str>,
}

/// What htmx may do here: no style sheet of its own, only our extension, errors swap.
// A part that has the focus is reachable by a `tabindex` that script has set; a morph that takes it away takes the focus, too.
const HTMX_CONFIG: &str = r#"{"includeIndicatorCSS":false,"morphIgnore":["data-htmx-powered","tabindex"],"extensions":"sse","sse":{"reconnectDelay":"1s","reconnectMaxDelay":"30s"}}"#;

/// The whole document.
pub fn layout(page: &Shell<'_>) -> Markup {
    layout_with(page, &Extras::default())
}

/// The whole document, with more than every page has.
pub fn layout_with(page: &Shell<'_>, extras: &Extras<'_>) -> Markup {
    let labels = page.labels;
    let density = extras.density.unwrap_or(match page.audience {
        Audience::Staff => Density::Compact,
        Audience::Public | Audience::Customer => Density::Comfortable,
    });
    html! {
        (DOCTYPE)
        html lang=(page.lang) dir=(page.dir) data-theme=(page.theme.name())
            data-keys=[extras.single_keys_off.then_some("off")] {
            (head(page))
            body class=(page.audience.class()) data-density=(density.name()) data-copied=(labels.copied) data-working=(labels.working)
                data-offline=(labels.offline) {
                a.skip href="#main" { (labels.skip) }
                @if !page.nav.is_empty() { a.skip.skip-nav href="#nav-panel" { (extras.skip_to_nav.unwrap_or(&labels.main_nav)) } }
                (topbar(page))
                @if page.audience != Audience::Public { (side(page)) }
                div.stage {
                    (breadcrumbs(page))
                    main #main tabindex="-1" { (page.main) }
                    (foot(page))
                }
                (overlay::toast_region(&labels.messages, &page.notices))
                (overlay::dialog("shortcuts", &labels.shortcuts, &labels.close, html! {
                    dl.facts #shortcut-list {}
                    @if let Some(note) = extras.keys_note { (note) }
                }))
                @if let Some(one) = extras.palette { (palette::palette(one, page.nav)) }
                @if let Some(url) = page.live_url { div #stream hidden hx-sse:connect=(url) hx-swap="none" {} }
            }
        }
    }
}

fn head(page: &Shell<'_>) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content=(match page.theme {
                Theme::Light => "light", Theme::Dark => "dark", Theme::System => "light dark",
            });
            title { (page.title) " · " (page.labels.brand) }
            @if let Some(text) = page.description { meta name="description" content=(text); }
            link rel="preload" href=(assets::url("vazirmatn.woff2")) as="font" type="font/woff2" crossorigin;
            link rel="stylesheet" href=(assets::url("app.css"));
            link rel="icon" href=(assets::url("logo.svg")) type="image/svg+xml";
            meta name="htmx-config" content=(HTMX_CONFIG);
            script src=(assets::url("htmx.js")) defer {}
            script src=(assets::url("app.js")) type="module" {}
        }
    }
}

fn topbar(page: &Shell<'_>) -> Markup {
    let labels = page.labels;
    let public = page.audience == Audience::Public;
    html! {
        header.topbar {
            @if !public || !page.nav.is_empty() {
                button.btn.btn-ghost.btn-square.nav-open type="button" popovertarget="nav-panel" aria-label=(labels.menu) title=(labels.menu) {
                    (icon("menu"))
                }
            }
            a.brand href=(page.home_href) { img src=(assets::url("logo.svg")) alt="" width="28" height="28"; span { (labels.brand) } }
            @if public && !page.nav.is_empty() { (nav_panel(page)) }
            @if let Some(search) = page.search { (shell::global_search(search)) }
            div.topbar-end {
                @if let Some(search) = page.search {
                    a.btn.btn-ghost.btn-square.search-link href=(search.action) title=(search.label) data-palette {
                        (icon("search")) span.sr-only { (search.label) }
                    }
                }
                @if let Some(bell) = page.bell { (shell::bell(bell)) }
                @match page.account {
                    Account::Guest(links) => @for (n, link) in links.iter().enumerate() {
                        a class=(if n + 1 == links.len() { "btn btn-sm btn-primary" } else { "btn btn-sm btn-ghost" }) href=(link.href) { (link.label) }
                    },
                    Account::Member(menu) => (shell::user_menu(menu, labels, page.csrf)),
                }
            }
        }
    }
}

fn nav_panel(page: &Shell<'_>) -> Markup {
    html! {
        nav.nav-panel #nav-panel popover tabindex="-1" aria-label=(page.labels.main_nav) {
            div.nav-head {
                span.brand { img src=(assets::url("logo.svg")) alt="" width="28" height="28"; span { (page.labels.brand) } }
                button.btn.btn-ghost.btn-square type="button" popovertarget="nav-panel" popovertargetaction="hide"
                    aria-label=(page.labels.close) title=(page.labels.close) { (icon("x")) }
            }
            (shell::nav_list(page.nav))
        }
    }
}

fn side(page: &Shell<'_>) -> Markup {
    html! { div.side { (nav_panel(page)) } }
}

fn breadcrumbs(page: &Shell<'_>) -> Markup {
    html! {
        @if !page.breadcrumbs.is_empty() {
            nav.crumbs aria-label=(page.labels.breadcrumbs) {
                ol {
                    @for crumb in page.breadcrumbs {
                        li {
                            @if let Some(href) = &crumb.href { a href=(href) { (crumb.label) } }
                            @else { span aria-current="page" { (crumb.label) } }
                        }
                    }
                }
            }
        }
    }
}

fn foot(page: &Shell<'_>) -> Markup {
    let labels = page.labels;
    html! {
        footer.foot {
            p { (labels.foot) }
            (shell::language_switch(page.fa_href, page.en_href, page.lang, &labels.language))
            (shell::theme_switch(page.theme_action, page.csrf, page.theme.name(), labels))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(audience: Audience, live_url: Option<&str>) -> String {
        let labels = ShellLabels {
            brand: "سرای".into(),
            skip: "رفتن به محتوا".into(),
            ..ShellLabels::default()
        };
        let account = Account::Guest(vec![]);
        layout(&Shell {
            lang: "fa",
            dir: "rtl",
            theme: Theme::System,
            title: "خانه",
            description: None,
            csrf: "tok",
            audience,
            nav: &[NavEntry {
                label: "تیکت‌ها".into(),
                active: true,
                ..NavEntry::default()
            }],
            account: &account,
            home_href: "/",
            fa_href: "?lang=fa",
            en_href: "?lang=en",
            theme_action: "/theme",
            live_url,
            search: None,
            bell: None,
            breadcrumbs: &[],
            labels: &labels,
            notices: html! {},
            main: html! { h1 { "خانه" } },
        })
        .into_string()
    }

    #[test]
    fn document_tells_language_direction_and_theme() {
        let html = page(Audience::Public, None);
        assert!(
            html.starts_with("<!DOCTYPE html><html lang=\"fa\" dir=\"rtl\" data-theme=\"system\">")
        );
        assert!(html.contains("<a class=\"skip\" href=\"#main\">"));
        assert!(html.contains("<main id=\"main\" tabindex=\"-1\"><h1>"));
    }

    #[test]
    fn every_script_and_style_is_a_file_of_ours() {
        let html = page(Audience::Staff, Some("/live"));
        assert_eq!(
            html.matches("<script src=\"/static/").count(),
            html.matches("<script").count()
        );
        assert!(!html.contains("<style") && !html.contains(" style=") && !html.contains("://"));
    }

    #[test]
    fn only_a_live_page_opens_a_stream() {
        let live = page(Audience::Customer, Some("/live?topics=a"));
        assert!(live.contains("hx-sse:connect=\"/live?topics=a\" hx-swap=\"none\""));
        let still = page(Audience::Customer, None);
        assert!(!still.contains("hx-sse:connect"));
    }

    #[test]
    fn navigation_stands_once_for_every_audience() {
        for audience in [Audience::Public, Audience::Customer, Audience::Staff] {
            let html = page(audience, None);
            assert_eq!(html.matches("id=\"nav-panel\"").count(), 1);
            assert_eq!(html.matches("popovertarget=\"nav-panel\"").count(), 2);
            assert!(html.contains("<a class=\"skip skip-nav\" href=\"#nav-panel\">"));
        }
    }

    #[test]
    fn staff_see_more_at_once_than_customers() {
        assert!(page(Audience::Staff, None).contains("data-density=\"compact\""));
        assert!(page(Audience::Customer, None).contains("data-density=\"comfortable\""));
    }

    #[test]
    fn theme_switch_is_a_plain_form_with_its_token() {
        let html = page(Audience::Public, None);
        assert!(html.contains("method=\"post\" action=\"/theme\""));
        assert!(html.contains("name=\"csrf_token\" value=\"tok\""));
        assert!(html.contains("name=\"theme\" value=\"system\" aria-pressed=\"true\""));
    }
}
