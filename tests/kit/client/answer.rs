//! What came back: status, headers, text, and the assertions that tests make about them.
//! Here so that a failed assertion shows the page, not just two numbers.

use std::fmt;

use reqwest::header::{CONTENT_TYPE, HeaderMap, LOCATION};
use reqwest::{Response, StatusCode};
use scraper::{ElementRef, Html, Node, Selector};
use serde::de::DeserializeOwned;
use url::Url;

use super::{Client, Form};

/// How much of a body a failed assertion prints.
const SHOWN: usize = 3000;

/// One answer of the server. Assertions return it again, so that they chain.
#[derive(Clone)]
pub struct Answer {
    /// Status code.
    pub status: StatusCode,
    /// Header fields.
    pub headers: HeaderMap,
    /// The address that answered.
    pub url: Url,
    /// Body as it came.
    pub bytes: Vec<u8>,
    /// Body as text, wrong UTF-8 replaced.
    pub text: String,
    client: Client,
}

impl Answer {
    pub(super) async fn read(response: Response, client: Client) -> Self {
        let (status, url) = (response.status(), response.url().clone());
        let headers = response.headers().clone();
        let bytes = response.bytes().await.expect("the whole body").to_vec();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Self {
            status,
            headers,
            url,
            bytes,
            text,
            client,
        }
    }

    /// A header's value, empty when absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// Whether the body is HTML.
    pub fn is_html(&self) -> bool {
        self.header(CONTENT_TYPE.as_str()).starts_with("text/html")
    }

    /// The parsed page. (Not `Send`: let it go before the next `.await` of a spawned task.)
    pub fn html(&self) -> Html {
        Html::parse_document(&self.text)
    }

    /// The visible text of each element that fits, whitespace collapsed.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        self.html()
            .select(&css(selector))
            .map(visible_text)
            .collect()
    }

    /// An attribute of each element that fits and has it.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let html = self.html();
        html.select(&css(selector))
            .filter_map(|e| e.attr(name))
            .map(str::to_owned)
            .collect()
    }

    /// The body read as JSON.
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|e| panic!("not that JSON: {e}\n{self:?}"))
    }

    /// The one form of this answer (page or fragment) that fits the selector.
    pub fn form(&self, selector: &str) -> Form {
        Form::find(self.client.clone(), &self.url, &self.text, selector)
    }

    /// Go where `Location` (or htmx's `HX-Redirect`/`HX-Location`) points.
    pub async fn follow(&self) -> Answer {
        let Some(target) = self.location() else {
            panic!("no redirect: {self:?}")
        };
        let target = self.url.join(target).expect("an address");
        Client {
            htmx: false,
            ..self.client.clone()
        }
        .get(target.as_str())
        .await
    }

    /// Where the answer sends the browser.
    pub fn location(&self) -> Option<&str> {
        [LOCATION.as_str(), "hx-redirect", "hx-location"]
            .into_iter()
            .map(|name| self.header(name))
            .find(|value| !value.is_empty())
    }

    /// Fails unless the status is this one.
    #[track_caller]
    pub fn assert_status(&self, status: u16) -> &Self {
        assert!(
            self.status.as_u16() == status,
            "wanted status {status}, got {self:?}"
        );
        self
    }

    /// 200.
    #[track_caller]
    pub fn assert_ok(&self) -> &Self {
        self.assert_status(200)
    }

    /// 404, and no page that lies about it.
    #[track_caller]
    pub fn assert_not_found(&self) -> &Self {
        self.assert_status(404)
    }

    /// 303 (or htmx's redirect header) to a target whose path starts so.
    #[track_caller]
    pub fn assert_redirect(&self, path: &str) -> &Self {
        let target = self.location().and_then(|to| self.url.join(to).ok());
        let fits = target.is_some_and(|to| to.path().starts_with(path));
        let kind = matches!(self.status.as_u16(), 302 | 303 | 307)
            || self.header(LOCATION.as_str()).is_empty();
        assert!(fits && kind, "wanted a redirect to {path}, got {self:?}");
        self
    }

    /// The visible text (raw body when it is not HTML) has this in it.
    #[track_caller]
    pub fn assert_text(&self, wanted: &str) -> &Self {
        assert!(
            self.visible().contains(&collapse(wanted)),
            "no {wanted:?} in {self:?}"
        );
        self
    }

    /// Neither the visible text nor the source has this in it.
    #[track_caller]
    pub fn assert_no_text(&self, unwanted: &str) -> &Self {
        let found = self.text.contains(unwanted) || self.visible().contains(&collapse(unwanted));
        assert!(!found, "{unwanted:?} is in {self:?}");
        self
    }

    /// At least one element fits the selector.
    #[track_caller]
    pub fn assert_element(&self, selector: &str) -> &Self {
        let found = self.html().select(&css(selector)).next().is_some();
        assert!(found, "no element {selector:?} in {self:?}");
        self
    }

    /// No element fits the selector.
    #[track_caller]
    pub fn assert_no_element(&self, selector: &str) -> &Self {
        let found = self.html().select(&css(selector)).next().is_some();
        assert!(!found, "there is an element {selector:?} in {self:?}");
        self
    }

    /// What a person would read, whitespace collapsed.
    pub fn visible(&self) -> String {
        if self.is_html() {
            visible_text(self.html().root_element())
        } else {
            collapse(&self.text)
        }
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = if self.is_html() {
            self.visible()
        } else {
            self.text.clone()
        };
        let shown: String = body.chars().take(SHOWN).collect();
        write!(
            f,
            "{} {}\n{:#?}\n{shown}",
            self.status, self.url, self.headers
        )
    }
}

/// A selector that must be valid.
pub(super) fn css(selector: &str) -> Selector {
    Selector::parse(selector).unwrap_or_else(|e| panic!("selector {selector:?}: {e}"))
}

fn visible_text(element: ElementRef<'_>) -> String {
    let mut text = String::new();
    for node in element.descendants() {
        let Node::Text(piece) = node.value() else {
            continue;
        };
        let hidden = node.ancestors().filter_map(ElementRef::wrap).any(|parent| {
            matches!(
                parent.value().name(),
                "script" | "style" | "template" | "head"
            )
        });
        if !hidden {
            text.push_str(piece);
            text.push(' ');
        }
    }
    collapse(&text)
}

fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
