//! API tokens: made, listed, revoked. The token itself is seen once by whoever makes it; a hash is kept.
//! Its beginning is fixed, so that scanners of published code know one when they see it.

use chrono::{DateTime, Duration, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{
    Array, Binary, Bool, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid,
};
use diesel_async::RunQueryDsl;
use serde_json::json;

use crate::audit::{self, Audit};
use crate::db::{ReadTx, Tx, sql};
use crate::error::{AppError, AppResult};
use crate::ids::{ApiTokenId, TenantId, UserId};
use crate::keys;

/// How every API token begins.
pub const PREFIX: &str = "sarai_";
/// Living tokens of one person in one tenant: more would only go round the limit an hour.
pub const MOST: i64 = 20;

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
#[derive(Clone, Debug, QueryableByName)]
pub struct TokenRow {
    /// Its id.
    #[diesel(sql_type = SqlUuid)]
    pub id: ApiTokenId,
    /// As whom it acts.
    #[diesel(sql_type = SqlUuid)]
    pub user_id: UserId,
    /// That person's name.
    #[diesel(sql_type = Text)]
    pub display_name: String,
    /// What it is called.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Permissions that it may use.
    #[diesel(sql_type = Array<Text>)]
    pub scopes: Vec<String>,
    /// When it ends.
    #[diesel(sql_type = Timestamptz)]
    pub expires_at: DateTime<Utc>,
    /// When it was last used, to within five minutes.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub last_used_at: Option<DateTime<Utc>>,
}

/// Living tokens of the tenant, the newest first: the person's own, or everybody's.
pub async fn list(tx: &mut ReadTx, everybody: bool) -> AppResult<Vec<TokenRow>> {
    let (user, now) = (tx.who().person()?, tx.now());
    Ok(sql(
        "SELECT t.id, t.user_id, p.display_name, t.name, t.scopes, t.expires_at, t.last_used_at \
         FROM api_tokens t JOIN people p ON p.user_id = t.user_id \
         WHERE t.tenant_id = $1 AND (t.user_id = $2 OR $3) AND t.revoked_at IS NULL AND t.expires_at > $4 \
         ORDER BY t.id DESC LIMIT 200",
    )
    .bind::<SqlUuid, _>(tx.who().in_tenant()?)
    .bind::<SqlUuid, _>(user)
    .bind::<Bool, _>(everybody)
    .bind::<Timestamptz, _>(now)
    .get_results(tx)
    .await?)
}

/// Makes a token and returns it, for the one time that it is seen. Works in the tenant's and in the platform's scope.
pub async fn issue(tx: &mut Tx, new: &NewToken<'_>) -> AppResult<String> {
    if living(tx, new).await? >= MOST {
        return Err(AppError::invalid("name", "kernel.tokens.too_many"));
    }
    let (id, (token, hash)) = (ApiTokenId::fresh(), keys::fresh_token_with(PREFIX));
    let (now, by) = (tx.now(), tx.who().user);
    let ends_at = now + Duration::days(i64::from(new.days));
    sql(
        "INSERT INTO api_tokens (id, tenant_id, user_id, name, token_hash, scopes, per_hour, created_at, created_by, \
         expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<SqlUuid, _>(new.tenant)
    .bind::<SqlUuid, _>(new.person)
    .bind::<Text, _>(new.name)
    .bind::<Binary, _>(hash)
    .bind::<Array<Text>, _>(new.scopes)
    .bind::<Nullable<Integer>, _>(new.per_hour)
    .bind::<Timestamptz, _>(now)
    .bind::<Nullable<SqlUuid>, _>(by.map(|user| user.0))
    .bind::<Timestamptz, _>(ends_at)
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

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    living: i64,
}

async fn living(tx: &mut ReadTx, new: &NewToken<'_>) -> AppResult<i64> {
    let now = tx.now();
    let count: Count = sql("SELECT count(*) AS living FROM api_tokens \
         WHERE tenant_id = $1 AND user_id = $2 AND revoked_at IS NULL AND expires_at > $3")
    .bind::<SqlUuid, _>(new.tenant)
    .bind::<SqlUuid, _>(new.person)
    .bind::<Timestamptz, _>(now)
    .get_result(tx)
    .await?;
    Ok(count.living)
}

/// Ends a token at once, with the access tokens that it was exchanged for: the person's own, or anybody's.
pub async fn revoke(tx: &mut Tx, id: ApiTokenId, everybody: bool) -> AppResult<()> {
    let (user, now) = (tx.who().person()?, tx.now());
    let ended = sql("UPDATE api_tokens SET revoked_at = $2, revoked_by = $3 \
         WHERE id = $1 AND tenant_id = $5 AND (user_id = $3 OR $4) AND revoked_at IS NULL")
    .bind::<SqlUuid, _>(id)
    .bind::<Timestamptz, _>(now)
    .bind::<SqlUuid, _>(user)
    .bind::<Bool, _>(everybody)
    .bind::<SqlUuid, _>(tx.who().in_tenant()?)
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
