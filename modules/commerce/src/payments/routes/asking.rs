//! Having the gateway asked again about a payment: by whoever paid, and by staff.

use kernel::db::{PlatformDb, TenantDb};
use kernel::error::AppResult;
use kernel::module::Can;
use kernel::web::{Posted, Pressed, Redirection, redirect};
use rocket::post;

use super::super::models::settle;
use super::super::paths;
use crate::ids::PaymentId;
use crate::permissions::{SeeMoney, SeeSales};

const ASKED: &str = "commerce.payments.notice.asked";

/// Ask again, as the payer.
#[post("/pay/again/<id>", data = "<_form>")]
pub async fn create(
    id: PaymentId,
    _form: Posted<Pressed>,
    _by: Can<SeeMoney>,
    db: TenantDb,
) -> AppResult<Redirection> {
    db.write(async |tx| settle::ask_again(id, tx).await).await?;
    Ok(redirect(paths::payment(id)).notice(ASKED))
}

/// Ask again, as staff.
#[post("/admin/payments/<id>/asking", data = "<_form>")]
pub async fn create_at_desk(
    id: PaymentId,
    _form: Posted<Pressed>,
    _by: Can<SeeSales>,
    db: PlatformDb,
) -> AppResult<Redirection> {
    db.write(async |tx| settle::ask_again(id, tx).await).await?;
    Ok(redirect(paths::desk(id)).notice(ASKED))
}
