//! The person's sessions: listed, ended, rotated.
//! Row-level security keeps every statement to the person's own rows.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{First, Kept, ReadTx, Tx};
use kernel::error::{AppError, AppResult};
use kernel::ids::SessionId;
use kernel::keys;
use kernel::schema::sessions;

/// How many a page shows.
const SHOWN: u32 = 200;

/// One session in the list.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = sessions)]
pub struct SessionRow {
    /// Its id.
    pub id: SessionId,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to within five minutes.
    pub last_seen_at: DateTime<Utc>,
    /// Where it began.
    pub address: Option<String>,
    /// What the browser said of itself.
    pub user_agent: Option<String>,
}

/// The living sessions, the latest first.
pub async fn list(tx: &mut ReadTx) -> AppResult<Vec<SessionRow>> {
    let (user, now) = (tx.who().person()?, tx.now());
    let rows = sessions::table
        .filter(sessions::user_id.eq(user))
        .filter(sessions::expires_at.gt(now))
        .order((sessions::last_seen_at.desc(), sessions::id))
        .select(SessionRow::as_select());
    Ok(First::of(SHOWN, rows).load(tx).await?)
}

/// Ends one session.
pub async fn end(tx: &mut Tx, id: SessionId) -> AppResult<()> {
    let user = tx.who().person()?;
    let own = sessions::table.find(id).filter(sessions::user_id.eq(user));
    if diesel::delete(own).execute(tx).await? == 0 {
        return Err(AppError::NotFound("identity.sessions.one"));
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
    let own = sessions::table.filter(sessions::user_id.eq(user));
    let ended = diesel::delete(own.filter(sessions::id.ne(this)))
        .execute(tx)
        .await?;
    let event = Audit::new("kernel.session.revoke_others", "kernel.user", user.0);
    audit::record(tx, event.after(serde_json::json!({ "ended": ended }))).await?;
    Ok(ended)
}

/// Gives this session a new token; the old one is worth nothing from now on.
pub async fn rotate(tx: &mut Tx, this: SessionId) -> AppResult<String> {
    let (token, hash) = keys::fresh_token();
    let update = diesel::update(sessions::table.find(this)).set(sessions::token_hash.eq(hash));
    if Kept(update).execute(tx).await? == 1 {
        Ok(token)
    } else {
        Err(AppError::SignInFirst)
    }
}
