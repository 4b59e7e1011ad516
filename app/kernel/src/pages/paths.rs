//! Addresses of the kernel's own pages.
//! Views and redirects name a place here; they never write an address.

pub use crate::web::below;

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
/// The gallery of the design system; development only.
pub const GALLERY: &str = "/_ui";
/// Mail that stayed here; development only.
pub const OUTBOX: &str = "/dev/outbox";
/// The stand-ins for outside services; development only.
pub const SIMULATORS: &str = "/dev/simulators";
