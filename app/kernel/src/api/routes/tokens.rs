//! The person's API tokens: see them, make one, end one.
//! Who looks after the tenant's members sees and ends everybody's, for these act in the tenant too.

use rocket::{delete, get, post};

use crate::api::forms::TokenForm;
use crate::api::models::tokens::{self, NewToken};
use crate::api::{TOKENS, views};
use crate::db::TenantDb;
use crate::error::{AppError, AppResult, FieldErrors};
use crate::identity::ManageMembers;
use crate::ids::ApiTokenId;
use crate::module::Permission;
use crate::web::{Answer, Cx, Posted, Pressed, Raw, View, redirect};

async fn list(
    db: &TenantDb,
    cx: &Cx<'_>,
    raw: &Raw,
    errors: Option<&FieldErrors>,
) -> AppResult<View> {
    let everybody = cx.may(ManageMembers::KEY);
    let rows = db
        .read(async |tx| tokens::list(tx, everybody).await)
        .await?;
    Ok(views::tokens::page(cx, &rows, raw, errors))
}

/// The list, and the form for a new one.
#[get("/account/tokens")]
pub async fn index(db: TenantDb, cx: Cx<'_>) -> AppResult<View> {
    list(&db, &cx, &Raw::default(), None).await
}

/// Makes one and shows it, this once.
#[post("/account/tokens", data = "<posted>")]
pub async fn create(posted: Posted<TokenForm>, db: TenantDb, cx: Cx<'_>) -> AppResult<Answer> {
    let made = match posted.value() {
        Ok(form) => make(&posted, form, &db).await,
        Err(errors) => Err(AppError::Invalid(errors.clone())),
    };
    match made {
        Ok(Some(token)) => Ok(views::tokens::shown_once(&cx, &token).into()),
        Ok(None) => Ok(redirect(TOKENS).notice("kernel.tokens.made_before").into()),
        Err(AppError::Invalid(errors)) => Ok(list(&db, &cx, &posted.raw, Some(&errors))
            .await?
            .unprocessable()
            .into()),
        Err(error) => Err(error),
    }
}

/// The token; none when this form was sent before, for a token is shown once.
async fn make(
    posted: &Posted<TokenForm>,
    form: &TokenForm,
    db: &TenantDb,
) -> AppResult<Option<String>> {
    let known = db.app().registry.scopes();
    if form
        .scopes
        .iter()
        .any(|scope| !known.contains_key(scope.as_str()))
    {
        return Err(AppError::invalid("scopes", "kernel.invalid.choice"));
    }
    let (Some(tenant), Some(person)) = (db.who().tenant, db.who().user) else {
        return Err(AppError::Forbidden("kernel.problem.no_tenant"));
    };
    db.write(async |tx| {
        if posted.receipt.earlier(tx).await?.is_some() {
            return Ok(None);
        }
        posted.receipt.keep(tx, TOKENS).await?;
        let new = NewToken {
            tenant,
            person,
            name: &form.name,
            scopes: &form.scopes,
            days: form.days,
            per_hour: None,
        };
        tokens::issue(tx, &new).await.map(Some)
    })
    .await
}

/// Ends one.
#[delete("/account/tokens/<id>", data = "<posted>")]
pub async fn destroy(
    id: ApiTokenId,
    posted: Posted<Pressed>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let _ = posted;
    let everybody = cx.may(ManageMembers::KEY);
    db.write(async |tx| tokens::revoke(tx, id, everybody).await)
        .await?;
    Ok(redirect(TOKENS).notice("kernel.tokens.revoked").into())
}
