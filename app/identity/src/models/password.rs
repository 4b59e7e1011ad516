//! Change of password by its owner: asks the old one, ends the other sessions, rotates this one, tells by mail.
//! Wrong old passwords are counted, so that a stolen session cannot guess for ever; and apart from failures to sign in, so
//! that strangers cannot keep the owner from changing it.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{AccountDb, Tx};
use kernel::error::{AppError, AppResult};
use kernel::limits::{self, Counted};
use kernel::mail;
use kernel::schema::users;
use kernel::web::SignedIn;
use l10n::Locale;

use super::{Recipient, Tried, sessions};
use crate::browser::Browser;
use crate::forms::ChangePassword;
use crate::session::Opened;
use crate::{password, paths};

/// Changes the password; gives the rotated token of this session, and makes its browser known anew.
pub async fn change(
    db: &AccountDb,
    form: &ChangePassword,
    user: &SignedIn,
    browser: &Browser,
    locale: Locale,
) -> AppResult<Tried<Opened>> {
    if let Some(key) = password::weakness(&form.password, &user.email) {
        return Err(AppError::invalid("password", key));
    }
    let old = match db.write(async |tx| counted(tx, user).await).await? {
        Ok(hash) => hash,
        Err(wait) => return Ok(Err(wait)),
    };
    if !password::verify(&form.old, Some(&old)).await? {
        return Err(AppError::invalid("old_password", "identity.password.wrong"));
    }
    let hash = password::hash(&form.password).await?;
    db.write(async |tx| set(tx, &hash, user, browser, locale).await.map(Ok))
        .await
}

async fn counted(tx: &mut Tx, user: &SignedIn) -> AppResult<Tried<String>> {
    let session = user.session.to_string();
    if let Err(wait) = limits::attempt(tx, Counted::SessionPassword, &session).await? {
        return Ok(Err(wait));
    }
    let hash = users::table
        .find(user.id)
        .select(users::password_hash)
        .get_result(tx)
        .await?;
    Ok(Ok(hash))
}

async fn set(
    tx: &mut Tx,
    hash: &str,
    user: &SignedIn,
    browser: &Browser,
    locale: Locale,
) -> AppResult<Opened> {
    let (id, now) = (tx.who().person()?, tx.now());
    limits::clear(tx, Counted::SessionPassword, &user.session.to_string()).await?;
    diesel::update(users::table.find(id))
        .set((
            users::password_hash.eq(hash),
            users::password_changed_at.eq(now),
        ))
        .execute(tx)
        .await?;
    sessions::end_others(tx, user.session).await?;
    let token = sessions::rotate(tx, user.session).await?;
    audit::record(
        tx,
        Audit::new("kernel.password.change", "kernel.user", id.0),
    )
    .await?;
    let owner = Recipient {
        user: id,
        email: user.email.clone(),
        name: user.name.clone(),
        locale,
    };
    let link = paths::absolute(&tx.app().config, paths::FORGOT);
    mail::queue(
        tx,
        owner
            .mail("identity.mail.password_changed")
            .var("link", link),
    )
    .await?;
    let device = browser.remember(&tx.app().keys, id, hash, now);
    Ok(Opened {
        session: token,
        device,
    })
}
