//! Signing in with a password: count the try, compare, open a session.
//! Wrong address and wrong password give one answer and take one time.

use diesel::sql_types::{Bool, Text, Uuid as SqlUuid};
use diesel::{OptionalExtension, QueryableByName};
use diesel_async::RunQueryDsl;

use super::Tried;
use crate::audit::{self, Audit};
use crate::db::{PublicDb, Tx, sql};
use crate::error::AppResult;
use crate::identity::forms::SignIn;
use crate::identity::limits::{self, Counted};
use crate::identity::password;
use crate::identity::session::{Device, open_session};
use crate::ids::{SessionId, UserId};

/// How a try to sign in ended.
pub enum Outcome {
    /// The token of a new session.
    Opened(String),
    /// Not this address with this password.
    Wrong,
    /// The password is right, the address is not confirmed yet.
    Unconfirmed,
    /// Too many tries; seconds to wait.
    Wait(u32),
}

#[derive(QueryableByName)]
struct Account {
    #[diesel(sql_type = SqlUuid)]
    id: UserId,
    #[diesel(sql_type = Text)]
    password_hash: String,
    #[diesel(sql_type = Bool)]
    confirmed: bool,
}

/// Signs in; `replaces` is the session that this browser had.
pub async fn sign_in(
    db: &PublicDb,
    form: &SignIn,
    device: &Device,
    replaces: Option<SessionId>,
) -> AppResult<Outcome> {
    let account = match db.write(async |tx| counted(tx, &form.email).await).await? {
        Ok(account) => account,
        Err(wait) => {
            tracing::info!(request = ?db.who().request, "sign-in paused after too many tries");
            return Ok(Outcome::Wait(wait));
        }
    };
    let hash = account.as_ref().map(|a| a.password_hash.as_str());
    let matches = password::verify(&form.password, hash).await?;
    let Some(account) = account.filter(|_| matches) else {
        tracing::info!(request = ?db.who().request, "sign-in refused");
        return Ok(Outcome::Wrong);
    };
    db.write(async |tx| {
        limits::clear(tx, Counted::AccountPassword, &form.email).await?;
        let from = limits::origin(tx.who().address);
        limits::undo(tx, Counted::AddressPassword, &from).await?;
        if !account.confirmed {
            return Ok(Outcome::Unconfirmed);
        }
        let token = open_session(tx, account.id, device, replaces).await?;
        let event = Audit::new("kernel.session.open", "kernel.user", account.id.0).by(account.id);
        audit::record(tx, event).await?;
        Ok(Outcome::Opened(token))
    })
    .await
}

async fn counted(tx: &mut Tx, email: &str) -> AppResult<Tried<Option<Account>>> {
    let from = limits::origin(tx.who().address);
    if let Err(wait) = limits::attempt(tx, Counted::AddressPassword, &from).await? {
        return Ok(Err(wait));
    }
    if let Err(wait) = limits::attempt(tx, Counted::AccountPassword, email).await? {
        return Ok(Err(wait));
    }
    let account = sql("SELECT * FROM identity_account($1)")
        .bind::<Text, _>(email)
        .get_result(tx)
        .await
        .optional()?;
    Ok(Ok(account))
}
