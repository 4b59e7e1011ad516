//! The security headers of every answer, in one fairing.
//! The policy allows our own scripts and styles only, no inline ones; forms post to us; nobody may frame us.

use rocket::fairing::{Fairing, Info, Kind};
use rocket::http::Header;
use rocket::{Request, Response};
use url::Url;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'";

/// The policy of a page whose form is answered by a redirect to one of other sites: browsers hold the redirect, too, against
/// `form-action`.
pub(super) fn policy_leading_to(places: &[Url]) -> String {
    let origins = places
        .iter()
        .map(|place| place.origin().ascii_serialization());
    let origins = origins.collect::<Vec<_>>().join(" ");
    POLICY.replace(
        "form-action 'self'",
        &format!("form-action 'self' {origins}"),
    )
}

/// Adds the headers.
pub struct SecurityHeaders {
    /// Whether the site is reached over TLS, so that HSTS makes sense.
    pub https: bool,
}

#[rocket::async_trait]
impl Fairing for SecurityHeaders {
    fn info(&self) -> Info {
        Info {
            name: "security headers",
            kind: Kind::Response,
        }
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        if !response.headers().contains("Content-Security-Policy") {
            response.set_header(Header::new("Content-Security-Policy", POLICY));
        }
        response.set_header(Header::new("X-Content-Type-Options", "nosniff"));
        response.set_header(Header::new("X-Frame-Options", "DENY"));
        response.set_header(Header::new("Referrer-Policy", referrer_policy(request)));
        response.set_header(Header::new("Cross-Origin-Opener-Policy", "same-origin"));
        response.set_header(Header::new(
            "Permissions-Policy",
            "camera=(), geolocation=(), microphone=(), payment=()",
        ));
        if self.https {
            response.set_header(Header::new(
                "Strict-Transport-Security",
                "max-age=63072000; includeSubDomains",
            ));
        }
    }
}

/// An address with a one-time token goes to nobody, not even to our own pages: a proxy in front logs the `Referer`, too.
/// What matched no route may be such an address with another method or a letter too many.
fn referrer_policy(request: &Request<'_>) -> &'static str {
    match request.route() {
        Some(route) if !route.uri.as_str().contains("<token>") => "same-origin",
        _ => "no-referrer",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_may_lead_to_the_sites_it_names_and_no_further() {
        let places = ["https://bank.test:8443/pay?a=b", "https://other.test/"];
        let places = places.map(|place| place.parse().unwrap());
        let policy = policy_leading_to(&places);
        assert!(
            policy.contains("form-action 'self' https://bank.test:8443 https://other.test;"),
            "{policy}"
        );
        assert_eq!(policy.matches("bank.test").count(), 1);
    }
}
