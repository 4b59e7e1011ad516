//! Addresses of the staff's screens.
//! Views and redirects name a place here; they never write an address.

use std::fmt::Display;

pub use kernel::web::below;
use l10n::Locale;

/// The staff's home.
pub const HOME: &str = "/admin";
/// Settings.
pub const SETTINGS: &str = "/admin/settings";
/// Mails that may be reworded.
pub const TEXTS: &str = "/admin/texts";
/// Deliveries.
pub const MAIL: &str = "/admin/mail";
/// Background jobs.
pub const JOBS: &str = "/admin/jobs";
/// What runs by the clock.
pub const SCHEDULES: &str = "/admin/jobs/schedules";
/// The audit trail.
pub const AUDIT: &str = "/admin/audit";
/// The actions of the trail, for the field that searches among them.
pub const AUDIT_ACTIONS: &str = "/admin/audit/actions";
/// The trail as a file.
pub const AUDIT_EXPORT: &str = "/admin/audit/export";
/// A look at the whole chain.
pub const AUDIT_VERIFICATION: &str = "/admin/audit/verification";
/// People with platform roles.
pub const STAFF: &str = "/admin/staff";
/// Tenants.
pub const CUSTOMERS: &str = "/admin/customers";

/// One tenant.
pub fn customer(id: impl Display) -> String {
    below(CUSTOMERS, id)
}

/// One mail's text in one language.
pub fn mail_text(key: &str, locale: Locale) -> String {
    format!("{TEXTS}/{key}/{}", locale.tag())
}
