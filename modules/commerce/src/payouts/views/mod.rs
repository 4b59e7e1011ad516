//! What withdrawals look like: pure functions from rows to `Markup`. Same file names as in `routes`.

pub mod accounts;
pub mod batches;
pub mod desk;
pub mod desk_accounts;
pub mod mine;
pub mod sheet;

use kernel::ids::UserId;
use kernel::module::ResourceRef;
use kernel::people::{self, Contact};
use kernel::web::Cx;
use maud::{Markup, html};

use super::models::account::bank;
use super::models::{AccountState, State};

/// Where a withdrawal stands.
fn state(cx: &Cx<'_>, state: State) -> Markup {
    ui::badge(state.tone(), cx.t(state.label()))
}

/// Where a bank account stands.
fn account_state(cx: &Cx<'_>, state: AccountState) -> Markup {
    ui::badge(state.tone(), cx.t(state.label()))
}

/// A Sheba in groups of four, with its bank.
fn sheba(cx: &Cx<'_>, sheba: &str) -> Markup {
    let bank = bank(sheba, cx.locale());
    html! {
        @if !bank.is_empty() { (bank) " " }
        (ui::bdi(grouped(sheba)))
    }
}

/// A Sheba to be copied, below its bank.
pub fn sheba_to_copy(cx: &Cx<'_>, sheba: &str) -> Markup {
    let bank = bank(sheba, cx.locale());
    html! {
        @if !bank.is_empty() { (bank) br; }
        (ui::copyable(sheba, cx.t("kernel.list.copy")))
    }
}

/// `IR82 0540 …`, as it is printed and read aloud.
fn grouped(sheba: &str) -> String {
    let mut out = String::with_capacity(sheba.len() + 6);
    for (place, c) in sheba.chars().enumerate() {
        if place > 0 && place % 4 == 0 {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

/// A customer's name, as a link where there is a page.
pub fn customer(cx: &Cx<'_>, tenant: kernel::ids::TenantId, name: &str) -> Markup {
    let tenant = ResourceRef {
        kind: people::TENANT.to_owned(),
        id: tenant.0,
    };
    let name = ui::name(name);
    html! { @if let Some(link) = cx.link(&tenant) { a href=(link.href) { (name) } } @else { (name) } }
}

/// The name of whoever did it.
fn named(people: &[Contact], who: Option<UserId>) -> String {
    let found = who.and_then(|who| people.iter().find(|one| one.user == who));
    found.map(|one| one.name.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn a_sheba_is_read_in_groups_of_four() {
        assert_eq!(
            grouped("IR820540102680020817909002"),
            "IR82 0540 1026 8002 0817 9090 02"
        );
    }
}
