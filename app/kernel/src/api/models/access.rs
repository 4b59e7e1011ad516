//! Refresh tokens: a family begins with an API token and goes on one by one. A token that comes a second time is in two
//! hands, so the whole family ends, the trail says so, and the person is told.

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, Binary, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::api::caller::ApiCaller;
use crate::audit::{self, Audit};
use crate::db::{Kept, PublicDb, ReadTx, Tx, sql};
use crate::error::AppResult;
use crate::ids::{ApiTokenId, TenantId, UserId};
use crate::keys;
use crate::pages::notify;
use crate::schema::api_refresh_tokens;

/// How every refresh token begins.
pub const PREFIX: &str = "sarairef_";
/// How long a refresh token lives unless it is used.
pub const LIFE: Duration = Duration::days(7);

/// A refresh token that was just made, with its family.
pub struct Refresh {
    /// The token.
    pub token: String,
    /// What it descends from.
    pub family: Uuid,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// What came of a refresh token.
pub enum Turned {
    /// The next one, and for whom.
    Next(Refresh, ApiCaller),
    /// Unknown, expired or revoked.
    Ended,
    /// It had been used before: its family has ended.
    Stolen,
}

#[derive(QueryableByName)]
struct Owner {
    #[diesel(sql_type = SqlUuid)]
    tenant_id: TenantId,
    #[diesel(sql_type = SqlUuid)]
    user_id: UserId,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    family: Uuid,
    #[diesel(sql_type = Timestamptz)]
    expires_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    used_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    revoked_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = SqlUuid)]
    token_id: ApiTokenId,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Array<Text>)]
    scopes: Vec<String>,
    #[diesel(sql_type = Timestamptz)]
    token_expires_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    token_revoked_at: Option<DateTime<Utc>>,
}

/// Whose refresh token this is.
pub async fn owner(db: &PublicDb, token: &str) -> AppResult<Option<(TenantId, UserId)>> {
    let hash = keys::token_hash(token);
    let rows: Vec<Owner> = db
        .once(async |conn| {
            sql("SELECT tenant_id, user_id FROM api_refresh_owner($1)")
                .bind::<Binary, _>(&hash)
                .get_results(conn)
                .await
        })
        .await?;
    Ok(rows
        .into_iter()
        .next()
        .map(|row| (row.tenant_id, row.user_id)))
}

/// The first refresh token of a family.
pub async fn begin(tx: &mut Tx, caller: &ApiCaller) -> AppResult<Refresh> {
    let refresh = insert(tx, caller, Uuid::now_v7()).await?;
    let event = Audit::new(
        "kernel.api_access.begin",
        "kernel.api_token",
        caller.token.0,
    );
    audit::record(tx, event).await?;
    Ok(refresh)
}

async fn insert(tx: &mut Tx, caller: &ApiCaller, family: Uuid) -> AppResult<Refresh> {
    let (token, hash) = keys::fresh_token_with(PREFIX);
    let now = tx.now();
    let expires_at = (now + LIFE).min(caller.expires_at);
    diesel::insert_into(api_refresh_tokens::table)
        .values((
            api_refresh_tokens::id.eq(Uuid::now_v7()),
            api_refresh_tokens::tenant_id.eq(caller.tenant),
            api_refresh_tokens::token_id.eq(caller.token),
            api_refresh_tokens::family.eq(family),
            api_refresh_tokens::token_hash.eq(hash),
            api_refresh_tokens::created_at.eq(now),
            api_refresh_tokens::expires_at.eq(expires_at),
        ))
        .execute(tx)
        .await?;
    Ok(Refresh {
        token,
        family,
        expires_at,
    })
}

/// Two that come at once stand in line here: the second finds the first's mark. SQL text, as diesel has no
/// `FOR UPDATE OF`: the API token itself stays open to others.
async fn find(tx: &mut ReadTx, token: &str) -> AppResult<Option<Row>> {
    Ok(sql(
        "SELECT r.id, r.family, r.expires_at, r.used_at, r.revoked_at, t.id AS token_id, t.name, t.scopes, \
         t.expires_at AS token_expires_at, t.revoked_at AS token_revoked_at \
         FROM api_refresh_tokens r JOIN api_tokens t ON t.id = r.token_id \
         WHERE r.token_hash = $1 FOR UPDATE OF r",
    )
    .bind::<Binary, _>(keys::token_hash(token))
    .get_result(tx)
    .await
    .optional()?)
}

/// Uses a refresh token up and gives the next; in the scope of its owner.
pub async fn turn(tx: &mut Tx, token: &str, tenant: TenantId, person: UserId) -> AppResult<Turned> {
    let now = tx.now();
    let Some(row) = find(tx, token).await? else {
        return Ok(Turned::Ended);
    };
    if row.revoked_at.is_some() {
        return Ok(Turned::Ended);
    }
    if row.used_at.is_some() {
        end(tx, row.family).await?;
        let event = Audit::new(
            "kernel.api_access.stolen",
            "kernel.api_token",
            row.token_id.0,
        );
        audit::record(tx, event).await?;
        let text = "kernel.tokens.stolen";
        notify(tx, person, text, &[("name", &row.name)], crate::api::TOKENS).await?;
        return Ok(Turned::Stolen);
    }
    if row.expires_at <= now || row.token_expires_at <= now || row.token_revoked_at.is_some() {
        return Ok(Turned::Ended);
    }
    let used = diesel::update(api_refresh_tokens::table.find(row.id))
        .set(api_refresh_tokens::used_at.eq(now));
    Kept(used).execute(tx).await?;
    let caller = ApiCaller {
        token: row.token_id,
        person,
        tenant,
        scopes: row.scopes,
        expires_at: row.token_expires_at,
        is_access: true,
    };
    let next = insert(tx, &caller, row.family).await?;
    Ok(Turned::Next(next, caller))
}

/// Ends the family of a refresh token: its access tokens end with it. Nothing happens when there is no such token.
pub async fn revoke(tx: &mut Tx, token: &str) -> AppResult<()> {
    let Some(row) = find(tx, token).await? else {
        return Ok(());
    };
    if row.revoked_at.is_some() {
        return Ok(());
    }
    end(tx, row.family).await?;
    let event = Audit::new("kernel.api_access.end", "kernel.api_token", row.token_id.0);
    audit::record(tx, event).await
}

async fn end(tx: &mut Tx, family: Uuid) -> AppResult<()> {
    let now = tx.now();
    let living = api_refresh_tokens::table
        .filter(api_refresh_tokens::family.eq(family))
        .filter(api_refresh_tokens::revoked_at.is_null());
    diesel::update(living)
        .set(api_refresh_tokens::revoked_at.eq(now))
        .execute(tx)
        .await?;
    Ok(())
}
