//! Remembers `?lang=fa|en` in a cookie, on whatever page it is asked for.
//! A fairing, because the switch stands on every page and no handler should have to know.

use std::sync::Arc;

use l10n::Locale;
use rocket::fairing::{Fairing, Info, Kind};
use rocket::http::Header;
use rocket::{Request, Response};

use super::{Cookies, LANG_COOKIE};
use crate::app::App;

/// Sets the language cookie when the address asks for a language.
pub struct LanguageCookie;

#[rocket::async_trait]
impl Fairing for LanguageCookie {
    fn info(&self) -> Info {
        Info {
            name: "language cookie",
            kind: Kind::Response,
        }
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        let asked = request.query_value::<&str>("lang").and_then(Result::ok);
        let Some(locale) = asked.and_then(|tag| tag.parse::<Locale>().ok()) else {
            return;
        };
        if request
            .cookies()
            .get(LANG_COOKIE)
            .is_some_and(|c| c.value() == locale.tag())
        {
            return;
        }
        if let Some(app) = request.rocket().state::<Arc<App>>() {
            let cookie = Cookies::preference(&app.config, LANG_COOKIE, locale.tag().to_owned());
            response.adjoin_header(Header::new("Set-Cookie", cookie.to_string()));
        }
    }
}
