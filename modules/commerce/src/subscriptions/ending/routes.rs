//! The switch of renewal, and the page on which a service is cancelled.

use kernel::db::TenantDb;
use kernel::error::AppResult;
use kernel::module::Can;
use kernel::web::{Answer, Cx, Posted, Pressed, Raw, Redirection, View, redirect};
use rocket::{delete, get, post};

use super::views::Side;
use super::{CancelForm, cancel, set_renewal, views};
use crate::ids::SubscriptionId;
use crate::paths;
use crate::permissions::Buy;
use crate::subscriptions::Subscription;

/// Let a service go on by itself. Idempotent.
#[post("/services/<id>/renewal", data = "<_form>")]
pub async fn turn_on(
    id: SubscriptionId,
    _form: Posted<Pressed>,
    _by: Can<Buy>,
    db: TenantDb,
) -> AppResult<Redirection> {
    db.write(async |tx| set_renewal(id, true, tx).await).await?;
    Ok(redirect(paths::service(id)).notice("commerce.ending.notice.renews"))
}

/// Let it end with its period. Idempotent.
#[delete("/services/<id>/renewal", data = "<_form>")]
pub async fn turn_off(
    id: SubscriptionId,
    _form: Posted<Pressed>,
    _by: Can<Buy>,
    db: TenantDb,
) -> AppResult<Redirection> {
    db.write(async |tx| set_renewal(id, false, tx).await)
        .await?;
    Ok(redirect(paths::service(id)).notice("commerce.ending.notice.ends"))
}

/// Show what a cancellation means, before it is confirmed.
#[get("/services/<id>/cancellation")]
pub async fn new(id: SubscriptionId, _by: Can<Buy>, db: TenantDb, cx: Cx<'_>) -> AppResult<Answer> {
    let service = db.read(async |tx| Subscription::find(id, tx).await).await?;
    if !service.is_owned() {
        return Ok(redirect(paths::service(id)).into());
    }
    Ok(views::cancellation(&cx, Side::Customer, &service, &Raw::default(), None).into())
}

/// Cancel it. Idempotent by the form's key.
#[post("/services/<id>/cancellation", data = "<form>")]
pub async fn create(
    id: SubscriptionId,
    form: Posted<CancelForm>,
    by: Can<Buy>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let user = by.user_id();
    let cancelled = form.write(
        db.clone(),
        paths::service(id),
        "commerce.ending.notice.cancelled",
        async |form, tx| cancel(id, form, user, tx).await,
    );
    form.answer(cancelled, async |errors| -> AppResult<View> {
        let service = db.read(async |tx| Subscription::find(id, tx).await).await?;
        let (raw, errors) = (&form.raw, Some(&errors));
        Ok(views::cancellation(
            &cx,
            Side::Customer,
            &service,
            raw,
            errors,
        ))
    })
    .await
}

/// Take it back while the period runs.
#[delete("/services/<id>/cancellation", data = "<_form>")]
pub async fn destroy(
    id: SubscriptionId,
    _form: Posted<Pressed>,
    _by: Can<Buy>,
    db: TenantDb,
) -> AppResult<Redirection> {
    db.write(async |tx| set_renewal(id, true, tx).await).await?;
    Ok(redirect(paths::service(id)).notice("commerce.ending.notice.taken_back"))
}
