//! Signing up.
//! The answer is the same whether the address has an account already. It keeps the browser known until the link is old.

use kernel::db::PublicDb;
use kernel::error::{AppResult, FieldErrors};
use kernel::web::{Answer, Cookies, Cx, Posted, Raw, Redirection, redirect};
use rocket::{get, post};

use super::{Browser, forms::SignUp, models, paths, views, wait};

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
pub async fn create(
    posted: Posted<SignUp>,
    browser: Browser,
    db: PublicDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let again = |errors: &FieldErrors| views::sign_up::page(&cx, &posted.raw, Some(errors));
    let kept = async {
        let form = posted.valid()?;
        let kept = models::sign_up::sign_up(&db, form, &browser, cx.locale()).await?;
        Ok(match kept {
            Ok(()) => sent(&form.next, &browser, &cx).into(),
            Err(seconds) => wait(&cx, seconds, again),
        })
    };
    posted.answer(kept, async |errors| Ok(again(&errors))).await
}

/// To the page that says so. The visitor cookie lives a day: renewed here, it lives as long as the link.
fn sent(next: &str, browser: &Browser, cx: &Cx<'_>) -> Redirection {
    let to = redirect(paths::with_next(&format!("{}/sent", paths::CONFIRM), next));
    match browser.visitor() {
        Some(key) => to.cookie(Cookies::visitor(&cx.app().config, key.to_owned())),
        None => to,
    }
}
