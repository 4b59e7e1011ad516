//! Confirming an address: the mail with its link, and what the link does.
//! The link's page only shows a button, because mail scanners follow links.

use diesel::sql_types::{Binary, Timestamptz, Uuid as SqlUuid};
use diesel::{OptionalExtension, QueryableByName};
use diesel_async::RunQueryDsl;

use super::Tried;
use super::tokens::{self, Purpose};
use crate::audit::{self, Audit};
use crate::db::{PublicDb, ReadTx, Tx, sql};
use crate::error::AppResult;
use crate::identity::session::{Device, open_session};
use crate::identity::{limits, paths};
use crate::ids::{SessionId, UserId};
use crate::{keys, mail};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    account_id: UserId,
}

/// Sends the mail with the link, if the address waits for confirmation; the link leads on to `next`.
pub async fn send(tx: &mut Tx, email: &str, next: &str) -> AppResult<()> {
    let Some((account, token)) = tokens::issue(tx, email, Purpose::Confirm).await? else {
        return Ok(());
    };
    let link = paths::absolute(&tx.app.config, &paths::confirmation(&token, next));
    mail::queue(
        tx,
        account
            .mail("kernel.mail.confirm_address")
            .var("link", link),
    )
    .await?;
    Ok(())
}

/// Sends it again to whoever asks; the answer never tells whether there was anything to send.
pub async fn send_again(db: &PublicDb, email: &str, next: &str) -> AppResult<Tried<()>> {
    db.write(async |tx| {
        if let Err(wait) = limits::mail_asked(tx, email).await? {
            return Ok(Err(wait));
        }
        send(tx, email, next).await.map(Ok)
    })
    .await
}

/// Whether the link can still be used.
pub async fn is_valid(tx: &mut ReadTx, token: &str) -> AppResult<bool> {
    tokens::is_valid(tx, token, Purpose::Confirm).await
}

/// Confirms the address and signs in; `None` when the token is spent or too old.
pub async fn confirm(
    tx: &mut Tx,
    token: &str,
    device: &Device,
    replaces: Option<SessionId>,
) -> AppResult<Option<String>> {
    let now = tx.now();
    let row: Option<Row> = sql("SELECT * FROM identity_confirm($1, $2)")
        .bind::<Binary, _>(keys::token_hash(token))
        .bind::<Timestamptz, _>(now)
        .get_result(tx)
        .await
        .optional()?;
    let Some(row) = row else { return Ok(None) };
    audit::record(
        tx,
        Audit::new("kernel.account.confirm", "kernel.user", row.account_id.0),
    )
    .await?;
    let session = open_session(tx, row.account_id, device, replaces).await?;
    audit::record(
        tx,
        Audit::new("kernel.session.open", "kernel.user", row.account_id.0),
    )
    .await?;
    Ok(Some(session))
}
