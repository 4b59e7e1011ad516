//! Invitations: send, send again, withdraw; and the page that their link leads to.
//! Who is invited signs in or signs up with the invited address, then joins.

use kernel::db::{AccountDb, PublicDb, TenantDb};
use kernel::error::{AppError, AppResult, FieldErrors};
use kernel::module::Can;
use kernel::web::{Answer, Cx, PageQuery, Posted, View, redirect};
use rocket::{delete, get, post};

use super::forms::{Invite, Pressed};
use super::models::invitations::{self, InvitationId, Inviter};
use super::{members, paths, views, wait, with_session};
use crate::permissions::ManageMembers;

fn inviter<'r>(cx: &Cx<'r>) -> AppResult<Inviter<'r>> {
    let user = cx.signed_in()?;
    let tenant = cx.in_tenant()?;
    Ok(Inviter {
        name: &user.name,
        tenant: &tenant.name,
        locale: cx.locale(),
    })
}

/// Invites somebody.
#[post("/account/invitations", data = "<posted>")]
pub async fn create(
    posted: Posted<Invite>,
    _by: Can<ManageMembers>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let by = inviter(&cx)?;
    let sent = match posted.value() {
        Ok(form) => {
            db.write(async |tx| invitations::invite(tx, &form.email, form.role, &by).await)
                .await
        }
        Err(errors) => Err(AppError::Invalid(errors.clone())),
    };
    if let Ok(Ok(())) = sent {
        return Ok(redirect(paths::MEMBERS)
            .notice("identity.members.invited")
            .into());
    }
    let shown = db
        .read(async |tx| members::load(tx, &PageQuery::default()).await)
        .await?;
    let again = |errors: &FieldErrors| views::members::page(&cx, &shown, &posted.raw, Some(errors));
    match sent {
        Ok(Err(seconds)) => Ok(wait(&cx, seconds, again)),
        Err(AppError::Invalid(errors)) => Ok(again(&errors).unprocessable().into()),
        Ok(Ok(())) => Ok(redirect(paths::MEMBERS).into()),
        Err(error) => Err(error),
    }
}

/// Sends an invitation again.
#[post("/account/invitations/<id>", data = "<posted>")]
pub async fn resend(
    id: InvitationId,
    posted: Posted<Pressed>,
    _by: Can<ManageMembers>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let _ = posted;
    let by = inviter(&cx)?;
    db.write(async |tx| invitations::resend(tx, id, &by).await)
        .await?;
    Ok(redirect(paths::MEMBERS)
        .notice("identity.members.invited")
        .into())
}

/// Takes an invitation back.
#[delete("/account/invitations/<id>", data = "<posted>")]
pub async fn destroy(
    id: InvitationId,
    posted: Posted<Pressed>,
    _by: Can<ManageMembers>,
    db: TenantDb,
) -> AppResult<Answer> {
    let _ = posted;
    db.write(async |tx| invitations::withdraw(tx, id).await)
        .await?;
    Ok(redirect(paths::MEMBERS)
        .notice("identity.members.withdrawn")
        .into())
}

/// The link of the mail.
#[get("/invitation/<token>")]
pub async fn show(token: &str, db: PublicDb, cx: Cx<'_>) -> AppResult<View> {
    let offer = db
        .read(async |tx| invitations::find(tx, token).await)
        .await?;
    Ok(match offer {
        Some(offer) => views::invitations::show(&cx, token, &offer),
        None => views::invitations::spent(&cx),
    })
}

/// Joins and goes on in the tenant.
#[post("/invitation/<token>", data = "<posted>")]
pub async fn accept(
    token: &str,
    posted: Posted<Pressed>,
    db: AccountDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let _ = posted;
    let session = cx.signed_in()?.session;
    let rotated = db
        .write(async |tx| invitations::accept(tx, session, token).await)
        .await?;
    Ok(with_session(
        redirect(paths::HOME).notice("identity.members.joined"),
        &cx,
        rotated,
    ))
}
