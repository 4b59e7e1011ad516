//! `GET /home`: where a signed-in person begins. Staff without a tenant get the staff's frame around it.

use rocket::get;

use crate::db::AccountDb;
use crate::error::AppResult;
use crate::module::{Audience, Slot};
use crate::pages::models::notifications;
use crate::pages::views;
use crate::web::{Cx, View, slot};

const SHOWN: u32 = 5;

/// Show the home.
#[get("/home")]
pub async fn show(cx: Cx<'_>, db: AccountDb) -> AppResult<View> {
    let user = cx.signed_in()?;
    let unread = if user.unread == 0 {
        Vec::new()
    } else {
        db.read(async |tx| Ok(notifications::newest_unread(user.id, SHOWN, tx).await?))
            .await?
    };
    let widgets = slot(&cx, Slot::HOME, None).await;
    let view = views::home::show(&cx, user, &unread, &widgets);
    Ok(if user.tenant.is_none() && !user.staff.is_empty() {
        view.framed_for(Audience::Staff)
    } else {
        view
    })
}
