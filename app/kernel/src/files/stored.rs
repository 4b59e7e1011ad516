//! Uploads on their way into the store. Bytes are accepted and stored before the transaction that names them; when it
//! fails they are removed again. A file that nobody names is never served.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::accept;
use crate::app::App;
use crate::db::{PlatformDb, Tx};
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
    let mut stored = Vec::new();
    for file in files {
        // One at a time in memory.
        let taken = match tokio::fs::read(&file.path).await {
            Ok(bytes) => store_one(app, tenant, &file.field, &file.name, bytes).await,
            Err(error) => Err(AppError::internal(format!("incoming file: {error}"))),
        };
        match taken {
            Ok(one) => stored.push(one),
            Err(error) => {
                discard(app, &stored).await;
                return Err(error);
            }
        }
    }
    Ok(stored)
}

/// The same for one file from elsewhere, such as a mail's.
pub async fn store_one(
    app: &App,
    tenant: TenantId,
    field: &str,
    name: &str,
    bytes: Vec<u8>,
) -> AppResult<StoredFile> {
    let file = accept(name, bytes).await?.map_err(|refused| {
        let mut errors = FieldErrors::default();
        errors.add_with(field, refused.key(), vec![("name", name.to_owned())]);
        AppError::Invalid(errors)
    })?;
    let (id, size) = (
        FileId::fresh(),
        i64::try_from(file.bytes.len()).unwrap_or(i64::MAX),
    );
    app.files.put(tenant, id, file.bytes).await?;
    Ok(StoredFile {
        id,
        tenant,
        name: file.name,
        content_type: file.content_type,
        size,
        sha256: file.sha256,
    })
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

/// A stored file as it goes elsewhere: into a mail.
#[derive(Clone, Debug)]
pub struct StoredBytes {
    /// Its name.
    pub name: String,
    /// Its type.
    pub content_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Stored files with their bytes, in the order they are asked for. One that is not there is an error.
pub async fn load(app: &App, db: &PlatformDb, ids: &[FileId]) -> AppResult<Vec<StoredBytes>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(FileId, TenantId, String, String)> = db
        .read(async |tx| {
            let rows = stored_files::table
                .filter(stored_files::id.eq_any(ids))
                .select((
                    stored_files::id,
                    stored_files::tenant_id,
                    stored_files::name,
                    stored_files::content_type,
                ));
            Ok(rows.load(tx).await?)
        })
        .await?;
    let mut loaded = Vec::new();
    for id in ids {
        let Some((_, tenant, name, content_type)) = rows.iter().find(|row| row.0 == *id) else {
            return Err(AppError::NotFound("kernel.file"));
        };
        loaded.push(StoredBytes {
            name: name.clone(),
            content_type: content_type.clone(),
            bytes: app.files.get(*tenant, *id).await?,
        });
    }
    Ok(loaded)
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
