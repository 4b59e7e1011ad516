//! The page of the buyer's details, in the settings of the business.

use kernel::db::TenantDb;
use kernel::error::AppResult;
use kernel::module::{Can, Mount};
use kernel::mounts;
use kernel::web::{Answer, Cx, Posted, View};
use rocket::{get, post};

use super::details::Buyer;
use super::form::BuyerForm;
use super::views;
use crate::paths;
use crate::permissions::{BUY, Buy, SEE_MONEY, SeeMoney};

/// Routes of this area.
pub fn mounts() -> Vec<Mount> {
    mounts![
        Customer Tenant "commerce.buyer.edit" may SEE_MONEY => edit,
        Customer Tenant "commerce.buyer.update" may BUY => update,
    ]
}

/// Show what stands on the account's papers, with the form that changes it.
#[get("/account/billing")]
pub async fn edit(_by: Can<SeeMoney>, db: TenantDb, cx: Cx<'_>) -> AppResult<View> {
    let tenant = db.tenant()?;
    let buyer = db.read(async |tx| Ok(Buyer::of(tenant, tx).await?)).await?;
    Ok(views::page(&cx, &views::raw(&cx, buyer.as_ref()), None))
}

/// Change it.
#[post("/account/billing", data = "<form>")]
pub async fn update(
    form: Posted<BuyerForm>,
    _by: Can<Buy>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let saved = form.write(
        db,
        paths::BUYER,
        "commerce.buyer.saved",
        async |form, tx| form.0.set(tx).await,
    );
    form.answer(saved, async |errors| {
        Ok(views::page(&cx, &form.raw, Some(&errors)))
    })
    .await
}
