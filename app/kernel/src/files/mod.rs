//! Files: bytes in an object store under random names, outside the web root; names and types in `stored_files`.
//! The type is what the content says; images are decoded and written again, so that nothing hides in them.

mod accept;
mod download;
mod room;
mod stored;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use object_store::local::LocalFileSystem;
use object_store::path::Path as ObjectPath;
use object_store::{ObjectStore, ObjectStoreExt};

pub use accept::{Accepted, Refused, accept};
pub use download::Download;
pub use stored::{
    StoredBytes, StoredFile, discard, keep_or_discard, load, record, store_one, store_uploads,
};

use crate::error::{AppError, AppResult};
use crate::ids::{FileId, TenantId};

/// Where files are kept.
pub struct Storage {
    store: Arc<dyn ObjectStore>,
    incoming: PathBuf,
}

impl Storage {
    /// A folder of this machine. (Several nodes need a shared folder.)
    pub fn local(root: &Path) -> AppResult<Self> {
        let failed = |e: &dyn std::fmt::Display| {
            AppError::internal(format!("files folder {}: {e}", root.display()))
        };
        let objects = root.join("objects");
        let incoming = root.join("incoming");
        for folder in [&objects, &incoming] {
            std::fs::create_dir_all(folder).map_err(|e| failed(&e))?;
        }
        let store = LocalFileSystem::new_with_prefix(&objects)
            .map_err(|e| failed(&e))?
            .with_fsync(true);
        Ok(Self {
            store: Arc::new(store),
            incoming,
        })
    }

    /// Where uploads lie until they are stored.
    #[must_use]
    pub fn incoming(&self) -> PathBuf {
        self.incoming.clone()
    }

    /// Stores bytes under a file's id; the bytes are on disk when this returns.
    pub async fn put(&self, tenant: TenantId, id: FileId, bytes: Vec<u8>) -> AppResult<()> {
        let failed = |e: object_store::Error| AppError::Unavailable(format!("file store: {e}"));
        self.store
            .put(&object_path(tenant, id), bytes.into())
            .await
            .map(|_| ())
            .map_err(failed)
    }

    /// The bytes of a file.
    pub async fn get(&self, tenant: TenantId, id: FileId) -> AppResult<Vec<u8>> {
        let failed = |e: object_store::Error| match e {
            object_store::Error::NotFound { .. } => AppError::NotFound("kernel.file"),
            other => AppError::Unavailable(format!("file store: {other}")),
        };
        let result = self
            .store
            .get(&object_path(tenant, id))
            .await
            .map_err(failed)?;
        Ok(result.bytes().await.map_err(failed)?.to_vec())
    }

    /// Removes a file's bytes; a missing one is no fault.
    pub async fn remove(&self, tenant: TenantId, id: FileId) -> AppResult<()> {
        match self.store.delete(&object_path(tenant, id)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(e) => Err(AppError::Unavailable(format!("file store: {e}"))),
        }
    }
}

fn object_path(tenant: TenantId, id: FileId) -> ObjectPath {
    ObjectPath::from(format!("{}/{}", tenant.0.simple(), id.0.simple()))
}
