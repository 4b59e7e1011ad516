//! `GET /admin`: what is broken, what waits for a person, and what the modules show to staff.

use rocket::get;

use crate::db::PlatformDb;
use crate::error::AppResult;
use crate::health;
use crate::module::{Can, Slot};
use crate::pages::models::admin;
use crate::pages::{SeeAdmin, views};
use crate::web::{Cx, View, slot};

/// Show the staff's home.
#[get("/admin")]
pub async fn show(_may: Can<SeeAdmin>, cx: Cx<'_>, db: PlatformDb) -> AppResult<View> {
    let waiting = db.read(async |tx| Ok(admin::waiting(tx).await?)).await?;
    let reports = health::report(cx.app()).await;
    let widgets = slot(&cx, Slot::ADMIN_HOME, None).await;
    Ok(views::admin::show(&cx, waiting, &reports, &widgets))
}
