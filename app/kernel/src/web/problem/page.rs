//! A problem as a page: its drawing, what happened, what to do, the code of the fault where there is one, and the ways on.

use maud::{Markup, html};
use rocket::http::{Header, Method, Status};
use rocket::{Request, Response};
use ui::Incident;

use super::{find_words, path_of, sign_in_address};
use crate::error::AppError;
use crate::module::Audience;
use crate::web::chrome;
use crate::web::current::Current;
use crate::web::cx::Cx;
use crate::web::view::{View, html_response, wants_fragment};

/// The page; whoever has to sign in first is led there when they only wanted to look.
pub fn answer(error: &AppError, cx: &Cx<'_>, request: &Request<'_>) -> Response<'static> {
    let is_get = request.method() == Method::Get;
    if matches!(error, AppError::SignInFirst) && is_get {
        let mut response = Response::build().status(Status::SeeOther).finalize();
        let here = request.uri().to_string();
        response.set_header(Header::new("Location", sign_in_address(&here)));
        return response;
    }
    let words = find_words(error, cx);
    let code = cx.incident();
    let (label, copy) = (cx.t("kernel.problem.incident"), cx.t("kernel.list.copy"));
    let incident = Incident {
        label: &label,
        code: &code,
        copy: &copy,
    };
    let audience = audience(cx, request);
    let back = (!is_get).then(|| came_from(cx, request)).flatten();
    let main = ui::problem_of(
        symbol(error),
        &words.title,
        &words.text,
        is_ours(error).then_some(incident),
        ways_on(error, cx, is_get, back, audience),
    );
    let view = View::new(words.title, main);
    let body = if wants_fragment(request) {
        view.main
    } else {
        chrome::page(cx, view, audience, None)
    };
    html_response(request, error.status(), body)
}

/// The drawing that says the same as the words.
fn symbol(error: &AppError) -> &'static str {
    match error {
        AppError::NotFound(_) => "search",
        AppError::SignInFirst => "log-in",
        AppError::Forbidden(_) => "lock",
        AppError::Unproven | AppError::Api(_) => "key-round",
        AppError::Stale => "hourglass",
        AppError::Invalid(_) => "pencil",
        AppError::Conflict(_) => "users",
        AppError::TooMany(_) => "timer",
        AppError::TooLarge(_) => "file-archive",
        AppError::TooSlow => "wifi-off",
        AppError::MediaType => "file",
        AppError::BadRequest(_) => "circle-question-mark",
        AppError::Upstream(_) => "globe",
        AppError::Unavailable(_) => "database",
        AppError::Internal(_) => "life-buoy",
    }
}

/// Whether there is something to ask us about.
fn is_ours(error: &AppError) -> bool {
    matches!(
        error,
        AppError::Internal(_) | AppError::Unavailable(_) | AppError::Upstream(_)
    )
}

/// The frame of the page that failed; staff stay among their places.
fn audience(cx: &Cx<'_>, request: &Request<'_>) -> Audience {
    let Some(user) = cx.user() else {
        return Audience::Public;
    };
    let declared = Current::declaration(request).map(|declared| declared.audience);
    let is_staffs = declared == Some(Audience::Staff) || cx.path().starts_with("/admin/");
    if is_staffs && !user.staff.is_empty() {
        Audience::Staff
    } else {
        Audience::Customer
    }
}

/// The page of ours on which a form was sent.
fn came_from(cx: &Cx<'_>, request: &Request<'_>) -> Option<String> {
    let page = request.headers().get_one("Referer")?;
    let base = cx.app().config.base_url.as_str();
    of_ours(base, page).map(str::to_owned)
}

/// The path of an address below `base`. One that begins with two slashes would lead to another host.
fn of_ours<'a>(base: &str, page: &'a str) -> Option<&'a str> {
    let path = page.starts_with(base).then(|| path_of(page));
    path.filter(|path| !path.starts_with("//"))
}

fn ways_on(
    error: &AppError,
    cx: &Cx<'_>,
    is_get: bool,
    back: Option<String>,
    audience: Audience,
) -> Markup {
    let again = is_get
        && matches!(
            error,
            AppError::Unavailable(_)
                | AppError::Upstream(_)
                | AppError::Internal(_)
                | AppError::Conflict(_)
                | AppError::TooMany(_)
        );
    let staffs = chrome::staff_home(cx).filter(|_| audience == Audience::Staff);
    let (home, label) = match (staffs, cx.user()) {
        (Some(home), _) => (home, "kernel.home.to_admin"),
        (None, Some(_)) => ("/home", "kernel.problem.to_home"),
        (None, None) => ("/", "kernel.problem.to_front"),
    };
    html! {
        @if again { (ui::button(cx.t("kernel.problem.try_again")).primary().href(cx.path())) }
        @if matches!(error, AppError::SignInFirst) { (ui::button(cx.t("kernel.shell.sign_in")).primary().href("/sign-in")) }
        @if let Some(back) = back { (ui::button(cx.t("kernel.problem.back")).primary().href(back)) }
        (ui::button(cx.t(label)).href(home))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_leads_to_a_page_of_ours_alone() {
        let base = "https://sarai.test/";
        assert_eq!(of_ours(base, "https://sarai.test/a?b=c"), Some("/a?b=c"));
        assert_eq!(of_ours(base, "https://elsewhere.test/a"), None);
        assert_eq!(of_ours(base, "https://sarai.test.evil/a"), None);
        assert_eq!(of_ours(base, "https://sarai.test//evil.test"), None);
    }
}
