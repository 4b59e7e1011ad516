//! A forgotten password: the mail with its link, and the new password that the link allows.
//! Every session ends with it, and the owner is told.

use diesel::sql_types::{Binary, Text, Timestamptz, Uuid as SqlUuid};
use diesel::{OptionalExtension, QueryableByName};
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{PublicDb, ReadTx, Tx, sql};
use kernel::error::{AppError, AppResult};
use kernel::ids::UserId;
use kernel::limits::{self, Counted};
use kernel::{keys, mail};

use super::tokens;
use super::{Recipient, Tried, confirmation};
use crate::browser::Browser;
use crate::{password, paths};

#[derive(QueryableByName)]
struct Address {
    #[diesel(sql_type = Text)]
    email: String,
}

#[derive(QueryableByName)]
#[allow(clippy::struct_field_names)] // the columns of the SQL function
struct Row {
    #[diesel(sql_type = SqlUuid)]
    account_id: UserId,
    #[diesel(sql_type = Text)]
    account_email: String,
    #[diesel(sql_type = Text)]
    account_name: String,
    #[diesel(sql_type = Text)]
    account_locale: String,
}

/// Sends the mail with the link, if the address has an account, or that of its confirmation if it waits for one; the
/// answer never tells.
pub async fn ask(db: &PublicDb, email: &str, browser: &Browser) -> AppResult<Tried<()>> {
    db.write(async |tx| {
        if let Err(wait) = limits::mail_asked(tx, email).await? {
            return Ok(Err(wait));
        }
        let Some((account, token)) = tokens::issue(tx, email).await? else {
            return confirmation::send(tx, email, browser, "").await.map(Ok);
        };
        let link = paths::absolute(&tx.app().config, &paths::reset(&token));
        let mail = account
            .mail("identity.mail.reset_password")
            .var("link", link);
        mail::queue(tx, mail).await?;
        Ok(Ok(()))
    })
    .await
}

/// Whether the link can still be used.
pub async fn is_valid(tx: &mut ReadTx, token: &str) -> AppResult<bool> {
    tokens::is_valid(tx, token).await
}

/// Sets the new password; gives the device cookie's value, for whoever read the mail is no stranger while strangers
/// have the account paused. `None` when the token is spent or too old.
pub async fn reset(
    db: &PublicDb,
    token: &str,
    typed: &str,
    browser: &Browser,
) -> AppResult<Option<String>> {
    let Some(email) = db.read(async |tx| address(tx, token).await).await? else {
        return Ok(None);
    };
    if let Some(key) = password::weakness(typed, &email) {
        return Err(AppError::invalid("password", key));
    }
    let hash = password::hash(typed).await?;
    db.write(async |tx| set(tx, token, &hash, browser).await)
        .await
}

async fn address(tx: &mut ReadTx, token: &str) -> AppResult<Option<String>> {
    let now = tx.now();
    let row: Option<Address> = sql("SELECT * FROM identity_reset_address($1, $2)")
        .bind::<Binary, _>(keys::token_hash(token))
        .bind::<Timestamptz, _>(now)
        .get_result(tx)
        .await
        .optional()?;
    Ok(row.map(|row| row.email))
}

async fn set(tx: &mut Tx, token: &str, hash: &str, browser: &Browser) -> AppResult<Option<String>> {
    let now = tx.now();
    let row: Option<Row> = sql("SELECT * FROM identity_reset_password($1, $2, $3)")
        .bind::<Binary, _>(keys::token_hash(token))
        .bind::<Text, _>(hash)
        .bind::<Timestamptz, _>(now)
        .get_result(tx)
        .await
        .optional()?;
    let Some(row) = row else { return Ok(None) };
    let device = browser.remember(&tx.app().keys, row.account_id, hash, now);
    limits::clear(tx, Counted::AccountPassword, &row.account_email).await?;
    audit::record(
        tx,
        Audit::new("kernel.password.reset", "kernel.user", row.account_id.0),
    )
    .await?;
    let owner = Recipient {
        user: row.account_id,
        email: row.account_email,
        name: row.account_name,
        locale: row.account_locale.parse().unwrap_or_default(),
    };
    let link = paths::absolute(&tx.app().config, paths::FORGOT);
    mail::queue(
        tx,
        owner
            .mail("identity.mail.password_changed")
            .var("link", link),
    )
    .await?;
    Ok(Some(device))
}
