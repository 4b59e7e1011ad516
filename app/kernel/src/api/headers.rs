//! What every answer to a program carries: what is left of its hour, and that nobody may keep it.
//! A fairing, so that refusals and answers say the same.

use rocket::fairing::{Fairing, Info, Kind};
use rocket::http::Header;
use rocket::{Request, Response};

use crate::module::{Audience, declared_of};
use crate::web::Current;

/// Adds the headers.
pub struct ApiHeaders;

#[rocket::async_trait]
impl Fairing for ApiHeaders {
    fn info(&self) -> Info {
        Info {
            name: "headers of the API",
            kind: Kind::Response,
        }
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        if declared_of(request).is_none_or(|declared| declared.audience != Audience::Api) {
            return;
        }
        if !response.headers().contains("Cache-Control") {
            response.set_header(Header::new("Cache-Control", "no-store"));
        }
        let Some(current) = Current::known(request) else {
            return;
        };
        if let Some(budget) = current.caller.budget() {
            for (name, value) in [
                ("RateLimit-Limit", budget.limit.to_string()),
                ("RateLimit-Remaining", budget.left.to_string()),
                ("RateLimit-Reset", budget.seconds.to_string()),
            ] {
                response.set_header(Header::new(name, value));
            }
        }
        if !current.app.config.is_production() {
            let count = current.statements.count();
            response.set_header(Header::new("X-Sarai-Statements", count.to_string()));
        }
    }
}
