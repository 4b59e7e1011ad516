//! The person's profile.
//! Saving also sets the language cookie, which would otherwise outweigh the profile.

use kernel::db::AccountDb;
use kernel::error::AppResult;
use kernel::web::{Answer, Cookies, Cx, LANG_COOKIE, Posted, View, redirect};
use rocket::{get, post};

use super::forms::ProfileForm;
use super::{models, paths, views};

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
    let saved = async {
        let ProfileForm(profile) = posted.valid()?;
        db.write(async |tx| models::profile::update(tx, profile).await)
            .await?;
        let language = Cookies::preference(&cx.app().config, LANG_COOKIE, profile.locale.clone());
        let to = redirect(paths::ACCOUNT).notice("identity.account.saved");
        Ok(to.cookie(language))
    };
    let again = async |errors| Ok(views::profile::page(&cx, &posted.raw, Some(&errors)));
    posted.answer(saved, again).await
}
