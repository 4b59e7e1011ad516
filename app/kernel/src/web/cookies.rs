//! Our cookies and their attributes, decided in one place. `SameSite=Lax`: bank gateways return by cross-site GET.
//! Over TLS the names carry `__Host-`, which binds them to this host and path.

use rocket::http::{Cookie, SameSite};
use rocket::time::Duration;

use crate::config::Config;

/// The language chosen by `?lang=`.
pub const LANG_COOKIE: &str = "sarai-lang";
/// The theme chosen before sign-in.
pub const THEME_COOKIE: &str = "sarai-theme";

/// Names and attributes of the cookies.
pub struct Cookies;

impl Cookies {
    /// The name of the session cookie.
    #[must_use]
    pub fn session_name(config: &Config) -> &'static str {
        if config.is_https() {
            "__Host-sarai"
        } else {
            "sarai"
        }
    }

    /// The name of the cookie that CSRF binds to before sign-in.
    #[must_use]
    pub fn visitor_name(config: &Config) -> &'static str {
        if config.is_https() {
            "__Host-sarai-visitor"
        } else {
            "sarai-visitor"
        }
    }

    /// The name of the cookie by which a browser that has signed in before is known again.
    #[must_use]
    pub fn device_name(config: &Config) -> &'static str {
        if config.is_https() {
            "__Host-sarai-device"
        } else {
            "sarai-device"
        }
    }

    /// The cookie of a known browser; it outlives the session, for it is needed when there is none.
    #[must_use]
    pub fn device(config: &Config, value: String) -> Cookie<'static> {
        let age = Duration::days(365);
        Self::build(config, Self::device_name(config), value, age, true)
    }

    /// The session cookie with its token; `None` ends it.
    #[must_use]
    pub fn session(config: &Config, token: Option<String>) -> Cookie<'static> {
        let age = if token.is_some() {
            Duration::days(30)
        } else {
            Duration::ZERO
        };
        Self::build(
            config,
            Self::session_name(config),
            token.unwrap_or_default(),
            age,
            true,
        )
    }

    /// The visitor cookie.
    #[must_use]
    pub fn visitor(config: &Config, value: String) -> Cookie<'static> {
        Self::build(
            config,
            Self::visitor_name(config),
            value,
            Duration::days(1),
            true,
        )
    }

    /// A preference that is no secret: language or theme.
    #[must_use]
    pub fn preference(config: &Config, name: &'static str, value: String) -> Cookie<'static> {
        Self::build(config, name, value, Duration::days(365), true)
    }

    fn build(
        config: &Config,
        name: &'static str,
        value: String,
        age: Duration,
        http_only: bool,
    ) -> Cookie<'static> {
        Cookie::build((name, value))
            .path("/")
            .http_only(http_only)
            .secure(config.is_https())
            .same_site(SameSite::Lax)
            .max_age(age)
            .build()
    }
}
