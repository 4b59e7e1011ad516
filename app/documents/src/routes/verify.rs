//! The page to which the code on a document leads. Whoever holds the paper sees what is printed on it, and whether it holds.

use kernel::db::PublicDb;
use kernel::error::{AppError, AppResult};
use kernel::limits::{self, Counted};
use kernel::web::{Cx, View};
use rocket::get;

use crate::verify::Shown;
use crate::views;

/// Verify a document. Unknown tokens are counted for the address they come from, so that nobody tries many.
#[get("/verify/<token>")]
pub async fn show(token: &str, db: PublicDb, cx: Cx<'_>) -> AppResult<View> {
    if let Some(shown) = db.read(async |tx| Shown::find(token, tx).await).await? {
        return Ok(views::verify::known(&cx, &shown));
    }
    let counted = db
        .write(async |tx| {
            let from = limits::origin(tx.who().address);
            limits::attempt(tx, Counted::AddressVerification, &from).await
        })
        .await?;
    match counted {
        Ok(()) => Ok(views::verify::unknown(&cx)),
        Err(seconds) => Err(AppError::TooMany(seconds)),
    }
}
