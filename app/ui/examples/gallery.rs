//! Writes the gallery as one page: `cargo run -p ui --example gallery -- fa light > page.html`.
//! Here so that the design can be looked at without a server.
use l10n::{Format, Locale};
use maud::html;
use ui::{
    Account, Audience, Bell, Crumb, Extras, GlobalSearch, MenuLink, NavEntry, Palette, Shell,
    ShellLabels, Theme, UserMenu,
};

fn main() {
    let mut words = std::env::args().skip(1);
    let locale = if words.next().as_deref() == Some("en") {
        Locale::En
    } else {
        Locale::Fa
    };
    let theme = match words.next().as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    };
    let audience = match words.next().as_deref() {
        Some("public") => Audience::Public,
        Some("customer") => Audience::Customer,
        _ => Audience::Staff,
    };
    println!("{}", page(locale, theme, audience, words.next().as_deref()));
}

fn page(locale: Locale, theme: Theme, audience: Audience, screen: Option<&str>) -> String {
    let t = |fa: &str, en: &str| if locale == Locale::Fa { fa } else { en }.to_owned();
    let labels = labels(&t);
    let account = if audience == Audience::Public {
        guest(&t)
    } else {
        member(&t)
    };
    let search = GlobalSearch {
        action: "/search".into(),
        label: t("جستجو در همه‌جا", "Search everything"),
        value: String::new(),
    };
    let bell = Bell {
        href: "#bell".into(),
        label: t("اعلان‌ها", "Notifications"),
        count: t("۳", "3"),
        counted: t("نخوانده", "unread"),
        live: None,
    };
    let crumb = |label, href: Option<&str>| Crumb {
        label,
        href: href.map(str::to_owned),
    };
    let crumbs = [
        crumb(t("خانه", "Home"), Some("/")),
        crumb(t("نمایشگاه", "Gallery"), None),
    ];
    let public = audience == Audience::Public;
    let format = Format::for_locale(locale);
    let main = screen
        .and_then(|name| ui::gallery::screen(name, &format))
        .unwrap_or_else(|| ui::gallery::page(&format));
    let palette = palette(&t);
    let extras = Extras {
        palette: (!public).then_some(&palette),
        ..Extras::default()
    };
    let page = Shell {
        lang: locale.tag(),
        dir: locale.dir(),
        theme,
        title: &t("نمایشگاه", "Gallery"),
        description: None,
        csrf: "token",
        audience,
        nav: &nav(&t),
        account: &account,
        home_href: "/",
        fa_href: "?lang=fa",
        en_href: "?lang=en",
        theme_action: "/account/theme",
        live_url: None,
        search: (!public).then_some(&search),
        bell: (!public).then_some(&bell),
        breadcrumbs: if public { &[] } else { &crumbs },
        labels: &labels,
        notices: html! {},
        main,
    };
    ui::layout_with(&page, &extras).into_string()
}

fn palette(t: &dyn Fn(&str, &str) -> String) -> Palette {
    Palette {
        action: "/search".into(),
        results: None,
        label: t(
            "جستجوی صفحه، عملیات یا هر مورد دیگر",
            "Search for a page, an action or anything else",
        ),
        recent: t("بازدیدهای اخیر", "Recent"),
        pages: t("صفحه‌ها", "Pages"),
        acts: t("عملیات", "Actions"),
        everywhere: t("جستجو در همه‌جا:", "Search everything:"),
        none: t("چیزی پیدا نشد", "Nothing found"),
        links: vec![MenuLink {
            label: t("تنظیمات حساب", "Account settings"),
            href: "#settings".into(),
            icon: "settings".into(),
        }],
        actions: vec![MenuLink {
            label: t("تیکت جدید", "New ticket"),
            href: "#new".into(),
            icon: "plus".into(),
        }],
    }
}

fn nav(t: &dyn Fn(&str, &str) -> String) -> Vec<NavEntry> {
    let entry = |fa, en, icon: &str, active, keys: &str| NavEntry {
        label: t(fa, en),
        href: "#main".into(),
        icon: icon.into(),
        active,
        badge: active.then(|| ("nav-count".into(), t("۱۲", "12"), t("باز", "open"))),
        shortcut: Some(keys.into()),
        ..NavEntry::default()
    };
    vec![
        entry("خانه", "Home", "house", false, "g h"),
        entry("تیکت‌ها", "Tickets", "ticket", true, "g t"),
        entry("صورت‌حساب‌ها", "Invoices", "receipt-text", false, "g i"),
        entry("سرورها", "Servers", "server", false, "g m"),
    ]
}

fn guest(t: &dyn Fn(&str, &str) -> String) -> Account {
    let link = |fa, en, href: &str| MenuLink {
        label: t(fa, en),
        href: href.into(),
        icon: "log-in".into(),
    };
    Account::Guest(vec![
        link("ورود", "Sign in", "#in"),
        link("ثبت‌نام", "Sign up", "#up"),
    ])
}

fn member(t: &dyn Fn(&str, &str) -> String) -> Account {
    Account::Member(UserMenu {
        name: t("رضا کریمی", "Reza Karimi"),
        detail: t("پشتیبانی", "Support"),
        links: vec![MenuLink {
            label: t("حساب من", "My account"),
            href: "#account".into(),
            icon: "user".into(),
        }],
        extra: html! {},
        sign_out: (t("خروج", "Sign out"), "/sign-out".into()),
    })
}

fn labels(t: &dyn Fn(&str, &str) -> String) -> ShellLabels {
    ShellLabels {
        brand: t("سرای", "Sarai"),
        skip: t("رفتن به محتوا", "Skip to content"),
        menu: t("منو", "Menu"),
        close: t("بستن", "Close"),
        main_nav: t("بخش‌ها", "Sections"),
        account_menu: t("حساب کاربری", "Account"),
        breadcrumbs: t("مسیر صفحه", "You are here"),
        language: t("زبان", "Language"),
        theme: t("پوسته", "Theme"),
        theme_light: t("روشن", "Light"),
        theme_dark: t("تیره", "Dark"),
        theme_system: t("مانند دستگاه", "As the device"),
        shortcuts: t("کلیدهای میان‌بر", "Keyboard shortcuts"),
        messages: t("پیام‌ها", "Messages"),
        copied: t("کپی شد", "Copied"),
        working: t("در حال انجام…", "Working…"),
        offline: t("اینترنت قطع است", "You are offline"),
        foot: t(
            "سرای، کاروان‌سرای کسب‌وکارها",
            "Sarai, a house for many shops",
        ),
    }
}
