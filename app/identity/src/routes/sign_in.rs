//! Signing in with address and password.
//! Goes on to `next`, if that is a path of ours.

use kernel::db::PublicDb;
use kernel::error::{AppError, AppResult, FieldErrors};
use kernel::web::{Answer, Cx, Posted, Raw, redirect};
use rocket::{get, post};

use super::forms::SignIn;
use super::models::sign_in::{Outcome, sign_in};
use super::{Browser, Device, paths, replaced, views, wait, with_opened};

/// The form.
#[get("/sign-in?<next>")]
pub fn new(next: Option<&str>, cx: Cx<'_>) -> Answer {
    let next = next.unwrap_or_default();
    if cx.user().is_some() {
        return redirect(paths::local(next)).into();
    }
    views::sign_in::page(&cx, &Raw::prefilled(&[("next", next)]), None).into()
}

/// Signs in.
#[post("/sign-in", data = "<posted>")]
pub async fn create(
    posted: Posted<SignIn>,
    device: Device,
    browser: Browser,
    db: PublicDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let again = |errors: &FieldErrors| views::sign_in::page(&cx, &posted.raw, Some(errors));
    let done = async {
        let form = posted.valid()?;
        let done = sign_in(&db, form, &device, &browser, replaced(&cx)).await?;
        Ok(match done {
            Outcome::Opened(opened) => with_opened(redirect(paths::local(&form.next)), &cx, opened),
            Outcome::Wrong => return Err(AppError::invalid("", "identity.sign_in.wrong")),
            Outcome::Unconfirmed => views::sign_in::unconfirmed(&cx, &form.email, &form.next)
                .unprocessable()
                .into(),
            Outcome::Wait(seconds) => wait(&cx, seconds, again),
        })
    };
    posted.answer(done, async |errors| Ok(again(&errors))).await
}
