//! Short-lived access for programs that should not hold the long-lived token: begun with it, refreshed, ended.
//! A refresh token is a secret that the body brings, so these two routes need no header.

use std::sync::Arc;

use rocket::{State, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::caller::count_failure;
use crate::api::json::{JsonIn, JsonOut};
use crate::api::models::access::{self, Refresh, Turned};
use crate::api::problem::ApiProblem;
use crate::api::{ApiCaller, jwt};
use crate::app::App;
use crate::db::PublicDb;
use crate::error::{AppError, AppResult};

const LONGEST: usize = 200;

/// The part of the document.
#[derive(utoipa::OpenApi)]
#[openapi(paths(create, refresh, revoke))]
pub struct Document;

/// Access and what renews it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Issued {
    /// For the header `Authorization: Bearer …`.
    access_token: String,
    /// Always `Bearer`.
    token_type: &'static str,
    /// Seconds that the access token lives.
    expires_in: i64,
    /// For one call of `/api/v1/auth/refresh`.
    refresh_token: String,
    /// Seconds that the refresh token lives.
    refresh_expires_in: i64,
}

/// A refresh token.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefreshIn {
    /// As it was given with the access token.
    #[schema(min_length = 1, max_length = 200)]
    refresh_token: String,
}

impl RefreshIn {
    /// The token, when it is as long as the document says.
    fn secret(&self) -> AppResult<&str> {
        if (1..=LONGEST).contains(&self.refresh_token.chars().count()) {
            Ok(&self.refresh_token)
        } else {
            let error = AppError::invalid("refresh_token", "kernel.invalid.refresh_token");
            Err(error)
        }
    }
}

/// Exchange the API token of this request for short-lived access
#[utoipa::path(tag = "auth", responses((status = 200, description = "Access", body = Issued)))]
#[post("/api/v1/auth/token")]
pub async fn create(caller: ApiCaller, db: PublicDb, app: &State<Arc<App>>) -> AppResult<JsonOut> {
    if caller.is_access {
        return Err(ApiProblem::NoToken { given: true }.into());
    }
    let scope = db.as_person(caller.tenant, caller.person);
    let refresh = scope
        .write(async |tx| access::begin(tx, &caller).await)
        .await?;
    answer(app, &caller, refresh)
}

/// Exchange a refresh token for the next one and new access
#[utoipa::path(tag = "auth", request_body = RefreshIn,
    responses((status = 200, description = "Access", body = Issued)))]
#[post("/api/v1/auth/refresh", data = "<body>")]
pub async fn refresh(
    body: JsonIn<RefreshIn>,
    db: PublicDb,
    app: &State<Arc<App>>,
) -> AppResult<JsonOut> {
    let token = body.secret()?;
    let refused = || ApiProblem::NoToken { given: true }.into();
    let Some((tenant, person)) = access::owner(&db, token).await? else {
        return match count_failure(&db).await? {
            0 => Err(refused()),
            wait => Err(AppError::TooMany(wait)),
        };
    };
    let scope = db.as_person(tenant, person);
    let turned = scope.write(async |tx| access::turn(tx, token, tenant, person).await);
    match turned.await? {
        Turned::Next(refresh, caller) => answer(app, &caller, refresh),
        Turned::Ended | Turned::Stolen => Err(refused()),
    }
}

/// End the access that this refresh token renews
#[utoipa::path(tag = "auth", request_body = RefreshIn,
    responses((status = 204, description = "It has ended, or there was none")))]
#[post("/api/v1/auth/revoke", data = "<body>")]
pub async fn revoke(body: JsonIn<RefreshIn>, db: PublicDb) -> AppResult<JsonOut> {
    let token = body.secret()?;
    if let Some((tenant, person)) = access::owner(&db, token).await? {
        let scope = db.as_person(tenant, person);
        scope
            .write(async |tx| access::revoke(tx, token).await)
            .await?;
    }
    Ok(JsonOut::done())
}

fn answer(app: &Arc<App>, caller: &ApiCaller, refresh: Refresh) -> AppResult<JsonOut> {
    let now = app.clock.now();
    let (access_token, ends_at) = jwt::issue(app, caller, refresh.family)?;
    JsonOut::ok(&Issued {
        access_token,
        token_type: "Bearer",
        expires_in: (ends_at - now).num_seconds(),
        refresh_token: refresh.token,
        refresh_expires_in: (refresh.expires_at - now).num_seconds(),
    })
}
