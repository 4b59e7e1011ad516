//! Identity from the visitor's side: signing up, in and out, mail links, limits, sessions, tenants, members, profile.
//! The forms are the real ones; only other tests skip them.

mod home;
mod known_browser;
mod members;
mod names;
mod pre_hijacking;
mod profile;
mod reset;
mod sessions;
mod sign_in;
pub(crate) mod sign_up;
mod tabs;
mod tenants;
