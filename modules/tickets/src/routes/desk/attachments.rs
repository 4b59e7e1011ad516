//! Files of any ticket, for staff.

use kernel::db::{OrNotFound, PlatformDb};
use kernel::error::AppResult;
use kernel::files::Download;
use kernel::ids::FileId;
use kernel::module::Can;
use rocket::get;

use crate::models::AttachmentRow;
use crate::permissions::AnswerTickets;

/// Download a file.
#[get("/admin/tickets/attachments/<id>", rank = 1)]
pub async fn show(id: FileId, _by: Can<AnswerTickets>, db: PlatformDb) -> AppResult<Download> {
    let file = db
        .read(async |tx| {
            AttachmentRow::find(id, tx)
                .await
                .or_not_found("kernel.file")
        })
        .await?;
    file.download(db.app()).await
}
