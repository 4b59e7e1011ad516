//! The person's sessions: listed, ended, rotated.
//! Row-level security keeps every statement to the person's own rows.

use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Binary, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;

use crate::audit::{self, Audit};
use crate::db::{ReadTx, Tx, sql};
use crate::error::{AppError, AppResult};
use crate::ids::SessionId;
use crate::keys;

/// One session in the list.
#[derive(Clone, Debug, QueryableByName)]
pub struct SessionRow {
    /// Its id.
    #[diesel(sql_type = SqlUuid)]
    pub id: SessionId,
    /// When it began.
    #[diesel(sql_type = Timestamptz)]
    pub created_at: DateTime<Utc>,
    /// When it was last used, to within five minutes.
    #[diesel(sql_type = Timestamptz)]
    pub last_seen_at: DateTime<Utc>,
    /// Where it began.
    #[diesel(sql_type = Nullable<Text>)]
    pub address: Option<String>,
    /// What the browser said of itself.
    #[diesel(sql_type = Nullable<Text>)]
    pub user_agent: Option<String>,
}

/// The living sessions, the latest first.
pub async fn list(tx: &mut ReadTx) -> AppResult<Vec<SessionRow>> {
    let (user, now) = (tx.who().person()?, tx.now());
    Ok(sql(
        "SELECT id, created_at, last_seen_at, address, user_agent FROM sessions \
         WHERE user_id = $1 AND expires_at > $2 ORDER BY last_seen_at DESC, id LIMIT 200",
    )
    .bind::<SqlUuid, _>(user)
    .bind::<Timestamptz, _>(now)
    .get_results(tx)
    .await?)
}

/// Ends one session.
pub async fn end(tx: &mut Tx, id: SessionId) -> AppResult<()> {
    let user = tx.who().person()?;
    let ended = sql("DELETE FROM sessions WHERE id = $1 AND user_id = $2")
        .bind::<SqlUuid, _>(id)
        .bind::<SqlUuid, _>(user)
        .execute(tx)
        .await?;
    if ended == 0 {
        return Err(AppError::NotFound("kernel.sessions.one"));
    }
    audit::record(
        tx,
        Audit::new("kernel.session.revoke", "kernel.session", id.0),
    )
    .await
}

/// Ends all sessions but this one.
pub async fn end_others(tx: &mut Tx, this: SessionId) -> AppResult<usize> {
    let user = tx.who().person()?;
    let ended = sql("DELETE FROM sessions WHERE user_id = $1 AND id <> $2")
        .bind::<SqlUuid, _>(user)
        .bind::<SqlUuid, _>(this)
        .execute(tx)
        .await?;
    let event = Audit::new("kernel.session.revoke_others", "kernel.user", user.0);
    audit::record(tx, event.after(serde_json::json!({ "ended": ended }))).await?;
    Ok(ended)
}

/// Gives this session a new token; the old one is worth nothing from now on.
pub async fn rotate(tx: &mut Tx, this: SessionId) -> AppResult<String> {
    let (token, hash) = keys::fresh_token();
    let changed = sql("UPDATE sessions SET token_hash = $2 WHERE id = $1")
        .bind::<SqlUuid, _>(this)
        .bind::<Binary, _>(hash)
        .execute(tx)
        .await?;
    if changed == 1 {
        Ok(token)
    } else {
        Err(AppError::SignInFirst)
    }
}
