//! The person's API tokens: see them, make one, end one.
//! Who looks after the tenant's tokens sees and ends everybody's, for these act in the tenant too.

use rocket::{delete, get, post};

use crate::api::forms::TokenForm;
use crate::api::models::tokens::{self, NewToken};
use crate::api::{ManageTokens, TOKENS, views};
use crate::db::{TenantDb, Tx};
use crate::error::{AppError, AppResult, FieldErrors};
use crate::ids::ApiTokenId;
use crate::module::Permission;
use crate::web::{Answer, Cx, Made, Posted, Pressed, Raw, View, redirect};

async fn list(
    db: &TenantDb,
    cx: &Cx<'_>,
    raw: &Raw,
    errors: Option<&FieldErrors>,
) -> AppResult<View> {
    let everybody = cx.may(ManageTokens::KEY);
    let rows = db
        .read(async |tx| tokens::list(tx, everybody).await)
        .await?;
    Ok(views::tokens::page(cx, &rows, raw, errors))
}

/// The list, and the form for a new one.
#[get("/account/tokens")]
pub async fn index(db: TenantDb, cx: Cx<'_>) -> AppResult<View> {
    let page = list(&db, &cx, &Raw::default(), None).await?;
    cx.has_read_here().await;
    Ok(page)
}

/// Makes one and shows it, this once.
#[post("/account/tokens", data = "<posted>")]
pub async fn create(posted: Posted<TokenForm>, db: TenantDb, cx: Cx<'_>) -> AppResult<Answer> {
    let made = async {
        Ok(match make(&posted, &db).await? {
            Some(token) => views::tokens::shown_once(&cx, &token).into(),
            None => Answer::from(redirect(TOKENS).notice("kernel.tokens.made_before")),
        })
    };
    posted
        .answer(made, async |errors| {
            list(&db, &cx, &posted.raw, Some(&errors)).await
        })
        .await
}

/// The token; none when this form was sent before, for a token is shown once.
async fn make(posted: &Posted<TokenForm>, db: &TenantDb) -> AppResult<Option<String>> {
    let form = posted.valid()?;
    let known = db.app().registry.scopes();
    if form
        .scopes
        .iter()
        .any(|scope| !known.contains_key(scope.as_str()))
    {
        return Err(AppError::invalid("scopes", "kernel.invalid.choice"));
    }
    let new = NewToken {
        tenant: db.tenant()?,
        person: db.who().person()?,
        name: &form.name,
        scopes: &form.scopes,
        days: form.days,
        per_hour: None,
    };
    db.write(async |tx| {
        let work = async |tx: &mut Tx| tokens::issue(tx, &new).await;
        posted.receipt.make(tx, TOKENS, work).await.map(Made::now)
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
    let everybody = cx.may(ManageTokens::KEY);
    db.write(async |tx| tokens::revoke(tx, id, everybody).await)
        .await?;
    Ok(redirect(TOKENS).notice("kernel.tokens.revoked").into())
}
