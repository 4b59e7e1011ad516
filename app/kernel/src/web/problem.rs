//! One face for everything that goes wrong: a page, a toast fragment or RFC 9457 JSON, in the visitor's language,
//! with what to do next and an incident id. Responders and catchers both come here.

mod page;

use std::io::Cursor;
use std::sync::Mutex;

use rocket::http::{ContentType, Header, Status};
use rocket::response::{Responder, Result as Rendered};
use rocket::{Catcher, Request, Response, catcher};
use serde_json::json;
use ui::Tone;

use super::current::Current;
use super::cx::Cx;
use super::view::{html_response, is_htmx};
use crate::api::{ApiProblem, wrong_method};
use crate::error::AppError;

type Kept = Mutex<Option<AppError>>;

/// Keeps a guard's error for the catcher, which Rocket tells only the status; returns what ends the guard.
pub(crate) fn keep(request: &Request<'_>, error: AppError) -> (Status, ()) {
    let status = error.status();
    if let Ok(mut slot) = request.local_cache(Kept::default).lock() {
        slot.get_or_insert(error);
    }
    (status, ())
}

fn kept(request: &Request<'_>) -> Option<AppError> {
    request
        .local_cache(Kept::default)
        .lock()
        .ok()
        .and_then(|mut slot| slot.take())
}

/// The catcher for every status.
#[must_use]
pub fn catchers() -> Vec<Catcher> {
    #[derive(Clone)]
    struct Everything;

    #[rocket::async_trait]
    impl catcher::Handler for Everything {
        async fn handle<'r>(
            &self,
            status: Status,
            request: &'r Request<'_>,
        ) -> catcher::Result<'r> {
            // Also finds the person and the language, for the page.
            let _ = Current::of(request).await;
            let known = kept(request).or_else(|| wrong_method(request));
            let error = known.unwrap_or_else(|| from_status(status));
            error.respond_to(request)
        }
    }
    vec![Catcher::new(None, Everything)]
}

fn from_status(status: Status) -> AppError {
    match status.code {
        401 => AppError::SignInFirst,
        403 => AppError::Forbidden("kernel.problem.forbidden"),
        // 422 is Rocket's word for a parameter that cannot be read, such as an id that is none; our forms never end here.
        404 | 405 | 422 => AppError::NotFound("kernel.page"),
        413 => AppError::TooLarge(0),
        415 => AppError::MediaType,
        400 => AppError::BadRequest(status.reason_lossy().to_owned()),
        429 => AppError::TooMany(60),
        503 => AppError::Unavailable(String::new()),
        _ => AppError::Internal(format!("status {}", status.code)),
    }
}

/// A text by key and variables.
type Translate<'a> = dyn Fn(&str, &[(&str, &str)]) -> String + 'a;

/// The texts of a problem: its title and what to do, as keys under `kernel.problem`.
struct Words {
    title: String,
    text: String,
}

fn words(error: &AppError, t: &Translate<'_>, number: &dyn Fn(i64) -> String) -> Words {
    let pair = |name: &str, vars: &[(&str, &str)]| Words {
        title: t(&format!("kernel.problem.{name}_title"), vars),
        text: t(&format!("kernel.problem.{name}_text"), vars),
    };
    match error {
        AppError::NotFound(what) => pair("not_found", &[("thing", &t(what, &[]))]),
        AppError::SignInFirst => pair("sign_in", &[]),
        AppError::Forbidden(key) => Words {
            title: t("kernel.problem.forbidden_title", &[]),
            text: t(key, &[]),
        },
        AppError::Stale => pair("stale", &[]),
        AppError::Unproven => pair("unproven", &[]),
        AppError::Invalid(_) => pair("invalid", &[]),
        AppError::Conflict(key) => Words {
            title: t("kernel.problem.conflict_title", &[]),
            text: t(key, &[]),
        },
        AppError::TooMany(seconds) => {
            pair("too_many", &[("seconds", &number(i64::from(*seconds)))])
        }
        AppError::TooLarge(_) => pair("too_large", &[]),
        AppError::TooSlow => pair("too_slow", &[]),
        AppError::MediaType => pair("media_type", &[]),
        AppError::BadRequest(_) => pair("bad_request", &[]),
        AppError::Api(problem) => {
            let shaped = |text: String| text.parse().map_or(text, number);
            let vars = problem.variables().into_iter();
            let vars: Vec<_> = vars.map(|(k, v)| (k, shaped(v))).collect();
            let vars: Vec<(&str, &str)> = vars.iter().map(|(k, v)| (*k, v.as_str())).collect();
            pair(problem.name(), &vars)
        }
        AppError::Upstream(_) => pair("upstream", &[]),
        AppError::Unavailable(_) => pair("unavailable", &[]),
        AppError::Internal(_) => pair("internal", &[]),
    }
}

impl<'r> Responder<'r, 'static> for AppError {
    fn respond_to(self, request: &'r Request<'_>) -> Rendered<'static> {
        let Some(cx) = Cx::known(request) else {
            return Ok(bare(self.status()));
        };
        log(&self, &cx, &crate::boot::shown_path(request));
        let path = request.uri().path();
        let mut response = if path.starts_with("/api/") || path.starts_with("/webhooks/") {
            as_json(&self, &cx)
        } else if is_htmx(request) {
            as_fragment(&self, &cx, request)
        } else {
            page::answer(&self, &cx, request)
        };
        if let Self::Api(problem) = &self {
            for header in problem.headers() {
                response.set_header(header);
            }
        }
        if let Self::TooMany(seconds) = self {
            response.set_header(Header::new("Retry-After", seconds.to_string()));
        }
        if matches!(self, Self::TooSlow) {
            // The rest of the body may still be on its way.
            response.set_header(Header::new("Connection", "close"));
        }
        if matches!(self, Self::Unavailable(_)) {
            response.set_header(Header::new("Retry-After", "5"));
        }
        response.set_header(Header::new("Cache-Control", "no-store"));
        Ok(response)
    }
}

fn log(error: &AppError, cx: &Cx<'_>, path: &str) {
    let incident = cx.incident();
    match error {
        AppError::Internal(detail) => {
            tracing::error!(%incident, path, %detail, "internal error");
        }
        AppError::Unavailable(detail) | AppError::Upstream(detail) => {
            tracing::warn!(%incident, path, %detail, "a part that we need is away");
        }
        other => tracing::debug!(%incident, path, error = %other, "refused"),
    }
}

fn find_words(error: &AppError, cx: &Cx<'_>) -> Words {
    words(error, &|key, vars| cx.t_with(key, vars), &|n| {
        cx.fmt().number(n)
    })
}

fn as_json(error: &AppError, cx: &Cx<'_>) -> Response<'static> {
    let words = find_words(error, cx);
    let status = error.status();
    let mut body = json!({
        "type": format!("{}problems/{}", cx.app().config.base_url, status.code),
        "title": words.title,
        "status": status.code,
        "detail": words.text,
        "instance": format!("urn:uuid:{}", cx.incident()),
    });
    if let (AppError::Invalid(errors), Some(object)) = (error, body.as_object_mut()) {
        let list: Vec<_> = errors
            .iter()
            .map(|(field, e)| {
                let vars: Vec<(&str, &str)> =
                    e.vars.iter().map(|(k, v)| (*k, v.as_str())).collect();
                let (place, at) = place(field);
                json!({ place: at, "code": e.key, "detail": cx.t_with(e.key, &vars) })
            })
            .collect();
        object.insert("errors".to_owned(), json!(list));
    }
    if let (AppError::Api(problem), Some(object)) = (error, body.as_object_mut()) {
        object.insert("code".to_owned(), json!(problem.name()));
        if let ApiProblem::MissingScope(scope) | ApiProblem::NotAllowed(scope) = problem {
            object.insert("scope".to_owned(), json!(scope));
        }
    }
    let text = body.to_string();
    Response::build()
        .status(status)
        .header(ContentType::new("application", "problem+json"))
        .sized_body(text.len(), Cursor::new(text))
        .finalize()
}

/// Where a fault stands: in the body, or in a parameter of the address, whose name begins with `?`.
fn place(field: &str) -> (&'static str, String) {
    match field.strip_prefix('?') {
        Some(parameter) => ("parameter", parameter.to_owned()),
        None if field.is_empty() => ("pointer", "#".to_owned()),
        None => ("pointer", format!("#/{field}")),
    }
}

/// htmx 4 swaps errors into the target: ours go to the toasts instead. Signing in is a page of its own.
fn as_fragment(error: &AppError, cx: &Cx<'_>, request: &Request<'_>) -> Response<'static> {
    if matches!(error, AppError::SignInFirst) {
        let mut response = Response::build().status(Status::Unauthorized).finalize();
        let back = request
            .headers()
            .get_one("HX-Current-URL")
            .unwrap_or("/home");
        response.set_header(Header::new("HX-Redirect", sign_in_address(path_of(back))));
        return response;
    }
    let words = find_words(error, cx);
    let toast = ui::toast(
        Tone::Danger,
        format!("{}: {}", words.title, words.text),
        cx.t("kernel.close"),
    );
    let mut response = html_response(request, error.status(), toast);
    response.set_header(Header::new("HX-Retarget", "#toasts"));
    response.set_header(Header::new("HX-Reswap", "beforeend"));
    // The asking element may have wished for a part of a page, of which a toast has none.
    response.set_header(Header::new("HX-Reselect", ".toast-card"));
    response
}

fn sign_in_address(next: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("next", next)
        .finish();
    format!("/sign-in?{query}")
}

/// The path and query of an absolute address.
fn path_of(address: &str) -> &str {
    let after = address.split_once("://").map_or(address, |(_, rest)| rest);
    after
        .find('/')
        .and_then(|at| after.get(at..))
        .unwrap_or("/home")
}

/// When not even the request's context is there.
fn bare(status: Status) -> Response<'static> {
    let text = format!("{} {}", status.code, status.reason_lossy());
    Response::build()
        .status(status)
        .header(ContentType::Plain)
        .sized_body(text.len(), Cursor::new(text))
        .finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_after_signing_in_is_a_path_of_ours() {
        assert_eq!(path_of("http://localhost:8000/tickets?x=1"), "/tickets?x=1");
        assert_eq!(path_of("https://evil.test"), "/home");
        assert_eq!(
            sign_in_address("/tickets?a=b"),
            "/sign-in?next=%2Ftickets%3Fa%3Db"
        );
    }
}
