//! The tabs of `/account` that stand here; those of other rooms stand between them by their order.

use kernel::module::{Audience, NavItem, Permission, Place};
use kernel::web::Cx;

use crate::paths;
use crate::permissions::{ChooseModules, GiveRoles, ManageMembers, ManageTenantSettings};

/// All of them.
pub fn tabs() -> Vec<NavItem> {
    let tab = |key, label, icon, href, order, permission, is_for| NavItem {
        key,
        label,
        icon,
        href,
        audience: Audience::Customer,
        permission,
        order,
        place: Place::Account(is_for),
    };
    vec![
        tab(
            "identity.profile",
            "identity.account.profile",
            "user",
            paths::ACCOUNT,
            10,
            None,
            anybody,
        ),
        tab(
            "identity.password",
            "identity.password.title",
            "lock",
            paths::PASSWORD,
            20,
            None,
            anybody,
        ),
        tab(
            "identity.sessions",
            "identity.sessions.title",
            "smartphone",
            paths::SESSIONS,
            30,
            None,
            anybody,
        ),
        tab(
            "identity.tenants",
            "identity.tenants.title",
            "building-2",
            paths::TENANTS,
            40,
            None,
            anybody,
        ),
        tab(
            "identity.members",
            "identity.members.title",
            "users",
            paths::MEMBERS,
            60,
            Some(ManageMembers::KEY),
            anybody,
        ),
        tab(
            "identity.roles",
            "identity.roles.title",
            "shield-check",
            paths::ROLES,
            70,
            Some(GiveRoles::KEY),
            has_roles,
        ),
        tab(
            "identity.modules",
            "identity.modules.title",
            "box",
            paths::MODULES,
            80,
            Some(ChooseModules::KEY),
            has_choice,
        ),
        tab(
            "identity.tenant_settings",
            "identity.tenant_settings.title",
            "settings",
            paths::SETTINGS,
            85,
            Some(ManageTenantSettings::KEY),
            has_settings,
        ),
    ]
}

fn anybody(_: &Cx<'_>) -> bool {
    true
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
