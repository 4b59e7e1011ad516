//! What members may do with their tenant itself.

crate::permissions! {
    /// Look after the members of a tenant.
    ManageMembers = "kernel.members.manage", "kernel.members.manage": members(Owner, Manager);
    /// Give members roles of modules, and take them.
    GiveRoles = "kernel.roles.give", "kernel.roles.give": members(Owner);
    /// Switch modules off and on for the tenant.
    ChooseModules = "kernel.modules.choose", "kernel.modules.choose": members(Owner);
    /// Set the tenant's own settings.
    ManageTenantSettings = "kernel.tenant_settings.manage", "kernel.permissions.manage_tenant_settings": members(Owner, Manager);
}
