//! `/admin/payouts`: files for the bank; making one, what is in it, and its bytes again.

use std::io::Cursor;

use kernel::db::PlatformDb;
use kernel::error::AppResult;
use kernel::module::Can;
use kernel::people;
use kernel::web::{Cx, PageQuery, Posted, Pressed, Redirection, View, redirect};
use rocket::http::{ContentType, Header};
use rocket::response::{Responder, Result as Rendered};
use rocket::{Request, Response, get, post};

use super::super::models::{Batch, search};
use super::super::{paths, views};
use crate::ids::BatchId;
use crate::permissions::ManageSales;

/// List the files, and how much waits for the next.
#[get("/admin/payouts?<after>&<before>")]
pub async fn index(
    after: Option<&str>,
    before: Option<&str>,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let query = PageQuery::new(after, before);
    let (ready, page) = db
        .read(async |tx| Ok((search::ready(tx).await?, Batch::page(&query, tx).await?)))
        .await?;
    Ok(views::batches::index(&cx, ready, &page))
}

/// Take what is approved from the wallets and make its file. Idempotent by the form's key.
#[post("/admin/payouts", data = "<form>")]
pub async fn create(
    form: Posted<Pressed>,
    _by: Can<ManageSales>,
    db: PlatformDb,
) -> AppResult<Redirection> {
    form.valid()?;
    let (led, _) = db
        .write(async |tx| {
            form.receipt
                .once(tx, async |tx| Ok(paths::batch(Batch::make(tx).await?)))
                .await
        })
        .await?;
    Ok(redirect(led).notice("commerce.payouts.notice.batch"))
}

/// Show a file with what is in it.
#[get("/admin/payouts/<id>")]
pub async fn show(
    id: BatchId,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let (batch, content, by) = db
        .read(async |tx| {
            let batch = Batch::find(id, tx).await?;
            let by = people::contacts(batch.made_by.as_slice(), tx).await?;
            Ok((batch, Batch::content(id, tx).await?, by))
        })
        .await?;
    Ok(views::batches::show(&cx, &batch, &content, &by))
}

/// The file as it was made.
pub struct BankFile {
    number: i64,
    bytes: Vec<u8>,
}

impl<'r> Responder<'r, 'static> for BankFile {
    fn respond_to(self, _: &'r Request<'_>) -> Rendered<'static> {
        let name = format!("attachment; filename=\"payout-{}.csv\"", self.number);
        Ok(Response::build()
            .header(ContentType::CSV)
            .header(Header::new("Content-Disposition", name))
            .header(Header::new("Cache-Control", "no-store"))
            .sized_body(self.bytes.len(), Cursor::new(self.bytes))
            .finalize())
    }
}

/// Download it, however often, to the byte.
#[get("/admin/payouts/<id>/file")]
pub async fn file(id: BatchId, _by: Can<ManageSales>, db: PlatformDb) -> AppResult<BankFile> {
    let (number, bytes) = db.read(async |tx| Batch::file(id, tx).await).await?;
    Ok(BankFile { number, bytes })
}
