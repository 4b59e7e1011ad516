//! The frame around a page: navigation, person's menu, language, theme, live stream, one-shot notices.
//! Reads only what the request already found; no page pays a statement for its frame.

use maud::{Markup, html};
use ui::{
    Account, Bell, Extras, GlobalSearch, MenuLink, NavEntry, Palette, Shell, ShellLabels, Theme,
    UserMenu,
};

use super::account::business_entry;
use super::current::SignedIn;
use super::cx::Cx;
use super::notice::Notice;
use super::view::View;
use crate::live;
use crate::module::{Audience, NavItem, Place, Side};

/// The switch of the keys, in the profile.
const KEYS: &str = "/account#keys";

/// The whole document.
pub(super) fn page(cx: &Cx<'_>, view: View, audience: Audience, notice: Option<&Notice>) -> Markup {
    let user = cx.user();
    let frame = match audience {
        Audience::Staff => ui::Audience::Staff,
        Audience::Customer | Audience::Shop => ui::Audience::Customer,
        _ => ui::Audience::Public,
    };
    let nav = nav(cx, audience);
    let links = user.map(|user| menu_links(cx, user)).unwrap_or_default();
    let others = links
        .iter()
        .filter(|link| nav.iter().all(|entry| entry.href != link.href));
    let palette = user.map(|_| palette(cx, others.cloned().collect()));
    let account = match user {
        Some(user) => Account::Member(menu(cx, user, links)),
        None => guest(cx),
    };
    let search = user.map(|_| GlobalSearch {
        action: "/search".to_owned(),
        label: cx.t("kernel.search.label"),
        value: String::new(),
    });
    let bell = user.map(|user| Bell {
        href: "/account/notifications".to_owned(),
        label: cx.t("kernel.notifications.title"),
        count: if cx.unread() == 0 {
            String::new()
        } else {
            cx.fmt().count_capped(cx.unread(), 99)
        },
        counted: cx.t("kernel.notifications.unread"),
        live: Some((
            "/account/notifications/badge".to_owned(),
            live::topic("user", user.id.0),
        )),
    });
    let live_url = user.map(|user| {
        let mut topics = view.topics.clone();
        topics.push(live::topic("user", user.id.0));
        live::stream_url(&cx.app().keys, user.id, &topics, &user.moment)
    });
    let labels = labels(cx);
    let theme = match cx.theme() {
        "light" => Theme::Light,
        "dark" => Theme::Dark,
        _ => Theme::System,
    };
    let keys = user.map(|user| keys_note(cx, user));
    let extras = Extras {
        palette: palette.as_ref(),
        single_keys_off: user.is_some_and(|user| user.single_keys_off),
        keys_note: keys.as_ref(),
        ..Extras::default()
    };
    let shell = Shell {
        lang: cx.locale().tag(),
        dir: cx.locale().dir(),
        theme,
        title: &view.title,
        description: view.description.as_deref(),
        csrf: &cx.csrf(),
        audience: frame,
        nav: &nav,
        account: &account,
        home_href: home(cx, audience),
        fa_href: &in_language(cx, "fa"),
        en_href: &in_language(cx, "en"),
        theme_action: "/theme",
        live_url: live_url.as_deref(),
        search: search.as_ref(),
        bell: bell.as_ref(),
        breadcrumbs: &view.crumbs,
        labels: &labels,
        notices: html! { @if let Some(notice) = notice { (notice.shown(cx)) } },
        main: view.main,
    };
    ui::layout_with(&shell, &extras)
}

/// The palette: places of the frame and of the menu, and what is found while one types.
fn palette(cx: &Cx<'_>, links: Vec<MenuLink>) -> Palette {
    let t = |key: &str| cx.t(&format!("kernel.palette.{key}"));
    Palette {
        action: "/search".to_owned(),
        results: Some("/search".to_owned()),
        label: t("label"),
        recent: t("recent"),
        pages: t("pages"),
        acts: t("acts"),
        everywhere: t("everywhere"),
        none: t("none"),
        links,
        actions: Vec::new(),
    }
}

/// Where the product's name leads.
fn home(cx: &Cx<'_>, audience: Audience) -> &'static str {
    let Some(user) = cx.user() else { return "/" };
    let is_staffs = audience == Audience::Staff || user.is_staff_only();
    staff_home(cx).filter(|_| is_staffs).unwrap_or("/home")
}

/// Where the keys are switched, in the list of keys.
fn keys_note(cx: &Cx<'_>, user: &SignedIn) -> Markup {
    let text = if user.single_keys_off {
        "kernel.shell.keys_off"
    } else {
        "kernel.shell.keys_on"
    };
    html! { p { (cx.t(text)) " " a href=(KEYS) { (cx.t("kernel.shell.keys_where")) } } }
}

fn nav(cx: &Cx<'_>, audience: Audience) -> Vec<NavEntry> {
    let mut entries = bar(cx, audience);
    if matches!(audience, Audience::Customer | Audience::Shop) {
        entries.extend(business_entry(cx));
    }
    entries.extend(other_side(cx, audience));
    entries
}

/// The way to the other side, for who is on the staff and has a tenant.
fn other_side(cx: &Cx<'_>, audience: Audience) -> Option<NavEntry> {
    let (tenant, staff) = (cx.tenant()?, staff_home(cx)?);
    let (label, href, icon) = match audience {
        Audience::Customer | Audience::Shop => {
            (cx.t("kernel.home.to_admin"), staff, "layout-dashboard")
        }
        Audience::Staff => {
            let vars = [("tenant", tenant.name.as_str())];
            let label = cx.t_with("kernel.shell.to_tenant", &vars);
            (label, "/home", "building-2")
        }
        _ => return None,
    };
    Some(NavEntry {
        label,
        href: href.to_owned(),
        icon: icon.to_owned(),
        ..NavEntry::default()
    })
}

fn bar(cx: &Cx<'_>, audience: Audience) -> Vec<NavEntry> {
    cx.app()
        .registry
        .nav()
        .iter()
        .filter(|item| item.audience == audience && is_for(cx, item))
        .filter_map(|item| match item.place {
            Place::Bar => Some((item, None)),
            Place::Under(heading) => Some((item, Some(cx.t(heading)))),
            Place::Account(_) | Place::Business(_) => None,
        })
        .map(|(item, group)| NavEntry {
            label: cx.t(item.label),
            href: item.href.to_owned(),
            icon: item.icon.to_owned(),
            active: is_active(item.href, cx.path()),
            group,
            ..NavEntry::default()
        })
        .collect()
}

/// Where staff begin: the first place of theirs that this person may open, whichever modules are mounted.
pub(crate) fn staff_home(cx: &Cx<'_>) -> Option<&'static str> {
    cx.user().filter(|user| !user.staff.is_empty())?;
    let mut nav = cx.app().registry.nav().iter();
    let first = nav.find(|item| item.audience == Audience::Staff && is_for(cx, item));
    first.map(|item| item.href)
}

fn is_for(cx: &Cx<'_>, item: &NavItem) -> bool {
    let side = match item.audience {
        Audience::Staff => Side::Staff,
        _ => Side::Member,
    };
    cx.offers(side, item.key, item.permission)
}

/// An entry is active on its own page and below it; homes only on their own page.
pub(super) fn is_active(href: &str, path: &str) -> bool {
    path == href
        || (href.len() > 1
            && href != "/admin"
            && path.strip_prefix(href).is_some_and(|r| r.starts_with('/')))
}

fn guest(cx: &Cx<'_>) -> Account {
    let link = |label: &str, href: &str, icon: &str| MenuLink {
        label: cx.t(label),
        href: href.to_owned(),
        icon: icon.to_owned(),
    };
    Account::Guest(vec![
        link("kernel.shell.sign_in", "/sign-in", "log-in"),
        link("kernel.shell.sign_up", "/sign-up", "user-plus"),
    ])
}

fn menu_links(cx: &Cx<'_>, user: &SignedIn) -> Vec<MenuLink> {
    let link = |label: &str, href: &str, icon: &str| MenuLink {
        label: cx.t(label),
        href: href.to_owned(),
        icon: icon.to_owned(),
    };
    let mut links = vec![link("kernel.shell.account", "/account", "user")];
    if !user.is_staff_only() {
        links.insert(0, link("kernel.home.nav", "/home", "house"));
    }
    if user.tenant.is_some() {
        links.push(link(
            "kernel.shell.tenants",
            "/account/tenants",
            "building-2",
        ));
    }
    if let Some(home) = staff_home(cx) {
        links.push(link("kernel.shell.staff", home, "settings"));
    }
    links
}

fn menu(cx: &Cx<'_>, user: &SignedIn, links: Vec<MenuLink>) -> UserMenu {
    UserMenu {
        name: user.name.clone(),
        detail: user
            .tenant
            .as_ref()
            .map_or_else(|| user.email.clone(), |tenant| tenant.name.clone()),
        links,
        extra: html! {},
        sign_out: (cx.t("kernel.shell.sign_out"), "/sign-out".to_owned()),
    }
}

/// This page in another language: the same query with `lang` replaced.
fn in_language(cx: &Cx<'_>, lang: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in
        form_urlencoded::parse(cx.query().as_bytes()).filter(|(name, _)| name != "lang")
    {
        query.append_pair(&name, &value);
    }
    query.append_pair("lang", lang);
    format!("{}?{}", cx.path(), query.finish())
}

fn labels(cx: &Cx<'_>) -> ShellLabels {
    let t = |key: &str| cx.t(&format!("kernel.shell.{key}"));
    ShellLabels {
        brand: t("brand"),
        skip: t("skip"),
        menu: t("menu"),
        close: t("close"),
        main_nav: t("main_nav"),
        account_menu: t("account"),
        breadcrumbs: t("breadcrumbs"),
        language: t("language"),
        theme: t("theme"),
        theme_light: t("theme_light"),
        theme_dark: t("theme_dark"),
        theme_system: t("theme_system"),
        shortcuts: t("shortcuts"),
        messages: t("messages"),
        copied: t("copied"),
        working: t("working"),
        offline: t("offline"),
        foot: t("foot"),
    }
}

#[cfg(test)]
mod tests {
    use super::is_active;

    #[test]
    fn an_entry_is_active_below_its_page_but_not_beside_it() {
        assert!(is_active("/tickets", "/tickets/1"));
        assert!(!is_active("/tickets", "/tickets-archive"));
        assert!(!is_active("/admin", "/admin/tickets"));
        assert!(!is_active("/", "/home"));
    }
}
