//! A browser without a screen: cookies, the last page, its forms, redirects only on demand.
//! Here so that a test submits what the page really offers instead of a body made by hand.

use std::sync::{Arc, Mutex, PoisonError};

use reqwest::cookie::{CookieStore, Jar};
use reqwest::header::{ACCEPT, ACCEPT_LANGUAGE, HeaderMap, HeaderValue, ORIGIN, REFERER};
use reqwest::{Method, RequestBuilder};
use url::Url;

mod answer;
mod form;

pub use answer::Answer;
pub use form::Form;

/// One visitor. Clones share cookies and the last page; only the htmx switch and the address are their own.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    htmx: bool,
    address: Option<Arc<HeaderValue>>,
}

struct Shared {
    http: reqwest::Client,
    jar: Arc<Jar>,
    base: Url,
    language: HeaderValue,
    memory: Mutex<Memory>,
}

/// What a browser tab remembers.
#[derive(Default, Clone)]
struct Memory {
    page: Option<Page>,
    csrf: Option<String>,
}

/// The whole page last seen.
#[derive(Clone)]
struct Page {
    url: Url,
    text: String,
}

/// A file to upload.
#[derive(Clone)]
pub struct Upload {
    /// File name as the browser would send it.
    pub name: String,
    /// Content type as the browser would guess it.
    pub mime: String,
    /// Content.
    pub bytes: Vec<u8>,
}

impl Upload {
    /// A file by name, claimed type and content.
    pub fn new(name: &str, mime: &str, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            name: name.to_owned(),
            mime: mime.to_owned(),
            bytes: bytes.into(),
        }
    }
}

impl Client {
    /// A new visitor of `base` (such as `http://127.0.0.1:8000`) who prefers Persian.
    pub fn new(base: &str) -> Self {
        Self::speaking(base, "fa")
    }

    /// A new visitor with this `Accept-Language`.
    pub fn speaking(base: &str, language: &str) -> Self {
        let jar = Arc::new(Jar::default());
        let http = reqwest::Client::builder()
            .cookie_provider(jar.clone())
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .expect("a client without TLS always builds");
        let shared = Shared {
            http,
            jar,
            base: Url::parse(base).expect("a base URL"),
            language: HeaderValue::from_str(language).expect("a header value"),
            memory: Mutex::default(),
        };
        Self {
            shared: Arc::new(shared),
            htmx: false,
            address: None,
        }
    }

    /// The same visitor with JavaScript: requests go out as htmx would send them.
    #[must_use]
    pub fn htmx(&self) -> Self {
        Self {
            htmx: true,
            ..self.clone()
        }
    }

    /// The same visitor behind a proxy that says this address of them; the program must trust 127.0.0.1.
    #[must_use]
    pub fn at(&self, address: &str) -> Self {
        Self {
            address: Some(Arc::new(
                HeaderValue::from_str(address).expect("an address"),
            )),
            ..self.clone()
        }
    }

    /// The `Cookie` header that this visitor sends now, for raw connections such as the bench's.
    pub fn cookies(&self) -> String {
        let header = self.shared.jar.cookies(&self.shared.base);
        header
            .and_then(|value| value.to_str().ok().map(str::to_owned))
            .unwrap_or_default()
    }

    /// One cookie's value.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies().split("; ").find_map(|pair| {
            let (have, value) = pair.split_once('=')?;
            (have == name).then(|| value.to_owned())
        })
    }

    /// Set a cookie by hand, such as a stolen or a forged one.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.shared
            .jar
            .add_cookie_str(&format!("{name}={value}; Path=/"), &self.shared.base);
    }

    /// Send this CSRF token with what is posted, as if a page with it had been opened.
    pub fn set_csrf(&self, token: &str) {
        let mut memory = self
            .shared
            .memory
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        memory.csrf = Some(token.to_owned());
    }

    /// The absolute address of a path; relative ones resolve against the last page.
    pub fn url(&self, path: &str) -> Url {
        let from = self
            .memory()
            .page
            .map_or_else(|| self.shared.base.clone(), |page| page.url);
        from.join(path).expect("an address")
    }

    /// Open a page.
    pub async fn get(&self, path: impl AsRef<str>) -> Answer {
        self.send(self.request(Method::GET, path.as_ref())).await
    }

    /// Post fields urlencoded; the last page's CSRF token is added unless `fields` has one.
    pub async fn post_form(&self, path: impl AsRef<str>, fields: &[(&str, &str)]) -> Answer {
        self.send(
            self.request(Method::POST, path.as_ref())
                .form(&self.with_csrf(fields)),
        )
        .await
    }

    /// Post fields and files as multipart; the CSRF token comes first.
    pub async fn post_multipart(
        &self,
        path: impl AsRef<str>,
        fields: &[(&str, &str)],
        files: Vec<(&str, Upload)>,
    ) -> Answer {
        let fields = self.with_csrf(fields);
        let files = files
            .into_iter()
            .map(|(name, file)| (name.to_owned(), file))
            .collect();
        let body = form::multipart(fields, files);
        self.send(self.request(Method::POST, path.as_ref()).multipart(body))
            .await
    }

    /// What a page's delete button does: POST with `_method=delete` first and the token second.
    pub async fn delete(&self, path: impl AsRef<str>) -> Answer {
        self.post_form(path, &[("_method", "delete")]).await
    }

    /// A request with this visitor's cookies and headers, to be altered and given to [`Self::send`].
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_LANGUAGE, self.shared.language.clone());
        let accept = if self.htmx {
            "text/html"
        } else {
            "text/html,application/xhtml+xml,*/*;q=0.8"
        };
        headers.insert(ACCEPT, HeaderValue::from_static(accept));
        headers.insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
        let here = self.memory().page.map(|page| page.url.to_string());
        let here = here.and_then(|url| HeaderValue::from_str(&url).ok());
        if method != Method::GET {
            let origin = self.shared.base.origin().ascii_serialization();
            headers.insert(
                ORIGIN,
                HeaderValue::from_str(&origin).expect("an ASCII origin"),
            );
        }
        if self.htmx {
            headers.insert("hx-request", HeaderValue::from_static("true"));
            headers.insert("hx-request-type", HeaderValue::from_static("partial"));
        }
        if let Some(address) = &self.address {
            headers.insert("x-forwarded-for", HeaderValue::clone(address));
        }
        if let Some(here) = here {
            if self.htmx {
                headers.insert("hx-current-url", here.clone());
            }
            headers.insert(REFERER, here);
        }
        self.shared
            .http
            .request(method, self.url(path))
            .headers(headers)
    }

    /// Send, and remember the page and its token when the answer is a whole page.
    pub async fn send(&self, request: RequestBuilder) -> Answer {
        let response = request.send().await.expect("the server answers");
        let answer = Answer::read(response, self.clone()).await;
        let csrf = answer
            .is_html()
            .then(|| form::csrf_token(&answer.text))
            .flatten();
        let mut memory = self
            .shared
            .memory
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        memory.csrf = csrf.or(memory.csrf.take());
        if answer.is_html() && !self.htmx {
            memory.page = Some(Page {
                url: answer.url.clone(),
                text: answer.text.clone(),
            });
        }
        drop(memory);
        answer
    }

    /// The one form of the last page that fits the CSS selector.
    ///
    /// # Panics
    /// When there is no page yet, or none or several such forms in it.
    pub fn form(&self, selector: &str) -> Form {
        let page = self.memory().page.expect("open a page first");
        Form::find(self.clone(), &page.url, &page.text, selector)
    }

    fn memory(&self) -> Memory {
        self.shared
            .memory
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn is_htmx(&self) -> bool {
        self.htmx
    }

    /// `_method` stays first and the token comes second, as `ui::form` writes them.
    fn with_csrf(&self, fields: &[(&str, &str)]) -> Vec<(String, String)> {
        let mut all: Vec<_> = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let given = all.iter().any(|(name, _)| name == form::CSRF);
        if let Some(token) = self.memory().csrf.filter(|_| !given) {
            let at = usize::from(all.first().is_some_and(|(name, _)| name == "_method"));
            all.insert(at, (form::CSRF.to_owned(), token));
        }
        all
    }
}

#[cfg(test)]
mod tests;
