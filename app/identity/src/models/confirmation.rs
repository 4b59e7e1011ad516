//! Confirming an address: the mail with its link, and the account that the link makes (ADR 0021). In the browser of the
//! sign-up one press suffices; any other one chooses name and password, so that nobody else's password opens the account.

use diesel::sql_types::{Binary, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel::{OptionalExtension, QueryableByName};
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{PublicDb, ReadTx, Tx, sql};
use kernel::error::{AppResult, FieldErrors};
use kernel::ids::{SessionId, TenantId, UserId};
use kernel::keys;
use kernel::limits;
use kernel::mail::{self, NewMail};
use l10n::Locale;

use super::Tried;
use super::sign_up::{LIFE, SignUpId};
use crate::browser::Browser;
use crate::forms::Confirm;
use crate::session::{Device, Opened, open_session};
use crate::{password, paths};

/// What waits behind a link.
#[derive(Clone, Debug, QueryableByName)]
pub struct Waiting {
    /// The address that it confirms.
    #[diesel(sql_type = Text)]
    pub email: String,
    /// The name given at sign-up.
    #[diesel(sql_type = Text)]
    pub display_name: String,
    #[diesel(sql_type = Nullable<Binary>)]
    browser_hash: Option<Vec<u8>>,
}

impl Waiting {
    /// Whether this is the browser in which somebody signed up.
    #[must_use]
    pub fn is_of(&self, browser: &Browser) -> bool {
        self.browser_hash.is_some() && self.browser_hash == browser.sign_up_key()
    }
}

/// How a press of the button ended.
pub enum Outcome {
    /// The account is there, and this browser is signed in.
    Opened(Opened),
    /// Another browser than that of the sign-up: what is still wrong with the name and password that it chose.
    Choose(Waiting, FieldErrors),
    /// The link is spent or too old.
    Spent,
}

/// What another browser than that of the sign-up brings.
struct Chosen {
    name: String,
    password_hash: String,
}

#[derive(QueryableByName)]
struct Again {
    #[diesel(sql_type = Text)]
    account_name: String,
    #[diesel(sql_type = Text)]
    account_locale: String,
}

#[derive(QueryableByName)]
struct Account {
    #[diesel(sql_type = SqlUuid)]
    account_id: UserId,
    #[diesel(sql_type = Text)]
    account_password: String,
}

/// Mails the link, which leads on to `next`.
pub(super) async fn deliver(
    tx: &mut Tx,
    email: &str,
    name: &str,
    locale: Locale,
    token: &str,
    next: &str,
) -> AppResult<()> {
    let link = paths::absolute(&tx.app().config, &paths::confirmation(token, next));
    let mail = NewMail::new("identity.mail.confirm_address", locale, email, name)
        .var("name", name)
        .var("link", link);
    mail::queue(tx, mail).await?;
    Ok(())
}

/// Sends a link again, if the address waits for confirmation: of this browser's sign-up if it has one.
pub(super) async fn send(tx: &mut Tx, email: &str, browser: &Browser, next: &str) -> AppResult<()> {
    let (token, hash) = keys::fresh_token();
    let now = tx.now();
    let again: Option<Again> = sql("SELECT * FROM identity_sign_up_again($1, $2, $3, $4, $5, $6)")
        .bind::<SqlUuid, _>(SignUpId::fresh())
        .bind::<Binary, _>(hash)
        .bind::<Text, _>(email)
        .bind::<Nullable<Binary>, _>(browser.sign_up_key())
        .bind::<Timestamptz, _>(now)
        .bind::<Timestamptz, _>(now + LIFE)
        .get_result(tx)
        .await
        .optional()?;
    let Some(again) = again else { return Ok(()) };
    let locale = again.account_locale.parse().unwrap_or_default();
    deliver(tx, email, &again.account_name, locale, &token, next).await
}

/// Sends it again to whoever asks; the answer never tells whether there was anything to send.
pub async fn send_again(
    db: &PublicDb,
    email: &str,
    browser: &Browser,
    next: &str,
) -> AppResult<Tried<()>> {
    db.write(async |tx| {
        if let Err(wait) = limits::mail_asked(tx, email).await? {
            return Ok(Err(wait));
        }
        send(tx, email, browser, next).await.map(Ok)
    })
    .await
}

/// What waits behind this link; `None` when it is spent or too old.
pub async fn find(tx: &mut ReadTx, token: &str) -> AppResult<Option<Waiting>> {
    let now = tx.now();
    Ok(sql("SELECT * FROM identity_sign_up_waiting($1, $2)")
        .bind::<Binary, _>(keys::token_hash(token))
        .bind::<Timestamptz, _>(now)
        .get_result(tx)
        .await
        .optional()?)
}

/// Makes the account and signs in. Only the browser of the sign-up may leave the form empty.
pub async fn confirm(
    db: &PublicDb,
    token: &str,
    form: Result<&Confirm, &FieldErrors>,
    device: &Device,
    browser: &Browser,
    replaces: Option<SessionId>,
) -> AppResult<Outcome> {
    let Some(waiting) = db.read(async |tx| find(tx, token).await).await? else {
        return Ok(Outcome::Spent);
    };
    let chosen = if waiting.is_of(browser) {
        None
    } else {
        match choose(form, &waiting.email).await? {
            Ok(chosen) => Some(chosen),
            Err(errors) => return Ok(Outcome::Choose(waiting, errors)),
        }
    };
    let opened = db
        .write(async |tx| make(tx, token, chosen.as_ref(), device, browser, replaces).await)
        .await?;
    Ok(opened.map_or(Outcome::Spent, Outcome::Opened))
}

async fn choose(
    form: Result<&Confirm, &FieldErrors>,
    email: &str,
) -> AppResult<Result<Chosen, FieldErrors>> {
    let form = match form {
        Ok(form) => form,
        Err(errors) => return Ok(Err(errors.clone())),
    };
    if let Some(key) = password::weakness(&form.password, email) {
        return Ok(Err(FieldErrors::one("password", key)));
    }
    Ok(Ok(Chosen {
        name: form.name.clone(),
        password_hash: password::hash(&form.password).await?,
    }))
}

async fn make(
    tx: &mut Tx,
    token: &str,
    chosen: Option<&Chosen>,
    device: &Device,
    browser: &Browser,
    replaces: Option<SessionId>,
) -> AppResult<Option<Opened>> {
    let now = tx.now();
    let made: Option<Account> = sql("SELECT * FROM identity_confirm($1, $2, $3, $4, $5, $6, $7)")
        .bind::<Binary, _>(keys::token_hash(token))
        .bind::<Nullable<Binary>, _>(browser.sign_up_key())
        .bind::<Nullable<Text>, _>(chosen.map(|c| &c.name))
        .bind::<Nullable<Text>, _>(chosen.map(|c| &c.password_hash))
        .bind::<SqlUuid, _>(UserId::fresh())
        .bind::<SqlUuid, _>(TenantId::fresh())
        .bind::<Timestamptz, _>(now)
        .get_result(tx)
        .await
        .optional()?;
    let Some(made) = made else { return Ok(None) };
    let id = made.account_id;
    for action in ["kernel.account.create", "kernel.account.confirm"] {
        audit::record(tx, Audit::new(action, "kernel.user", id.0).by(id)).await?;
    }
    let session = open_session(tx, id, device, replaces).await?;
    audit::record(
        tx,
        Audit::new("kernel.session.open", "kernel.user", id.0).by(id),
    )
    .await?;
    let device = browser.remember(&tx.app().keys, id, &made.account_password, now);
    Ok(Some(Opened { session, device }))
}
