//! What members may do with their tenant itself.

kernel::permissions! {
    /// Look after the members of a tenant.
    ManageMembers = "identity.members.manage", "identity.members.manage": members(Owner, Manager);
    /// Give members roles of modules, and take them.
    GiveRoles = "identity.roles.give", "identity.roles.give": members(Owner);
    /// Switch modules off and on for the tenant.
    ChooseModules = "identity.modules.choose", "identity.modules.choose": members(Owner);
    /// Set the tenant's own settings.
    ManageTenantSettings = "identity.tenant_settings.manage", "identity.permissions.manage_tenant_settings": members(Owner, Manager);
}
