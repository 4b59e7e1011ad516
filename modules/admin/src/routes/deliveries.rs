//! `/admin/mail`: what was sent, what was not, and why; a failed delivery can be tried again.
//! A try is a resource: `POST /admin/mail/<id>/tries`.

use kernel::db::{OrNotFound, PlatformDb};
use kernel::error::AppResult;
use kernel::ids::DeliveryId;
use kernel::mail::{self, deliveries};
use kernel::module::Can;
use kernel::web::{Answer, Cx, ListOnly, PageQuery, Posted, Pressed, View, redirect};
use rocket::{get, post};

use crate::permissions::ManageMail;
use crate::{paths, views};

/// List deliveries.
#[get("/admin/mail?<state>&<q>&<after>&<before>")]
pub async fn index(
    state: Option<&str>,
    q: Option<&str>,
    after: Option<&str>,
    before: Option<&str>,
    list_only: ListOnly,
    _may: Can<ManageMail>,
    cx: Cx<'_>,
    db: PlatformDb,
) -> AppResult<View> {
    let filter = deliveries::Filter {
        state: state.unwrap_or_default(),
        recipient: q.unwrap_or_default(),
    };
    let page = PageQuery::new(after, before);
    let (rows, count) = db
        .read(async |tx| Ok(deliveries::list(filter, &page, tx).await?))
        .await?;
    Ok(views::deliveries::index(
        &cx, list_only, filter, &rows, count,
    ))
}

/// Show one delivery.
#[get("/admin/mail/<id>")]
pub async fn show(
    id: DeliveryId,
    _may: Can<ManageMail>,
    cx: Cx<'_>,
    db: PlatformDb,
) -> AppResult<View> {
    let delivery = db
        .read(async |tx| {
            deliveries::find(id, tx)
                .await
                .or_not_found("admin.deliveries.one")
        })
        .await?;
    Ok(views::deliveries::show(&cx, &delivery))
}

/// Try a failed delivery again, under the same Message-ID.
#[post("/admin/mail/<id>/tries", data = "<_form>")]
pub async fn retry(
    id: DeliveryId,
    _form: Posted<Pressed>,
    _may: Can<ManageMail>,
    db: PlatformDb,
) -> AppResult<Answer> {
    db.write(async |tx| mail::retry(tx, id).await).await?;
    Ok(redirect(paths::below(paths::MAIL, id))
        .notice("admin.deliveries.retried")
        .into())
}
