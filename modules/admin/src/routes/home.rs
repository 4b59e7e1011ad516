//! `GET /admin`: who came lately, what is broken, what waits for a person, and what the modules show to staff.

use kernel::db::{PlatformDb, ReadTx};
use kernel::error::AppResult;
use kernel::health;
use kernel::jobs::desk;
use kernel::live;
use kernel::mail::deliveries;
use kernel::module::{Can, Slot};
use kernel::people::arrivals;
use kernel::web::{Cx, View, slot};
use rocket::get;

use crate::permissions::SeeAdmin;
use crate::views;
use crate::views::home::{DAYS, Figures};

/// The figures are nobody's topic: they are a few seconds old at most.
const TOPIC: &str = "staff-home";

/// Show the staff's home.
#[get("/admin")]
pub async fn show(_may: Can<SeeAdmin>, cx: Cx<'_>, db: PlatformDb) -> AppResult<View> {
    let figures = db.read(async |tx| counted(&cx, tx).await).await?;
    let reports = health::report(cx.app()).await;
    let widgets = slot(&cx, Slot::ADMIN_HOME, None).await;
    Ok(views::home::show(&cx, &figures, &reports, &widgets))
}

async fn counted(cx: &Cx<'_>, tx: &mut ReadTx) -> AppResult<Figures> {
    let (now, format) = (cx.now(), cx.fmt());
    // Days begin with the reader's midnight.
    let question = format!("figures since {}", arrivals::since(DAYS, now, format));
    let figures = live::remembered(tx, TOPIC, &question, async |tx| {
        Ok(Figures {
            arrivals: arrivals::by_day(DAYS, now, format, tx).await?,
            stuck_jobs: desk::stuck(tx).await?,
            failed_mails: deliveries::failed(tx).await?,
        })
    });
    Ok(figures.await?)
}
