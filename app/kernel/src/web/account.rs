//! The frames of `/account`: what is the person's own, and what is the business's that they work in. The sections of each
//! come from the registry, so that any module can add one ([`Place::Account`], [`Place::Business`]).

use maud::{Render, html};
use ui::{NavEntry, SettingsGroup, SettingsSection};

use super::chrome::is_active;
use super::current::TenantInfo;
use super::cx::Cx;
use super::view::View;
use crate::module::{NavItem, Place, Side, TenantKind};

/// Where the account begins.
const ACCOUNT: &str = "/account";

/// A page of the person's own settings. `title` is the key of its section's name, `here` its address.
pub fn account_page(cx: &Cx<'_>, title: &str, here: &str, body: impl Render) -> View {
    let sections = sections(cx, |place| match place {
        Place::Account(is_for) => Some(*is_for),
        _ => None,
    });
    let account = cx.t("kernel.shell.account");
    let who = cx.user().map(|user| user.name.clone());
    let head = Head {
        name: &account,
        line: who.as_deref(),
        first: ACCOUNT,
    };
    framed(cx, &head, &sections, (title, here), body).framed_for_reader(cx)
}

/// A page of the business that the person works in, under its name.
pub fn business_page(cx: &Cx<'_>, title: &str, here: &str, body: impl Render) -> View {
    let sections = business(cx);
    let name = cx.tenant().map_or("", |tenant| tenant.name.as_str());
    let role = cx.tenant().map(|tenant| your_role(cx, tenant));
    let head = Head {
        name,
        line: role.as_deref(),
        first: sections.first().map_or(here, |item| item.href),
    };
    framed(cx, &head, &sections, (title, here), body)
}

/// The entry of the navigation that leads to the business; none for whom it has no section.
pub(super) fn business_entry(cx: &Cx<'_>) -> Option<NavEntry> {
    let (tenant, sections) = (cx.tenant()?, business(cx));
    let first = sections.first()?;
    let label = match tenant.kind {
        TenantKind::Person => "kernel.business.person",
        TenantKind::Company | TenantKind::Shop => "kernel.business.company",
    };
    Some(NavEntry {
        label: cx.t(label),
        href: first.href.to_owned(),
        icon: "building-2".to_owned(),
        active: sections.iter().any(|item| is_active(item.href, cx.path())),
        ..NavEntry::default()
    })
}

fn your_role(cx: &Cx<'_>, tenant: &TenantInfo) -> String {
    let role = cx.t(tenant.role.label());
    cx.t_with("kernel.business.your_role", &[("role", &role)])
}

fn business<'r>(cx: &Cx<'r>) -> Vec<&'r NavItem> {
    sections(cx, |place| match place {
        Place::Business(is_for) if cx.tenant().is_some() => Some(*is_for),
        _ => None,
    })
}

type IsFor = fn(&Cx<'_>) -> bool;

fn sections<'r>(cx: &Cx<'r>, of: impl Fn(&Place) -> Option<IsFor>) -> Vec<&'r NavItem> {
    let all = cx.app().registry.nav().iter();
    all.filter(|item| of(&item.place).is_some_and(|is_for| is_for(cx)))
        .filter(|item| cx.offers(Side::Member, item.key, item.permission))
        .collect()
}

/// Whose settings these are.
struct Head<'a> {
    name: &'a str,
    line: Option<&'a str>,
    first: &'a str,
}

fn framed(
    cx: &Cx<'_>,
    head: &Head<'_>,
    sections: &[&NavItem],
    (title, here): (&str, &str),
    body: impl Render,
) -> View {
    let title = cx.t(title);
    let section = |item: &&NavItem| SettingsSection {
        label: cx.t(item.label),
        href: item.href.to_owned(),
        icon: item.icon.to_owned(),
        active: item.href == here,
    };
    let group = SettingsGroup {
        label: String::new(),
        sections: sections.iter().map(section).collect(),
    };
    let main = html! {
        (ui::page_header(head.name, head.line, html! {}))
        (ui::settings_layout(cx.t_with("kernel.business.sections", &[("name", head.name)]), &[group], body))
    };
    let view = View::new(format!("{title} · {}", head.name), main);
    if here == head.first {
        view
    } else {
        view.crumb(head.name, Some(head.first.to_owned()))
            .crumb(title, None)
    }
}
