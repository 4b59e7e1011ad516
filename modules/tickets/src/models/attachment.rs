//! Files of messages: the kernel keeps them, a row of ours says to which message each belongs.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::app::App;
use kernel::db::{ReadTx, Tx};
use kernel::error::AppResult;
use kernel::files::{self, Download, StoredFile};
use kernel::ids::{FileId, TenantId};

use crate::ids::MessageId;
use crate::schema::{stored_files, tickets_attachments};

/// A file of a message, as pages show it.
#[derive(Clone, Debug, Queryable)]
pub struct AttachmentRow {
    /// Its id.
    pub file_id: FileId,
    /// Its message.
    pub message_id: MessageId,
    /// Whose it is.
    pub tenant_id: TenantId,
    /// Its name.
    pub name: String,
    /// Its true type.
    pub content_type: String,
    /// Its size.
    pub size_bytes: i64,
}

/// Names stored files as a message's own.
pub(crate) async fn attach(
    files: &[StoredFile],
    message: MessageId,
    internal: bool,
    tx: &mut Tx,
) -> AppResult<()> {
    files::record(files, tx).await?;
    for file in files {
        diesel::insert_into(tickets_attachments::table)
            .values((
                tickets_attachments::file_id.eq(file.id),
                tickets_attachments::tenant_id.eq(file.tenant),
                tickets_attachments::message_id.eq(message),
                tickets_attachments::internal.eq(internal),
            ))
            .execute(tx)
            .await?;
    }
    Ok(())
}

/// The files of these messages.
pub(super) async fn attachments_of(
    messages: &[MessageId],
    tx: &mut ReadTx,
) -> QueryResult<Vec<AttachmentRow>> {
    tickets_attachments::table
        .inner_join(stored_files::table.on(stored_files::id.eq(tickets_attachments::file_id)))
        .filter(tickets_attachments::message_id.eq_any(messages))
        .order(stored_files::id)
        .select((
            tickets_attachments::file_id,
            tickets_attachments::message_id,
            tickets_attachments::tenant_id,
            stored_files::name,
            stored_files::content_type,
            stored_files::size_bytes,
        ))
        .load(tx)
        .await
}

impl AttachmentRow {
    /// The file on its way out.
    pub async fn download(self, app: &App) -> AppResult<Download> {
        Download::of(
            app,
            self.tenant_id,
            self.file_id,
            self.name,
            self.content_type,
        )
        .await
    }

    /// Finds one in the scope.
    pub async fn find(file: FileId, tx: &mut ReadTx) -> QueryResult<Self> {
        tickets_attachments::table
            .inner_join(stored_files::table.on(stored_files::id.eq(tickets_attachments::file_id)))
            .filter(tickets_attachments::file_id.eq(file))
            .select((
                tickets_attachments::file_id,
                tickets_attachments::message_id,
                tickets_attachments::tenant_id,
                stored_files::name,
                stored_files::content_type,
                stored_files::size_bytes,
            ))
            .get_result(tx)
            .await
    }
}
