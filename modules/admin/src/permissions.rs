//! What staff may do on these screens.
//! Each key stands in the routes, in the navigation and in what the views offer.

kernel::permissions! {
    /// Open the staff's home.
    SeeAdmin = "admin.home.see", "admin.permissions.see_admin": staff(Admin, Support, Finance);
    /// Change settings.
    ManageSettings = "admin.settings.manage", "admin.permissions.manage_settings": staff(Admin);
    /// Reword mails.
    ManageTexts = "admin.texts.manage", "admin.permissions.manage_texts": staff(Admin);
    /// Look after deliveries.
    ManageMail = "admin.mail.manage", "admin.permissions.manage_mail": staff(Admin, Support);
    /// Look after background jobs.
    ManageJobs = "admin.jobs.manage", "admin.permissions.manage_jobs": staff(Admin);
    /// Read and verify the audit trail.
    SeeAudit = "admin.audit.see", "admin.permissions.see_audit": staff(Admin, Finance);
    /// Give and take platform roles.
    ManageStaff = "admin.staff.manage", "admin.permissions.manage_staff": staff(Admin);
    /// Look customers up.
    SeeCustomers = "admin.customers.see", "admin.permissions.see_customers": staff(Admin, Support, Finance);
}
