//! API tokens: made, listed, revoked. The token itself is seen once by whoever makes it; a hash is kept.
//! Its beginning is fixed, so that scanners of published code know one when they see it.

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::RunQueryDsl;
use serde_json::json;

use crate::audit::{self, Audit};
use crate::db::{First, ReadTx, Tx};
use crate::error::{AppError, AppResult};
use crate::ids::{ApiTokenId, TenantId, UserId};
use crate::keys;
use crate::schema::{api_tokens, people};

/// How every API token begins.
pub const PREFIX: &str = "sarai_";
/// Living tokens of one person in one tenant: more would only go round the limit an hour.
pub const MOST: i64 = 20;

/// Most tokens that a list shows.
const SHOWN: u32 = 200;

/// What is said of a new token.
#[derive(Clone, Debug)]
pub struct NewToken<'a> {
    /// Where it acts.
    pub tenant: TenantId,
    /// As whom.
    pub person: UserId,
    /// What the person calls it.
    pub name: &'a str,
    /// Permissions that it may use.
    pub scopes: &'a [String],
    /// How long it lives.
    pub days: u16,
    /// Requests an hour, when it is not what the setting says.
    pub per_hour: Option<i32>,
}

/// A token in the list.
#[derive(Clone, Debug, Queryable)]
pub struct TokenRow {
    /// Its id.
    pub id: ApiTokenId,
    /// As whom it acts.
    pub user_id: UserId,
    /// That person's name.
    pub display_name: String,
    /// What it is called.
    pub name: String,
    /// Permissions that it may use.
    pub scopes: Vec<String>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// When it was last used, to within five minutes.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// Living tokens of the tenant, the newest first: the person's own, or everybody's.
pub async fn list(tx: &mut ReadTx, everybody: bool) -> AppResult<Vec<TokenRow>> {
    let (user, now) = (tx.who().person()?, tx.now());
    let tokens = api_tokens::table
        .inner_join(people::table.on(people::user_id.eq(api_tokens::user_id)))
        .filter(api_tokens::tenant_id.eq(tx.who().in_tenant()?))
        .filter(
            api_tokens::user_id
                .eq(user)
                .or(everybody.into_sql::<Bool>()),
        )
        .filter(api_tokens::revoked_at.is_null())
        .filter(api_tokens::expires_at.gt(now))
        .order(api_tokens::id.desc())
        .select((
            api_tokens::id,
            api_tokens::user_id,
            people::display_name,
            api_tokens::name,
            api_tokens::scopes,
            api_tokens::expires_at,
            api_tokens::last_used_at,
        ));
    Ok(First::of(SHOWN, tokens).load(tx).await?)
}

/// Makes a token and returns it, for the one time that it is seen. Works in the tenant's and in the platform's scope.
pub async fn issue(tx: &mut Tx, new: &NewToken<'_>) -> AppResult<String> {
    if living(tx, new).await? >= MOST {
        return Err(AppError::invalid("name", "kernel.tokens.too_many"));
    }
    let (id, (token, hash)) = (ApiTokenId::fresh(), keys::fresh_token_with(PREFIX));
    let (now, by) = (tx.now(), tx.who().user);
    let ends_at = now + Duration::days(i64::from(new.days));
    diesel::insert_into(api_tokens::table)
        .values((
            api_tokens::id.eq(id),
            api_tokens::tenant_id.eq(new.tenant),
            api_tokens::user_id.eq(new.person),
            api_tokens::name.eq(new.name),
            api_tokens::token_hash.eq(hash),
            api_tokens::scopes.eq(new.scopes),
            api_tokens::per_hour.eq(new.per_hour),
            api_tokens::created_at.eq(now),
            api_tokens::created_by.eq(by),
            api_tokens::expires_at.eq(ends_at),
        ))
        .execute(tx)
        .await?;
    let event = Audit::new("kernel.api_token.create", "kernel.api_token", id.0)
        .of_tenant(new.tenant)
        .after(json!({
            "name": new.name, "person": new.person, "scopes": new.scopes, "expires_at": ends_at,
            "per_hour": new.per_hour,
        }));
    audit::record(tx, event).await?;
    Ok(token)
}

async fn living(tx: &mut ReadTx, new: &NewToken<'_>) -> QueryResult<i64> {
    let now = tx.now();
    api_tokens::table
        .filter(api_tokens::tenant_id.eq(new.tenant))
        .filter(api_tokens::user_id.eq(new.person))
        .filter(api_tokens::revoked_at.is_null())
        .filter(api_tokens::expires_at.gt(now))
        .count()
        .get_result(tx)
        .await
}

/// Ends a token at once, with the access tokens that it was exchanged for: the person's own, or anybody's.
pub async fn revoke(tx: &mut Tx, id: ApiTokenId, everybody: bool) -> AppResult<()> {
    let (user, now) = (tx.who().person()?, tx.now());
    let living = api_tokens::table
        .find(id)
        .filter(api_tokens::tenant_id.eq(tx.who().in_tenant()?))
        .filter(
            api_tokens::user_id
                .eq(user)
                .or(everybody.into_sql::<Bool>()),
        )
        .filter(api_tokens::revoked_at.is_null());
    let ended = diesel::update(living)
        .set((
            api_tokens::revoked_at.eq(now),
            api_tokens::revoked_by.eq(user),
        ))
        .execute(tx)
        .await?;
    if ended == 0 {
        return Err(AppError::NotFound("kernel.tokens.one"));
    }
    audit::record(
        tx,
        Audit::new("kernel.api_token.revoke", "kernel.api_token", id.0),
    )
    .await
}
