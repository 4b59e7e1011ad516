//! Signing in with a password: count the try, compare, open a session. Wrong address and wrong password give one
//! answer and take one time. A browser that signed in before has tries of its own, whatever strangers do meanwhile.

use diesel::sql_types::{Binary, Bool, Text, Uuid as SqlUuid};
use diesel::{OptionalExtension, QueryableByName};
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{PublicDb, Tx, sql};
use kernel::error::AppResult;
use kernel::ids::{SessionId, UserId};
use kernel::limits::{self, Counted};

use super::Tried;
use crate::browser::Browser;
use crate::forms::SignIn;
use crate::password;
use crate::session::{Device, Opened, open_session};

/// How a try to sign in ended.
pub enum Outcome {
    /// A new session, and a browser that is known from now on.
    Opened(Opened),
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

#[derive(QueryableByName)]
struct Waiting {
    #[diesel(sql_type = Text)]
    password_hash: String,
}

/// A try that was counted: what to compare with, and under which name it counts.
struct Try {
    account: Option<Account>,
    waiting: Option<Waiting>,
    counted: (Counted, String),
}

/// Signs in; `replaces` is the session that this browser had.
pub async fn sign_in(
    db: &PublicDb,
    form: &SignIn,
    device: &Device,
    browser: &Browser,
    replaces: Option<SessionId>,
) -> AppResult<Outcome> {
    let this = match db.write(async |tx| count(tx, form, browser).await).await? {
        Ok(this) => this,
        Err(wait) => {
            tracing::info!(request = ?db.who().request, "sign-in paused after too many tries");
            return Ok(Outcome::Wait(wait));
        }
    };
    let hash = this.account.as_ref().map(|a| a.password_hash.as_str());
    if password::verify(&form.password, hash).await?
        && let Some(account) = &this.account
    {
        return db
            .write(async |tx| open(tx, account, &this.counted, device, browser, replaces).await)
            .await;
    }
    // A sign-up of this browser is compared with whether or not the address has an account, and counts as a failure:
    // neither the answer nor its time tells which, and nobody's tries are forgiven for it.
    if let Some(waiting) = &this.waiting
        && password::verify(&form.password, Some(&waiting.password_hash)).await?
    {
        return Ok(Outcome::Unconfirmed);
    }
    tracing::info!(request = ?db.who().request, "sign-in refused");
    Ok(Outcome::Wrong)
}

async fn open(
    tx: &mut Tx,
    account: &Account,
    (counted, subject): &(Counted, String),
    device: &Device,
    browser: &Browser,
    replaces: Option<SessionId>,
) -> AppResult<Outcome> {
    limits::clear(tx, *counted, subject).await?;
    let from = limits::origin(tx.who().address);
    limits::undo(tx, Counted::AddressPassword, &from).await?;
    if !account.confirmed {
        return Ok(Outcome::Unconfirmed);
    }
    let session = open_session(tx, account.id, device, replaces).await?;
    let event = Audit::new("kernel.session.open", "kernel.user", account.id.0).by(account.id);
    audit::record(tx, event).await?;
    let device = browser.remember(&tx.app().keys, account.id, &account.password_hash, tx.now());
    Ok(Outcome::Opened(Opened { session, device }))
}

async fn count(tx: &mut Tx, form: &SignIn, browser: &Browser) -> AppResult<Tried<Try>> {
    let from = limits::origin(tx.who().address);
    if let Err(wait) = limits::attempt(tx, Counted::AddressPassword, &from).await? {
        return Ok(Err(wait));
    }
    let account: Option<Account> = sql("SELECT * FROM identity_account($1)")
        .bind::<Text, _>(&form.email)
        .get_result(tx)
        .await
        .optional()?;
    let now = tx.now();
    let known = account
        .as_ref()
        .and_then(|a| browser.known_as(&tx.app().keys, a.id, &a.password_hash, now));
    let counted = match known {
        Some(device) => (Counted::DevicePassword, device.to_owned()),
        None => (Counted::AccountPassword, form.email.clone()),
    };
    if let Err(wait) = limits::attempt(tx, counted.0, &counted.1).await? {
        return Ok(Err(wait));
    }
    let waiting = waiting(tx, &form.email, browser).await?;
    Ok(Ok(Try {
        account,
        waiting,
        counted,
    }))
}

/// This browser's own sign-up for the address.
async fn waiting(tx: &mut Tx, email: &str, browser: &Browser) -> AppResult<Option<Waiting>> {
    let Some(key) = browser.sign_up_key() else {
        return Ok(None);
    };
    Ok(sql("SELECT * FROM identity_sign_up_password($1, $2)")
        .bind::<Text, _>(email)
        .bind::<Binary, _>(key)
        .get_result(tx)
        .await
        .optional()?)
}
