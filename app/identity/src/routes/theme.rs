//! The switch of the theme that stands on every page: stored for a person, a cookie for a guest.
//! Goes back to the page it was pressed on.

use kernel::db::PublicDb;
use kernel::error::AppResult;
use kernel::web::{Answer, Cookies, Cx, Posted, THEME_COOKIE, redirect};
use rocket::request::{FromRequest, Outcome};
use rocket::{Request, post};

use super::forms::SetTheme;
use super::{models, paths};

/// The page that a form was sent from, as the browser says.
pub struct Referer<'r>(Option<&'r str>);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Referer<'r> {
    type Error = ();
    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        Outcome::Success(Self(request.headers().get_one("Referer")))
    }
}

/// Sets the theme.
#[post("/theme", data = "<posted>")]
pub async fn update(
    posted: Posted<SetTheme>,
    from: Referer<'_>,
    db: PublicDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let SetTheme(theme) = posted.valid()?;
    if cx.user().is_some() {
        db.write(async |tx| models::profile::set_theme(tx, theme).await)
            .await?;
    }
    let config = &cx.app().config;
    let cookie = Cookies::preference(config, THEME_COOKIE, theme.clone());
    Ok(redirect(paths::referred(config, from.0).unwrap_or("/"))
        .cookie(cookie)
        .into())
}
