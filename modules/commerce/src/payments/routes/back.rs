//! `/pay/return/<token>`: where a gateway sends the payer's browser. What it brings is kept and decides nothing.

use kernel::db::PublicDb;
use kernel::error::AppResult;
use kernel::web::{Answer, Cx, redirect};
use rocket::get;

use super::super::models::returned;
use super::super::{paths, views};

/// Note the return and have the gateway asked, then show how the payment stands: at the same address without what the
/// gateway has put there.
#[get("/pay/return/<token>")]
pub async fn show(token: &str, db: PublicDb, cx: Cx<'_>) -> AppResult<Answer> {
    if cx.query().is_empty() || cx.asks_for(views::back::ID) {
        let payment = returned::look(token, &db).await?;
        return Ok(views::back::show(&cx, token, &payment).into());
    }
    returned::note(token, cx.query(), &db).await?;
    Ok(redirect(paths::back(token)).into())
}
