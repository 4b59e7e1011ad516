//! Signing up: keeps what was typed and mails a link; the account comes with the confirmation (ADR 0021).
//! Who asks learns nothing about whether the address has an account already; its owner gets a mail that says so.

use chrono::Duration;
use diesel::sql_types::{Binary, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel::{OptionalExtension, QueryableByName};
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{PublicDb, Tx, sql};
use kernel::error::AppResult;
use kernel::ids::UserId;
use kernel::limits;
use kernel::{keys, mail, typed_id};
use l10n::Locale;

use super::{Recipient, Tried, confirmation};
use crate::browser::Browser;
use crate::forms::SignUp;
use crate::{password, paths};

typed_id! {
    /// One sign-up that waits for its confirmation.
    SignUpId;
}

/// How long the link of a sign-up works.
pub(super) const LIFE: Duration = Duration::hours(24);

#[derive(QueryableByName)]
#[allow(clippy::struct_field_names)] // the columns of the SQL function
struct Row {
    #[diesel(sql_type = SqlUuid)]
    account_id: UserId,
    #[diesel(sql_type = Text)]
    account_name: String,
    #[diesel(sql_type = Text)]
    account_locale: String,
}

/// Signs up. The try is counted before the costly hash, for every address alike.
pub async fn sign_up(
    db: &PublicDb,
    form: &SignUp,
    browser: &Browser,
    locale: Locale,
) -> AppResult<Tried<()>> {
    if let Err(wait) = db
        .write(async |tx| limits::mail_asked(tx, &form.email).await)
        .await?
    {
        return Ok(Err(wait));
    }
    let hash = password::hash(&form.password).await?;
    db.write(async |tx| keep(tx, form, &hash, browser, locale).await)
        .await?;
    Ok(Ok(()))
}

async fn keep(
    tx: &mut Tx,
    form: &SignUp,
    hash: &str,
    browser: &Browser,
    locale: Locale,
) -> AppResult<()> {
    let (id, now) = (SignUpId::fresh(), tx.now());
    let (token, token_hash) = keys::fresh_token();
    let taken: Option<Row> =
        sql("SELECT * FROM identity_sign_up($1, $2, $3, $4, $5, $6, $7, $8, $9)")
            .bind::<SqlUuid, _>(id)
            .bind::<Binary, _>(token_hash)
            .bind::<Text, _>(&form.email)
            .bind::<Text, _>(&form.name)
            .bind::<Text, _>(hash)
            .bind::<Text, _>(locale.tag())
            .bind::<Nullable<Binary>, _>(browser.sign_up_key())
            .bind::<Timestamptz, _>(now)
            .bind::<Timestamptz, _>(now + LIFE)
            .get_result(tx)
            .await
            .optional()?;
    audit::record(
        tx,
        Audit::new("kernel.sign_up.create", "kernel.sign_up", id.0),
    )
    .await?;
    match taken {
        Some(account) => tell_owner(tx, &form.email, account).await,
        None => {
            confirmation::deliver(tx, &form.email, &form.name, locale, &token, &form.next).await
        }
    }
}

async fn tell_owner(tx: &mut Tx, email: &str, account: Row) -> AppResult<()> {
    let owner = Recipient {
        user: account.account_id,
        email: email.to_owned(),
        name: account.account_name,
        locale: account.account_locale.parse().unwrap_or_default(),
    };
    let app = std::sync::Arc::clone(tx.app());
    let mail = owner
        .mail("identity.mail.already_registered")
        .var("link", paths::absolute(&app.config, paths::FORGOT))
        .var("sign_in", paths::absolute(&app.config, paths::SIGN_IN));
    mail::queue(tx, mail).await?;
    Ok(())
}
