//! The sections of the person's own settings and of the business that stand here; those of other rooms stand between
//! them by their order.

use kernel::module::{Audience, NavItem, Permission, Place};
use kernel::web::Cx;

use crate::paths;
use crate::permissions::{ChooseModules, GiveRoles, ManageMembers, ManageTenantSettings};

/// All of them.
pub fn sections() -> Vec<NavItem> {
    let tab = |key, label, icon, href, order, permission, place| NavItem {
        key,
        label,
        icon,
        href,
        audience: Audience::Customer,
        permission,
        order,
        place,
    };
    let own = Place::Account(|_| true);
    vec![
        tab(
            "identity.profile",
            "identity.account.profile",
            "user",
            paths::ACCOUNT,
            10,
            None,
            own,
        ),
        tab(
            "identity.password",
            "identity.password.title",
            "lock",
            paths::PASSWORD,
            20,
            None,
            own,
        ),
        tab(
            "identity.sessions",
            "identity.sessions.title",
            "smartphone",
            paths::SESSIONS,
            30,
            None,
            own,
        ),
        tab(
            "identity.tenants",
            "kernel.shell.tenants",
            "building-2",
            paths::TENANTS,
            40,
            None,
            own,
        ),
        tab(
            "identity.members",
            "identity.members.title",
            "users",
            paths::MEMBERS,
            60,
            Some(ManageMembers::KEY),
            Place::Business(|_| true),
        ),
        tab(
            "identity.roles",
            "identity.roles.title",
            "shield-check",
            paths::ROLES,
            70,
            Some(GiveRoles::KEY),
            Place::Business(has_roles),
        ),
        tab(
            "identity.modules",
            "identity.modules.title",
            "box",
            paths::MODULES,
            80,
            Some(ChooseModules::KEY),
            Place::Business(has_choice),
        ),
        tab(
            "identity.tenant_settings",
            "identity.tenant_settings.title",
            "settings",
            paths::SETTINGS,
            85,
            Some(ManageTenantSettings::KEY),
            Place::Business(has_settings),
        ),
    ]
}

fn has_roles(cx: &Cx<'_>) -> bool {
    !cx.app().registry.roles().is_empty()
}

fn has_choice(cx: &Cx<'_>) -> bool {
    cx.app().registry.metas().iter().any(|meta| meta.optional)
}

fn has_settings(cx: &Cx<'_>) -> bool {
    let mut settings = cx.app().registry.settings().values();
    settings.any(|def| def.whose.has_tenants())
}
