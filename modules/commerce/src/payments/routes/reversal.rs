//! Giving a payment back: staff ask for it with a reason, the gateway does it or does not.

use kernel::db::PlatformDb;
use kernel::error::AppResult;
use kernel::module::Can;
use kernel::web::{Answer, Cx, Posted};
use rocket::post;

use super::super::forms::ReversalForm;
use super::super::models::reverse;
use super::super::paths;
use super::desk;
use crate::ids::PaymentId;
use crate::permissions::ManageSales;

/// Have it given back. Idempotent by the form's key.
#[post("/admin/payments/<id>/reversal", data = "<form>")]
pub async fn create(
    id: PaymentId,
    form: Posted<ReversalForm>,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let asked = form.write(
        db.clone(),
        paths::desk(id),
        "commerce.payments.notice.reversal",
        async |form, tx| reverse::ask_back(id, &form.reason, tx).await,
    );
    form.answer(asked, async |errors| {
        desk::page(id, &form.raw, Some(&errors), &db, &cx).await
    })
    .await
}
