//! Staff cancel for a customer who asks by telephone or in a ticket, and take it back.

use kernel::db::PlatformDb;
use kernel::error::AppResult;
use kernel::module::Can;
use kernel::web::{Answer, Cx, Posted, Pressed, Raw, Redirection, View, redirect};
use rocket::{delete, get, post};

use super::views::Side;
use super::{CancelForm, cancel, set_renewal, views};
use crate::ids::SubscriptionId;
use crate::paths;
use crate::permissions::ManageSales;
use crate::subscriptions::Subscription;

/// Show what a cancellation means, before it is confirmed.
#[get("/admin/services/<id>/cancellation")]
pub async fn new(
    id: SubscriptionId,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let service = db.read(async |tx| Subscription::find(id, tx).await).await?;
    if !service.is_owned() {
        return Ok(redirect(paths::desk_service(id)).into());
    }
    Ok(views::cancellation(&cx, Side::Staff, &service, &Raw::default(), None).into())
}

/// Cancel it; its owner is told. Idempotent by the form's key.
#[post("/admin/services/<id>/cancellation", data = "<form>")]
pub async fn create(
    id: SubscriptionId,
    form: Posted<CancelForm>,
    by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let user = by.user_id();
    let cancelled = form.write(
        db.clone(),
        paths::desk_service(id),
        "commerce.ending.notice.cancelled",
        async |form, tx| cancel(id, form, user, tx).await,
    );
    form.answer(cancelled, async |errors| -> AppResult<View> {
        let service = db.read(async |tx| Subscription::find(id, tx).await).await?;
        let (raw, errors) = (&form.raw, Some(&errors));
        Ok(views::cancellation(&cx, Side::Staff, &service, raw, errors))
    })
    .await
}

/// Take it back while the period runs.
#[delete("/admin/services/<id>/cancellation", data = "<_form>")]
pub async fn destroy(
    id: SubscriptionId,
    _form: Posted<Pressed>,
    _by: Can<ManageSales>,
    db: PlatformDb,
) -> AppResult<Redirection> {
    db.write(async |tx| set_renewal(id, true, tx).await).await?;
    Ok(redirect(paths::desk_service(id)).notice("commerce.ending.notice.taken_back"))
}
