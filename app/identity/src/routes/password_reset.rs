//! A forgotten password: ask for the mail, follow its link, set a new one.
//! The answer is the same whether the address has an account.

use kernel::db::PublicDb;
use kernel::error::{AppResult, FieldErrors};
use kernel::web::{Answer, Cookies, Cx, Posted, Raw, View, redirect};
use rocket::{get, post};

use super::forms::{AskMail, NewPassword};
use super::{Browser, models, paths, views, wait};

/// Asks for the address.
#[get("/forgot-password")]
pub fn new(cx: Cx<'_>) -> View {
    views::password_reset::ask(&cx, &Raw::default(), None)
}

/// Says that a mail is on its way.
#[get("/forgot-password/sent")]
pub fn sent(cx: Cx<'_>) -> View {
    views::password_reset::sent(&cx)
}

/// Sends the mail.
#[post("/forgot-password", data = "<posted>")]
pub async fn create(
    posted: Posted<AskMail>,
    browser: Browser,
    db: PublicDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let again = |errors: &FieldErrors| views::password_reset::ask(&cx, &posted.raw, Some(errors));
    let asked = async {
        let form = posted.valid()?;
        let asked = models::password_reset::ask(&db, &form.email, &browser).await?;
        Ok(match asked {
            Ok(()) => redirect(format!("{}/sent", paths::FORGOT)).into(),
            Err(seconds) => wait(&cx, seconds, again),
        })
    };
    posted
        .answer(asked, async |errors| Ok(again(&errors)))
        .await
}

/// The link of the mail.
#[get("/reset-password/<token>")]
pub async fn edit(token: &str, db: PublicDb, cx: Cx<'_>) -> AppResult<View> {
    let valid = db
        .read(async |tx| models::password_reset::is_valid(tx, token).await)
        .await?;
    Ok(if valid {
        views::password_reset::edit(&cx, token, None)
    } else {
        views::password_reset::spent(&cx)
    })
}

/// Sets the new password; every session ends.
#[post("/reset-password/<token>", data = "<posted>")]
pub async fn update(
    token: &str,
    posted: Posted<NewPassword>,
    browser: Browser,
    db: PublicDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let reset = async {
        let password = &posted.valid()?.password;
        let device = models::password_reset::reset(&db, token, password, &browser).await?;
        Ok(match device {
            Some(device) => Answer::from(
                redirect(paths::SIGN_IN)
                    .notice("identity.reset.done")
                    .cookie(Cookies::session(&cx.app().config, None))
                    .cookie(Cookies::device(&cx.app().config, device)),
            ),
            None => views::password_reset::spent(&cx).into(),
        })
    };
    let again = async |errors| Ok(views::password_reset::edit(&cx, token, Some(&errors)));
    posted.answer(reset, again).await
}
