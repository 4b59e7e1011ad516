//! `View`: what a handler returns. The whole page, or only what changed when htmx asks for it; handlers never choose.
//! `Answer` adds redirects, which htmx gets as a header and a browser as 303.

use maud::{Markup, html};
use rocket::http::{Cookie, Header, Status};
use rocket::response::{Responder, Result as Rendered};
use rocket::{Request, Response};
use std::io::Cursor;
use ui::Crumb;
use url::Url;

use super::chrome;
use super::current::{Current, SignedIn};
use super::cx::Cx;
use super::headers::policy_leading_to;
use super::notice::Notice;
use crate::error::AppError;
use crate::module::Audience;

/// A page and its fragments.
pub struct View {
    pub(super) title: String,
    pub(super) main: Markup,
    pub(super) also: Vec<Markup>,
    pub(super) status: Status,
    pub(super) topics: Vec<String>,
    pub(super) crumbs: Vec<Crumb>,
    pub(super) audience: Option<Audience>,
    pub(super) description: Option<String>,
    pub(super) cookies: Vec<Cookie<'static>>,
    pub(super) wait: Option<u32>,
    pub(super) next: Option<String>,
    pub(super) leads_to: Vec<Url>,
}

impl View {
    /// A page with its title and main content; the content holds the `h1`.
    #[must_use]
    pub fn new(title: impl Into<String>, main: Markup) -> Self {
        Self {
            title: title.into(),
            main,
            also: Vec::new(),
            status: Status::Ok,
            topics: Vec::new(),
            crumbs: Vec::new(),
            audience: None,
            description: None,
            cookies: Vec::new(),
            wait: None,
            next: None,
            leads_to: Vec::new(),
        }
    }
    /// Another fragment that changed, swapped out of band.
    #[must_use]
    pub fn also(mut self, fragment: Markup) -> Self {
        self.also.push(fragment);
        self
    }
    /// Another status than 200.
    #[must_use]
    pub fn status(mut self, status: Status) -> Self {
        self.status = status;
        self
    }
    /// A form shown again: 422.
    #[must_use]
    pub fn unprocessable(self) -> Self {
        self.status(Status::UnprocessableEntity)
    }
    /// A form shown again after too many tries: 429, and when to try again.
    #[must_use]
    pub fn too_many(mut self, seconds: u32) -> Self {
        self.wait = Some(seconds);
        self.status(Status::TooManyRequests)
    }
    /// A topic whose events this page's stream delivers.
    #[must_use]
    pub fn live(mut self, topic: impl Into<String>) -> Self {
        self.topics.push(topic.into());
        self
    }
    /// A step of the way here.
    #[must_use]
    pub fn crumb(mut self, label: impl Into<String>, href: Option<String>) -> Self {
        self.crumbs.push(Crumb {
            label: label.into(),
            href,
        });
        self
    }
    /// Another frame than the route's audience has.
    #[must_use]
    pub fn framed_for(mut self, audience: Audience) -> Self {
        self.audience = Some(audience);
        self
    }
    /// The staff's frame for who is on the staff and has no tenant, whose page this would otherwise be.
    #[must_use]
    pub fn framed_for_reader(self, cx: &Cx<'_>) -> Self {
        if cx.user().is_some_and(SignedIn::is_staff_only) {
            self.framed_for(Audience::Staff)
        } else {
            self
        }
    }
    /// Browsers go on to this page of ours at once; the address itself answers, for those that look at it.
    #[must_use]
    pub fn goes_on_to(mut self, place: impl Into<String>) -> Self {
        self.next = Some(place.into());
        self
    }
    /// A description for search machines.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }
    /// A cookie to set.
    #[must_use]
    pub fn cookie(mut self, cookie: Cookie<'static>) -> Self {
        self.cookies.push(cookie);
        self
    }
    /// Another site to which a form of this page leads, such as a gateway: without it the browser stops there. A page may
    /// lead to several.
    #[must_use]
    pub fn leads_to(mut self, place: Url) -> Self {
        self.leads_to.push(place);
        self
    }
}

/// Whether htmx wants only what changed.
pub(super) fn wants_fragment(request: &Request<'_>) -> bool {
    let header = |name| request.headers().get_one(name);
    header("HX-Request-Type") == Some("partial")
        && header("HX-History-Restore-Request") != Some("true")
}

/// Whether htmx asks at all.
pub(super) fn is_htmx(request: &Request<'_>) -> bool {
    request.headers().get_one("HX-Request") == Some("true")
}

impl<'r> Responder<'r, 'static> for View {
    fn respond_to(self, request: &'r Request<'_>) -> Rendered<'static> {
        let Some(cx) = Cx::known(request) else {
            return AppError::internal("a view without a request's context").respond_to(request);
        };
        let status = self.status;
        let (cookies, wait, next) = (self.cookies.clone(), self.wait, self.next.clone());
        let policy = (!self.leads_to.is_empty()).then(|| policy_leading_to(&self.leads_to));
        let body = if wants_fragment(request) {
            html! { (self.main) @for fragment in &self.also { (fragment) } }
        } else {
            let audience = self
                .audience
                .or_else(|| Current::declaration(request).map(|d| d.audience));
            chrome::page(
                &cx,
                self,
                audience.unwrap_or(Audience::Public),
                Notice::take(&cx, request).as_ref(),
            )
        };
        let mut response = html_response(request, status, body);
        for cookie in &cookies {
            response.adjoin_header(Header::new("Set-Cookie", cookie.to_string()));
        }
        if let Some(seconds) = wait {
            response.set_header(Header::new("Retry-After", seconds.to_string()));
        }
        if let Some(place) = next {
            let to = format!("0; url={}", header_safe(&place));
            response.set_header(Header::new("Refresh", to));
        }
        if let Some(policy) = policy {
            response.set_header(Header::new("Content-Security-Policy", policy));
        }
        if cx.user().is_some() {
            response.set_header(Header::new("Cache-Control", "no-store"));
        }
        if !cx.app().config.is_production() {
            response.set_header(Header::new(
                "X-Sarai-Statements",
                cx.statements().to_string(),
            ));
        }
        Ok(response)
    }
}

pub(super) fn html_response(
    request: &Request<'_>,
    status: Status,
    body: Markup,
) -> Response<'static> {
    let text = body.into_string();
    let mut response = Response::build()
        .status(status)
        .header(rocket::http::ContentType::HTML)
        .sized_body(text.len(), Cursor::new(text))
        .finalize();
    response.set_header(Header::new(
        "Vary",
        "HX-Request, HX-Request-Type, HX-History-Restore-Request, Cookie, Accept-Language",
    ));
    if let Some(cookie) = Current::known(request).and_then(Current::visitor_cookie) {
        response.adjoin_header(Header::new("Set-Cookie", cookie.to_string()));
    }
    response
}

/// What a verb answers: a view, or where to go.
pub enum Answer {
    /// Show this.
    View(Box<View>),
    /// Go there.
    Redirect(Redirection),
}

/// Where to go, with a notice for the next page and cookies.
pub struct Redirection {
    location: String,
    notice: Option<&'static str>,
    undo: Option<String>,
    cookies: Vec<Cookie<'static>>,
}

/// Go there: 303 for browsers, `HX-Redirect` for htmx.
#[must_use]
pub fn redirect(location: impl Into<String>) -> Redirection {
    Redirection {
        location: location.into(),
        notice: None,
        undo: None,
        cookies: Vec::new(),
    }
}

impl Redirection {
    /// The next page shows this text as a toast.
    #[must_use]
    pub fn notice(mut self, key: &'static str) -> Self {
        self.notice = Some(key);
        self
    }
    /// Beside the notice stands a button that takes it back: `DELETE` to this address.
    #[must_use]
    pub fn undo(mut self, action: impl Into<String>) -> Self {
        self.undo = Some(action.into());
        self
    }
    /// A cookie to set.
    #[must_use]
    pub fn cookie(mut self, cookie: Cookie<'static>) -> Self {
        self.cookies.push(cookie);
        self
    }
}

impl From<View> for Answer {
    fn from(view: View) -> Self {
        Self::View(Box::new(view))
    }
}
impl From<Redirection> for Answer {
    fn from(to: Redirection) -> Self {
        Self::Redirect(to)
    }
}

impl<'r> Responder<'r, 'static> for Answer {
    fn respond_to(self, request: &'r Request<'_>) -> Rendered<'static> {
        match self {
            Self::View(view) => view.respond_to(request),
            Self::Redirect(to) => to.respond_to(request),
        }
    }
}

/// What a header may hold: other bytes are percent-encoded, so that no address breaks the answer or hides a host.
fn header_safe(location: &str) -> String {
    let encode = |byte: u8| {
        if (0x21..0x7f).contains(&byte) && byte != b'\\' {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    location.bytes().map(encode).collect()
}

impl<'r> Responder<'r, 'static> for Redirection {
    fn respond_to(self, request: &'r Request<'_>) -> Rendered<'static> {
        let mut response = Response::new();
        let location = header_safe(&self.location);
        if is_htmx(request) {
            response.set_status(Status::Ok);
            response.set_header(Header::new("HX-Redirect", location));
        } else {
            response.set_status(Status::SeeOther);
            response.set_header(Header::new("Location", location));
        }
        response.set_header(Header::new("Cache-Control", "no-store"));
        if let (Some(key), Some(cx)) = (self.notice, Cx::known(request)) {
            let cookie = Notice::new(key, self.undo.as_deref()).cookie(&cx);
            response.adjoin_header(Header::new("Set-Cookie", cookie.to_string()));
        }
        for cookie in &self.cookies {
            response.adjoin_header(Header::new("Set-Cookie", cookie.to_string()));
        }
        Ok(response)
    }
}
