//! The person's profile.
//! Saving also sets the language cookie, which would otherwise outweigh the profile.

use rocket::{get, post};

use super::forms::ProfileForm;
use super::{models, paths, views};
use crate::db::AccountDb;
use crate::error::AppResult;
use crate::web::{Answer, Cookies, Cx, LANG_COOKIE, Posted, View, redirect};

/// The form.
#[get("/account")]
pub async fn edit(db: AccountDb, cx: Cx<'_>) -> AppResult<View> {
    let profile = db.read(async |tx| models::profile::find(tx).await).await?;
    Ok(views::profile::page(
        &cx,
        &views::profile::raw(&profile),
        None,
    ))
}

/// Saves it.
#[post("/account", data = "<posted>")]
pub async fn update(posted: Posted<ProfileForm>, db: AccountDb, cx: Cx<'_>) -> AppResult<Answer> {
    let ProfileForm(profile) = match posted.value() {
        Ok(form) => form,
        Err(errors) => {
            return Ok(views::profile::page(&cx, &posted.raw, Some(errors))
                .unprocessable()
                .into());
        }
    };
    db.write(async |tx| models::profile::update(tx, profile).await)
        .await?;
    let language = Cookies::preference(&cx.app().config, LANG_COOKIE, profile.locale.clone());
    Ok(redirect(paths::ACCOUNT)
        .notice("kernel.account.saved")
        .cookie(language)
        .into())
}
