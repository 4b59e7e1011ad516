//! `GET /admin`: what is broken, what waits for a person, and what the modules show to staff.

use kernel::db::PlatformDb;
use kernel::error::AppResult;
use kernel::health;
use kernel::jobs::desk;
use kernel::mail::deliveries;
use kernel::module::{Can, Slot};
use kernel::web::{Cx, View, slot};
use rocket::get;

use crate::permissions::SeeAdmin;
use crate::views;
use crate::views::home::Waiting;

/// Show the staff's home.
#[get("/admin")]
pub async fn show(_may: Can<SeeAdmin>, cx: Cx<'_>, db: PlatformDb) -> AppResult<View> {
    let waiting = db
        .read(async |tx| {
            Ok(Waiting {
                stuck_jobs: desk::stuck(tx).await?,
                failed_mails: deliveries::failed(tx).await?,
            })
        })
        .await?;
    let reports = health::report(cx.app()).await;
    let widgets = slot(&cx, Slot::ADMIN_HOME, None).await;
    Ok(views::home::show(&cx, waiting, &reports, &widgets))
}
