//! What staff may do on the kernel's own screens.

crate::permissions! {
    /// Open the staff's home.
    SeeAdmin = "kernel.admin.see", "kernel.permissions.see_admin": staff(Admin, Support, Finance);
    /// Change settings.
    ManageSettings = "kernel.settings.manage", "kernel.permissions.manage_settings": staff(Admin);
    /// Reword mails.
    ManageTexts = "kernel.texts.manage", "kernel.permissions.manage_texts": staff(Admin);
    /// Look after deliveries.
    ManageMail = "kernel.mail.manage", "kernel.permissions.manage_mail": staff(Admin, Support);
    /// Look after background jobs.
    ManageJobs = "kernel.jobs.manage", "kernel.permissions.manage_jobs": staff(Admin);
    /// Read and verify the audit trail.
    SeeAudit = "kernel.audit.see", "kernel.permissions.see_audit": staff(Admin, Finance);
    /// Give and take platform roles.
    ManageStaff = "kernel.staff.manage", "kernel.permissions.manage_staff": staff(Admin);
    /// Look customers up.
    SeeCustomers = "kernel.customers.see", "kernel.permissions.see_customers": staff(Admin, Support, Finance);
}
