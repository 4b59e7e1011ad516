//! Signing up: account, person, own tenant and the confirmation mail in one transaction.
//! Who asks learns nothing about whether the address has an account already; its owner gets a mail that says so.

use diesel::QueryableByName;
use diesel::sql_types::{Bool, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use l10n::Locale;

use super::{Recipient, Tried, confirmation};
use crate::audit::{self, Audit};
use crate::db::{PublicDb, Tx, sql};
use crate::error::AppResult;
use crate::identity::forms::SignUp;
use crate::identity::{limits, password, paths};
use crate::ids::{TenantId, UserId};
use crate::mail;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Bool)]
    created: bool,
    #[diesel(sql_type = SqlUuid)]
    account_id: UserId,
    #[diesel(sql_type = Text)]
    account_name: String,
    #[diesel(sql_type = Text)]
    account_locale: String,
}

/// Signs up. The try is counted before the costly hash, for every address alike.
pub async fn sign_up(db: &PublicDb, form: &SignUp, locale: Locale) -> AppResult<Tried<()>> {
    if let Err(wait) = db
        .write(async |tx| limits::mail_asked(tx, &form.email).await)
        .await?
    {
        return Ok(Err(wait));
    }
    let hash = password::hash(&form.password).await?;
    db.write(async |tx| create(tx, form, &hash, locale).await)
        .await?;
    Ok(Ok(()))
}

async fn create(tx: &mut Tx, form: &SignUp, hash: &str, locale: Locale) -> AppResult<()> {
    let (user, now) = (UserId::fresh(), tx.now());
    let row: Row = sql("SELECT * FROM identity_sign_up($1, $2, $3, $4, $5, $6, $7)")
        .bind::<SqlUuid, _>(user)
        .bind::<SqlUuid, _>(TenantId::fresh())
        .bind::<Text, _>(&form.email)
        .bind::<Text, _>(&form.name)
        .bind::<Text, _>(hash)
        .bind::<Text, _>(locale.tag())
        .bind::<Timestamptz, _>(now)
        .get_result(tx)
        .await?;
    if row.created {
        audit::record(
            tx,
            Audit::new("kernel.account.create", "kernel.user", user.0),
        )
        .await?;
        return confirmation::send(tx, &form.email, &form.next).await;
    }
    let owner = Recipient {
        user: row.account_id,
        email: form.email.clone(),
        name: row.account_name,
        locale: row.account_locale.parse().unwrap_or_default(),
    };
    let app = std::sync::Arc::clone(&tx.app);
    let mail = owner
        .mail("kernel.mail.already_registered")
        .var("link", paths::absolute(&app.config, paths::FORGOT))
        .var("sign_in", paths::absolute(&app.config, paths::SIGN_IN));
    mail::queue(tx, mail).await?;
    Ok(())
}
