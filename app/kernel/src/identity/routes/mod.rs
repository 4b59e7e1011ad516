//! Handlers of identity, one file a resource.
//! Each is a sentence: form, verb, where to go or what to show.

pub mod confirmation;
pub mod given_roles;
pub mod invitations;
pub mod members;
pub mod modules;
pub mod password;
pub mod password_reset;
pub mod profile;
pub mod sessions;
pub mod settings;
pub mod sign_in;
pub mod sign_out;
pub mod sign_up;
pub mod tenants;
pub mod theme;

use super::browser::Browser;
use super::session::{Device, Opened};
use super::{forms, models, paths, views};
use crate::error::FieldErrors;
use crate::ids::SessionId;
use crate::web::{Answer, Cookies, Cx, Redirection, View};

/// The session of this browser, which a new one replaces.
fn replaced(cx: &Cx<'_>) -> Option<SessionId> {
    cx.user().map(|user| user.session)
}

/// The same form with what to wait for.
fn wait(cx: &Cx<'_>, seconds: u32, page: impl FnOnce(&FieldErrors) -> View) -> Answer {
    let shown = cx.fmt().number(i64::from(seconds));
    let mut errors = FieldErrors::default();
    errors.add_with("", "kernel.problem.too_many_text", vec![("seconds", shown)]);
    page(&errors).too_many(seconds).into()
}

/// Goes there signed in, in a browser that is known from now on.
fn with_opened(to: Redirection, cx: &Cx<'_>, opened: Opened) -> Answer {
    let device = Cookies::device(&cx.app().config, opened.device);
    with_session(to.cookie(device), cx, opened.session)
}

/// Goes there with a session's cookie.
fn with_session(to: Redirection, cx: &Cx<'_>, token: String) -> Answer {
    to.cookie(Cookies::session(&cx.app().config, Some(token)))
        .into()
}
