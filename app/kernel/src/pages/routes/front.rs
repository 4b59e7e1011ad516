//! `GET /`: the public front. It says what this program does today, and nothing that it does not.

use rocket::get;

use crate::error::AppResult;
use crate::module::Slot;
use crate::pages::views;
use crate::web::{Cx, View, slot};

/// Show the front.
#[get("/")]
pub async fn show(cx: Cx<'_>) -> AppResult<View> {
    let widgets = slot(&cx, Slot::FRONT, None).await;
    Ok(views::front::show(&cx, &widgets))
}
