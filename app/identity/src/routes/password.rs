//! Change of password by its owner.
//! Ends the other sessions and gives this one a new token.

use kernel::db::AccountDb;
use kernel::error::{AppError, AppResult, FieldErrors};
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
    let form = match posted.value() {
        Ok(form) => form,
        Err(errors) => return Ok(again(errors).unprocessable().into()),
    };
    match models::password::change(&db, form, cx.signed_in()?, &browser, cx.locale()).await {
        Ok(Ok(opened)) => Ok(with_opened(
            redirect(paths::PASSWORD).notice("identity.password.changed"),
            &cx,
            opened,
        )),
        Ok(Err(seconds)) => Ok(wait(&cx, seconds, again)),
        Err(AppError::Invalid(errors)) => Ok(again(&errors).unprocessable().into()),
        Err(error) => Err(error),
    }
}
