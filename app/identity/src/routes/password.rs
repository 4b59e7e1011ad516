//! Change of password by its owner.
//! Ends the other sessions and gives this one a new token.

use kernel::db::AccountDb;
use kernel::error::{AppResult, FieldErrors};
use kernel::web::{Answer, Cx, Posted, View, redirect};
use rocket::{get, post};

use super::forms::ChangePassword;
use super::{Browser, models, paths, views, wait, with_opened};

/// The form.
#[get("/account/password")]
pub fn edit(cx: Cx<'_>) -> View {
    views::password::page(&cx, None)
}

/// Changes it.
#[post("/account/password", data = "<posted>")]
pub async fn update(
    posted: Posted<ChangePassword>,
    browser: Browser,
    db: AccountDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let again = |errors: &FieldErrors| views::password::page(&cx, Some(errors));
    let changed = async {
        let (form, user) = (posted.valid()?, cx.signed_in()?);
        let changed = models::password::change(&db, form, user, &browser, cx.locale()).await?;
        let to = redirect(paths::PASSWORD).notice("identity.password.changed");
        Ok(match changed {
            Ok(opened) => with_opened(to, &cx, opened),
            Err(seconds) => wait(&cx, seconds, again),
        })
    };
    posted
        .answer(changed, async |errors| Ok(again(&errors)))
        .await
}
