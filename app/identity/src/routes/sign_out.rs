//! Signing out. The page with the button is there so that a link works, too.
//! Signing out twice is no error.

use kernel::db::PublicDb;
use kernel::error::AppResult;
use kernel::web::{Answer, Cookies, Cx, Posted, redirect};
use rocket::{get, post};

use super::forms::Pressed;
use super::{models, replaced, views};

/// The button.
#[get("/sign-out")]
pub fn new(cx: Cx<'_>) -> Answer {
    if cx.user().is_none() {
        return redirect("/").into();
    }
    views::sign_out::page(&cx).into()
}

/// Ends the session of this browser.
#[post("/sign-out", data = "<posted>")]
pub async fn create(posted: Posted<Pressed>, db: PublicDb, cx: Cx<'_>) -> AppResult<Answer> {
    let _ = posted;
    if let Some(session) = replaced(&cx) {
        db.write(async |tx| models::sign_out::sign_out(tx, session).await)
            .await?;
    }
    let ended = Cookies::session(&cx.app().config, None);
    Ok(redirect("/")
        .notice("identity.sign_out.done")
        .cookie(ended)
        .into())
}
