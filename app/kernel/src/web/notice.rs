//! What the next page says after a redirect, once: a text, and the way to take back what was done.
//! It travels in a cookie. An address in it is signed for the person: nobody else puts a button on their page.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use maud::{Markup, html};
use rocket::Request;
use rocket::http::{Cookie, SameSite};
use rocket::time::Duration;
use ui::Tone;

use super::cx::Cx;

const COOKIE: &str = "sarai-notice";

/// What is said, and where `DELETE` takes it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Notice {
    key: String,
    undo: Option<String>,
}

impl Notice {
    pub(super) fn new(key: &'static str, undo: Option<&str>) -> Self {
        Self {
            key: key.to_owned(),
            undo: undo.map(str::to_owned),
        }
    }

    /// The notice that a redirect left for this page; it is shown once.
    pub(super) fn take(cx: &Cx<'_>, request: &Request<'_>) -> Option<Self> {
        let jar = request.cookies();
        let text = jar.get(COOKIE).map(|cookie| cookie.value().to_owned())?;
        jar.remove(Cookie::build(COOKIE).path("/"));
        Some(Self::read(&text, |text, signature| {
            cx.app().keys.notice_matches(&of(cx, text), signature)
        }))
    }

    pub(super) fn cookie(&self, cx: &Cx<'_>) -> Cookie<'static> {
        let sign = |text: &str| cx.app().keys.notice_signature(&of(cx, text));
        Cookie::build((COOKIE, self.write(sign)))
            .path("/")
            .http_only(true)
            .secure(cx.app().config.is_https())
            .same_site(SameSite::Lax)
            .max_age(Duration::minutes(2))
            .build()
    }

    /// The toast.
    pub(super) fn shown(&self, cx: &Cx<'_>) -> Markup {
        let (text, close) = (cx.t(&self.key), cx.t("kernel.close"));
        let Some(undo) = &self.undo else {
            return ui::toast(Tone::Success, text, close);
        };
        let undo = ui::button(cx.t("kernel.undo")).post(undo, cx.csrf());
        let undo = undo.method("DELETE").small().icon("undo-2");
        html! { (ui::undo_toast(text, undo, close)) }
    }

    fn write(&self, sign: impl Fn(&str) -> String) -> String {
        let Some(undo) = &self.undo else {
            return self.key.clone();
        };
        let text = format!("{}|{}", self.key, URL_SAFE_NO_PAD.encode(undo));
        let signature = sign(&text);
        format!("{text}|{signature}")
    }

    /// An address that we did not sign is as if it were not there.
    fn read(text: &str, matches: impl Fn(&str, &str) -> bool) -> Self {
        let signed = text.rsplit_once('|');
        let signed = signed.filter(|(text, signature)| matches(text, signature));
        let undo = signed
            .and_then(|(text, _)| URL_SAFE_NO_PAD.decode(text.split_once('|')?.1).ok())
            .and_then(|bytes| String::from_utf8(bytes).ok());
        let key = text.split('|').next().unwrap_or_default().to_owned();
        Self { key, undo }
    }
}

/// What is signed: for whom.
fn of(cx: &Cx<'_>, text: &str) -> String {
    let person = cx.user().map(|user| user.id.to_string());
    format!("{}|{text}", person.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_survives_its_cookie_and_a_forged_way_back_does_not() {
        let sign = |text: &str| format!("s{}", text.len());
        let matches = |text: &str, signature: &str| signature == sign(text);
        let undone = Notice::new("tickets.closed", Some("/t/1?from=a%26b"));
        let written = undone.write(sign);
        assert_eq!(Notice::read(&written, matches), undone);
        let plain = Notice::new("kernel.saved", None);
        assert_eq!(Notice::read(&plain.write(sign), matches), plain);
        let forged = Notice::read(&format!("{written}x"), matches);
        assert_eq!((forged.key.as_str(), forged.undo), ("tickets.closed", None));
    }
}
