//! `GET /home`: where a signed-in person begins. Who is on the staff and has no tenant goes on to the staff's screens.

use rocket::get;

use crate::db::AccountDb;
use crate::error::AppResult;
use crate::module::Slot;
use crate::pages::models::notifications;
use crate::pages::views;
use crate::web::{Cx, View, slot, staff_home};

const SHOWN: u32 = 5;

/// Show the home.
#[get("/home")]
pub async fn show(cx: Cx<'_>, db: AccountDb) -> AppResult<View> {
    let user = cx.signed_in()?;
    if let Some(place) = staff_home(&cx).filter(|_| user.is_staff_only()) {
        return Ok(views::home::on_to_staff(&cx, place));
    }
    let unread = if user.unread == 0 {
        Vec::new()
    } else {
        db.read(async |tx| Ok(notifications::newest_unread(user.id, SHOWN, tx).await?))
            .await?
    };
    cx.has_read_here().await;
    let widgets = slot(&cx, Slot::HOME, None).await;
    Ok(views::home::show(&cx, user, &unread, &widgets))
}
