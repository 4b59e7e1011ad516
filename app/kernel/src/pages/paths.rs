//! Addresses of the kernel's own pages, and the way to put filters into them.
//! Views and redirects name a place here; they never write an address.

use std::fmt::Display;

use l10n::Locale;

/// Where signing in begins.
pub const SIGN_IN: &str = "/sign-in";
/// Where an account is made.
pub const SIGN_UP: &str = "/sign-up";
/// The signed-in home.
pub const HOME: &str = "/home";
/// The search over everything.
pub const SEARCH: &str = "/search";
/// A person's profile.
pub const ACCOUNT: &str = "/account";
/// A person's notifications.
pub const NOTIFICATIONS: &str = "/account/notifications";
/// All of them have been read.
pub const NOTIFICATIONS_READING: &str = "/account/notifications/reading";
/// The staff's home.
pub const ADMIN: &str = "/admin";
/// Settings.
pub const SETTINGS: &str = "/admin/settings";
/// Mails that may be reworded.
pub const TEXTS: &str = "/admin/texts";
/// Deliveries.
pub const MAIL: &str = "/admin/mail";
/// Background jobs.
pub const JOBS: &str = "/admin/jobs";
/// The audit trail.
pub const AUDIT: &str = "/admin/audit";
/// The trail as a file.
pub const AUDIT_EXPORT: &str = "/admin/audit/export";
/// A look at the whole chain.
pub const AUDIT_VERIFICATION: &str = "/admin/audit/verification";
/// People with platform roles.
pub const STAFF: &str = "/admin/staff";
/// Tenants.
pub const CUSTOMERS: &str = "/admin/customers";
/// Mail that stayed here; development only.
pub const OUTBOX: &str = "/dev/outbox";

/// Something below a place: `below(MAIL, id)`, `below(&below(MAIL, id), "tries")`.
#[must_use]
pub fn below(place: &str, part: impl Display) -> String {
    format!("{place}/{part}")
}

/// One mail's text in one language.
#[must_use]
pub fn mail_text(key: &str, locale: Locale) -> String {
    format!("{TEXTS}/{key}/{}", locale.tag())
}
