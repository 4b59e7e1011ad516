//! Uploads on their way into the store. Bytes are accepted and stored before the transaction that names them; when it
//! fails they are removed again. A file that nobody names is never served.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::{Accepted, accept};
use crate::app::App;
use crate::db::Tx;
use crate::error::{AppError, AppResult, FieldErrors};
use crate::ids::{FileId, TenantId};
use crate::schema::stored_files;
use crate::web::FileIn;

/// A file whose bytes are stored and that waits to be named.
#[derive(Clone, Debug)]
pub struct StoredFile {
    /// Its id.
    pub id: FileId,
    /// Whose it is.
    pub tenant: TenantId,
    name: String,
    content_type: &'static str,
    size: i64,
    sha256: Vec<u8>,
}

/// Accepts and stores the files of a form; on the first one that is refused nothing is kept, and the error stands at the
/// form's own field.
pub async fn store_uploads(
    app: &App,
    tenant: TenantId,
    files: &[FileIn],
) -> AppResult<Vec<StoredFile>> {
    let mut read = Vec::new();
    for file in files {
        let bytes = tokio::fs::read(&file.path)
            .await
            .map_err(|e| AppError::internal(format!("incoming file: {e}")))?;
        read.push((file.name.clone(), bytes));
    }
    let field = files.first().map_or("", |file| file.field.as_str());
    store(app, tenant, field, read).await
}

/// The same for names and bytes from elsewhere, such as a mail.
pub async fn store(
    app: &App,
    tenant: TenantId,
    field: &str,
    files: Vec<(String, Vec<u8>)>,
) -> AppResult<Vec<StoredFile>> {
    let mut accepted: Vec<Accepted> = Vec::new();
    for (name, bytes) in files {
        let shown = name.clone();
        let looked = tokio::task::spawn_blocking(move || accept(&name, bytes))
            .await
            .map_err(|e| AppError::internal(format!("accepting a file: {e}")))?;
        accepted.push(looked.map_err(|refused| {
            let mut errors = FieldErrors::default();
            errors.add_with(field, refused.key(), vec![("name", shown)]);
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
        stored.push(StoredFile {
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

/// Removes bytes that nothing names.
pub async fn discard(app: &App, files: &[StoredFile]) {
    for file in files {
        if let Err(error) = app.files.remove(file.tenant, file.id).await {
            tracing::warn!(%error, file = %file.id, "bytes without a name stay in the store");
        }
    }
}

/// Names stored files, in the transaction of what they belong to; the caller's own row then points at [`StoredFile::id`].
pub async fn record(files: &[StoredFile], tx: &mut Tx) -> AppResult<()> {
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
    }
    Ok(())
}

/// After the transaction: where it led when it kept the files; otherwise, and when the form had been sent before, their
/// bytes go again.
pub async fn keep_or_discard<T>(
    app: &App,
    files: &[StoredFile],
    result: AppResult<(T, bool)>,
) -> AppResult<T> {
    match result {
        Ok((led, true)) => Ok(led),
        Ok((led, false)) => {
            discard(app, files).await;
            Ok(led)
        }
        Err(error) => {
            discard(app, files).await;
            Err(error)
        }
    }
}
