//! Signing up.
//! The answer is the same whether the address has an account already.

use rocket::{get, post};

use super::{forms::SignUp, models, paths, views, wait};
use crate::db::PublicDb;
use crate::error::AppResult;
use crate::web::{Answer, Cx, Posted, Raw, redirect};

/// The form.
#[get("/sign-up?<next>")]
pub fn new(next: Option<&str>, cx: Cx<'_>) -> Answer {
    let next = next.unwrap_or_default();
    if cx.user().is_some() {
        return redirect(paths::local(next)).into();
    }
    views::sign_up::page(&cx, &Raw::prefilled(&[("next", next)]), None).into()
}

/// Signs up and sends the confirmation mail.
#[post("/sign-up", data = "<posted>")]
pub async fn create(posted: Posted<SignUp>, db: PublicDb, cx: Cx<'_>) -> AppResult<Answer> {
    let form = match posted.value() {
        Ok(form) => form,
        Err(errors) => {
            return Ok(views::sign_up::page(&cx, &posted.raw, Some(errors))
                .unprocessable()
                .into());
        }
    };
    Ok(
        match models::sign_up::sign_up(&db, form, cx.locale()).await? {
            Ok(()) => redirect(paths::with_next(
                &format!("{}/sent", paths::CONFIRM),
                &form.next,
            ))
            .into(),
            Err(seconds) => wait(&cx, seconds, |errors| {
                views::sign_up::page(&cx, &posted.raw, Some(errors))
            }),
        },
    )
}
