//! The frame of `/account`: title, tabs, body. The tabs come from the registry, so that any module can add one
//! ([`Place::Account`]).

use maud::{Render, html};
use ui::Tab;

use super::cx::Cx;
use super::view::View;
use crate::module::{Place, Side};

/// Where the account begins.
const ACCOUNT: &str = "/account";

/// A page of `/account`: title, tabs, body. `here` is its address.
pub fn account_page(cx: &Cx<'_>, title: &str, here: &str, body: impl Render) -> View {
    let (title, account) = (cx.t(title), cx.t("kernel.shell.account"));
    let main = html! {
        (ui::page_header(&title, None, html! {}))
        (ui::tabs(account.clone(), &tabs(cx, here)))
        (body)
    };
    let view = View::new(title.clone(), main);
    if here == ACCOUNT {
        view
    } else {
        view.crumb(account, Some(ACCOUNT.to_owned()))
            .crumb(title, None)
    }
}

fn tabs(cx: &Cx<'_>, here: &str) -> Vec<Tab> {
    let all = cx.app().registry.nav().iter();
    all.filter(|item| matches!(item.place, Place::Account(is_for) if is_for(cx)))
        .filter(|item| cx.offers(Side::Member, item.key, item.permission))
        .map(|item| Tab {
            label: cx.t(item.label),
            href: item.href.to_owned(),
            active: item.href == here,
            badge: None,
        })
        .collect()
}
