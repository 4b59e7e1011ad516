//! Addresses of identity's pages, and which addresses from outside may be gone to.
//! Here once, so that a link in a mail and the route it leads to cannot drift apart.

use kernel::config::Config;

/// Sign-up.
pub const SIGN_UP: &str = "/sign-up";
/// Sign-in.
pub const SIGN_IN: &str = "/sign-in";
/// Sign-out.
pub const SIGN_OUT: &str = "/sign-out";
/// Asking for a confirmation mail.
pub const CONFIRM: &str = "/confirm";
/// Asking for a new password.
pub const FORGOT: &str = "/forgot-password";
/// Profile.
pub const ACCOUNT: &str = "/account";
/// Change of password.
pub const PASSWORD: &str = "/account/password";
/// Sessions.
pub const SESSIONS: &str = "/account/sessions";
/// Tenants of the person.
pub const TENANTS: &str = "/account/tenants";
/// Switch of tenant.
pub const TENANT: &str = "/account/tenant";
/// Members of the tenant.
pub const MEMBERS: &str = "/account/members";
/// Settings of the tenant.
pub const SETTINGS: &str = "/account/settings";
/// Invitations to the tenant.
pub const INVITATIONS: &str = "/account/invitations";
/// Where one arrives after signing in.
pub const HOME: &str = "/home";
/// Roles that modules add, in the current tenant.
pub const ROLES: &str = "/account/roles";
/// Modules of the current tenant.
pub const MODULES: &str = "/account/modules";
/// Mails that were not sent, in development.
pub const OUTBOX: &str = "/dev/outbox";

/// The page of a confirmation link; it leads on to `next`.
#[must_use]
pub fn confirmation(token: &str, next: &str) -> String {
    with_next(&format!("{CONFIRM}/{token}"), next)
}

/// The page of a reset link.
#[must_use]
pub fn reset(token: &str) -> String {
    format!("/reset-password/{token}")
}

/// The page of an invitation.
#[must_use]
pub fn invitation(token: &str) -> String {
    format!("/invitation/{token}")
}

/// A page that leads on to `next`; nothing is added when that is where one goes anyway.
#[must_use]
pub fn with_next(path: &str, next: &str) -> String {
    if local(next) == HOME {
        return path.to_owned();
    }
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("next", next)
        .finish();
    format!("{path}?{query}")
}

/// An address of ours with scheme and host, for mails.
#[must_use]
pub fn absolute(config: &Config, path: &str) -> String {
    format!("{}{path}", config.base_url.as_str().trim_end_matches('/'))
}

/// A path on this host: browsers read `//host` and `/\host` as another host, and drop tabs before they look.
fn is_path(text: &str) -> bool {
    let plain = text
        .bytes()
        .all(|b| (0x21..0x7f).contains(&b) && b != b'\\');
    plain && text.len() <= 1000 && text.starts_with('/') && !text.starts_with("//")
}

/// `next` if it is a path on this host, else the signed-in home.
#[must_use]
pub fn local(next: &str) -> &str {
    // Coming back to a page that signs in or out would only turn in a circle.
    let circle = [SIGN_IN, SIGN_OUT, SIGN_UP]
        .iter()
        .any(|page| next.starts_with(page));
    if is_path(next) && !circle { next } else { HOME }
}

/// The path and query of a `Referer` when it is a page of ours.
#[must_use]
pub fn referred<'a>(config: &Config, referer: Option<&'a str>) -> Option<&'a str> {
    let origin = config.base_url.origin().ascii_serialization();
    let path = referer?.strip_prefix(&origin)?;
    is_path(path).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_ours_are_gone_to() {
        for good in ["/tickets?page=2", "/invitation/abc", "/"] {
            assert_eq!(local(good), good);
        }
        for bad in [
            "",
            "//evil.test",
            "/\\evil.test",
            "https://evil.test/",
            "javascript:alert(1)",
            "tickets",
            "/a\r\nSet-Cookie: x=1",
            "/\t/evil.test",
            "/sign-out",
            "/sign-in?next=/",
        ] {
            assert_eq!(local(bad), HOME, "{bad:?}");
        }
        assert_eq!(local(&format!("/{}", "a".repeat(2000))), HOME);
    }

    #[test]
    fn the_way_on_is_carried_and_the_usual_one_is_not() {
        assert_eq!(
            with_next(SIGN_IN, "/invitation/a?b=c"),
            "/sign-in?next=%2Finvitation%2Fa%3Fb%3Dc"
        );
        assert_eq!(with_next(SIGN_IN, HOME), SIGN_IN);
        assert_eq!(with_next(SIGN_IN, "//evil.test"), SIGN_IN);
    }
}
