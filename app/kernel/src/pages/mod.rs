//! The kernel's own pages beside identity: front, home, notifications, search, development screens.
//! Route, view and model of one screen have the same file name.

pub(crate) mod models;
pub(crate) mod paths;
mod routes;
mod tidy;
mod views;

pub(crate) use models::notifications;
pub use models::notifications::{notify, notify_as};
pub use tidy::Tidy;

use crate::module::{Audience, Mount, NavItem, Place};
use crate::mounts;

/// Routes.
#[must_use]
pub fn mounts() -> Vec<Mount> {
    let mut all = open_mounts();
    all.extend(developer_mounts());
    all
}

fn open_mounts() -> Vec<Mount> {
    mounts![
        Public None "kernel.front.show" => routes::front::show,
        Customer Account "kernel.home.show" => routes::home::show,
        Customer None "kernel.search.index" => routes::search::index,
        Customer Account "kernel.notifications.index" => routes::notifications::index,
        Customer None "kernel.notifications.badge" => routes::notifications::badge,
        Customer Account "kernel.notification_reading.create" => routes::notifications::reading::create,
        Customer Account "kernel.notifications_reading.create" => routes::notifications::reading::create_all,
    ]
}

fn developer_mounts() -> Vec<Mount> {
    mounts![
        Dev None "kernel.clock.show" => routes::clock::show,
        Dev None "kernel.clock.update" by Json => routes::clock::update,
        Dev None "kernel.outbox.index" => routes::outbox::index,
        Dev None "kernel.outbox.show" => routes::outbox::show,
        Dev None "kernel.outbox.html" => routes::outbox::html,
        Dev None "kernel.outbox.attachment" => routes::outbox::attachment,
        Dev None "kernel.simulators.index" => routes::developer::simulators,
        Dev None "kernel.gallery.show" => routes::developer::gallery,
        Dev None "kernel.gallery_screen.show" => routes::developer::screen,
    ]
}

/// Navigation.
#[must_use]
pub fn nav() -> Vec<NavItem> {
    let home = |key, audience| NavItem {
        key,
        label: "kernel.home.nav",
        icon: "house",
        href: paths::HOME,
        audience,
        permission: None,
        order: 0,
        place: Place::Bar,
    };
    vec![
        NavItem {
            key: "kernel.notifications",
            label: "kernel.notifications.title",
            icon: "bell",
            href: paths::NOTIFICATIONS,
            audience: Audience::Customer,
            permission: None,
            order: 35,
            place: Place::Account(|_| true),
        },
        home("kernel.home", Audience::Customer),
        home("kernel.shop_home", Audience::Shop),
    ]
}
