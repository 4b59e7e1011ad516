//! The person's tenants: see them, open one, go on in another.
//! A switch gives the session a new token.

use kernel::db::{AccountDb, Tx};
use kernel::error::{AppError, AppResult};
use kernel::web::{Answer, Cx, Posted, Raw, View, redirect};
use rocket::{get, post};

use super::forms::{NewTenant, SwitchTenant};
use super::{models, paths, views, with_session};

/// The list and the form for a new one.
#[get("/account/tenants")]
pub async fn index(db: AccountDb, cx: Cx<'_>) -> AppResult<View> {
    let rows = db.read(async |tx| models::tenants::list(tx).await).await?;
    Ok(views::tenants::page(&cx, &rows, &Raw::default(), None))
}

/// Opens one and goes on in it.
#[post("/account/tenants", data = "<posted>")]
pub async fn create(posted: Posted<NewTenant>, db: AccountDb, cx: Cx<'_>) -> AppResult<Answer> {
    let opened = async {
        let form = posted.valid()?;
        let session = cx.signed_in()?.session;
        let made = db
            .write(async |tx| {
                let work = async |tx: &mut Tx| {
                    models::tenants::create(tx, session, &form.name, form.kind).await
                };
                posted.receipt.make(tx, paths::TENANTS, work).await
            })
            .await?;
        let to = redirect(paths::TENANTS).notice("identity.tenants.created");
        Ok(made.now().map_or_else(
            || redirect(paths::TENANTS).into(),
            |token| with_session(to, &cx, token),
        ))
    };
    posted
        .answer(opened, async |errors| {
            let rows = db.read(async |tx| models::tenants::list(tx).await).await?;
            Ok(views::tenants::page(&cx, &rows, &posted.raw, Some(&errors)))
        })
        .await
}

/// Goes on in another one.
#[post("/account/tenant", data = "<posted>")]
pub async fn switch(posted: Posted<SwitchTenant>, db: AccountDb, cx: Cx<'_>) -> AppResult<Answer> {
    let Ok(SwitchTenant(Some(tenant))) = posted.value() else {
        return Err(AppError::NotFound("identity.tenants.one"));
    };
    let session = cx.signed_in()?.session;
    let token = db
        .write(async |tx| models::tenants::switch(tx, session, *tenant).await)
        .await?;
    Ok(with_session(
        redirect(paths::HOME).notice("identity.tenants.switched"),
        &cx,
        token,
    ))
}
