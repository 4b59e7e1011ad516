//! Files of messages. Bytes are accepted and stored before the transaction that names them; when it fails they are
//! removed again. A file that nobody names is never served.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::app::App;
use kernel::db::{ReadTx, Tx};
use kernel::error::{AppError, AppResult, FieldErrors};
use kernel::files::{Accepted, accept};
use kernel::ids::{FileId, TenantId};
use kernel::web::FileIn;

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

/// A file whose bytes are stored and that waits to be named.
#[derive(Clone, Debug)]
pub struct StoredAttachment {
    id: FileId,
    tenant: TenantId,
    name: String,
    content_type: &'static str,
    size: i64,
    sha256: Vec<u8>,
}

/// Accepts and stores uploaded files; on the first one that is refused nothing is kept.
pub async fn store(
    app: &App,
    tenant: TenantId,
    files: Vec<(String, Vec<u8>)>,
) -> AppResult<Vec<StoredAttachment>> {
    let mut accepted: Vec<Accepted> = Vec::new();
    for (name, bytes) in files {
        let looked = accept(&name, bytes).await?;
        accepted.push(looked.map_err(|refused| {
            let mut errors = FieldErrors::default();
            errors.add_with("attachments", refused.key(), vec![("name", name)]);
            AppError::Invalid(errors)
        })?);
    }
    let mut stored = Vec::new();
    for file in accepted {
        let id = FileId::fresh();
        let size = i64::try_from(file.bytes.len()).unwrap_or(i64::MAX);
        if let Err(error) = app.files.put(tenant, id, file.bytes).await {
            discard(app, &stored).await;
            return Err(error);
        }
        stored.push(StoredAttachment {
            id,
            tenant,
            name: file.name,
            content_type: file.content_type,
            size,
            sha256: file.sha256,
        });
    }
    Ok(stored)
}

/// Reads the bytes of uploaded files.
pub(crate) async fn read_incoming(files: &[FileIn]) -> AppResult<Vec<(String, Vec<u8>)>> {
    let mut read = Vec::new();
    for file in files {
        let bytes = rocket::tokio::fs::read(&file.path)
            .await
            .map_err(|e| AppError::internal(format!("incoming file: {e}")))?;
        read.push((file.name.clone(), bytes));
    }
    Ok(read)
}

/// Removes bytes that no message names.
pub async fn discard(app: &App, files: &[StoredAttachment]) {
    for file in files {
        if let Err(error) = app.files.remove(file.tenant, file.id).await {
            tracing::warn!(%error, file = %file.id, "bytes without a name stay in the store");
        }
    }
}

/// Names stored files as a message's own.
pub(crate) async fn attach(
    files: &[StoredAttachment],
    message: MessageId,
    internal: bool,
    tx: &mut Tx,
) -> AppResult<()> {
    let (now, by) = (tx.now(), tx.who().user);
    for file in files {
        diesel::insert_into(stored_files::table)
            .values((
                stored_files::id.eq(file.id),
                stored_files::tenant_id.eq(file.tenant),
                stored_files::name.eq(&file.name),
                stored_files::content_type.eq(file.content_type),
                stored_files::size_bytes.eq(file.size),
                stored_files::sha256.eq(&file.sha256),
                stored_files::created_at.eq(now),
                stored_files::created_by.eq(by),
            ))
            .execute(tx)
            .await?;
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

/// After the transaction: the location when it kept the files, otherwise their bytes go again.
pub(crate) async fn keep_or_discard(
    app: &App,
    files: &[StoredAttachment],
    result: AppResult<(String, bool)>,
) -> AppResult<String> {
    match result {
        Ok((location, true)) => Ok(location),
        Ok((location, false)) => {
            discard(app, files).await;
            Ok(location)
        }
        Err(error) => {
            discard(app, files).await;
            Err(error)
        }
    }
}
