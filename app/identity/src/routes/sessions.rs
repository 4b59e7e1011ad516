//! The person's sessions: see them, end one, end all others.
//! Ending the one in use is signing out.

use kernel::db::AccountDb;
use kernel::error::AppResult;
use kernel::ids::SessionId;
use kernel::web::{Answer, Cookies, Cx, Posted, View, redirect};
use rocket::{delete, get};

use super::forms::Pressed;
use super::{models, paths, views};

/// The list.
#[get("/account/sessions")]
pub async fn index(db: AccountDb, cx: Cx<'_>) -> AppResult<View> {
    let rows = db.read(async |tx| models::sessions::list(tx).await).await?;
    Ok(views::sessions::page(&cx, &rows))
}

/// Ends one.
#[delete("/account/sessions/<id>", data = "<posted>")]
pub async fn destroy(
    id: SessionId,
    posted: Posted<Pressed>,
    db: AccountDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let _ = posted;
    db.write(async |tx| models::sessions::end(tx, id).await)
        .await?;
    if cx.signed_in()?.session == id {
        let ended = Cookies::session(&cx.app().config, None);
        return Ok(redirect("/")
            .notice("identity.sign_out.done")
            .cookie(ended)
            .into());
    }
    Ok(redirect(paths::SESSIONS)
        .notice("identity.sessions.ended")
        .into())
}

/// Ends all but this one.
#[delete("/account/sessions", data = "<posted>")]
pub async fn destroy_others(
    posted: Posted<Pressed>,
    db: AccountDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let _ = posted;
    let this = cx.signed_in()?.session;
    db.write(async |tx| models::sessions::end_others(tx, this).await)
        .await?;
    Ok(redirect(paths::SESSIONS)
        .notice("identity.sessions.others_ended")
        .into())
}
