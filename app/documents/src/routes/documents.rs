//! A document as its PDF; while that is being made, a page that says so and hears when it stands.

use std::sync::Arc;

use kernel::app::App;
use kernel::db::{OrNotFound, PlatformDb, TenantDb};
use kernel::error::AppResult;
use kernel::files::Download;
use kernel::module::Can;
use kernel::web::{Cx, View};
use rocket::{Either, get};

use crate::document::{Document, find, pdf};
use crate::ids::DocumentId;
use crate::permissions::{InspectDocuments, ReadDocuments};
use crate::{paths, views};

/// Open a document of the tenant.
#[get("/documents/<id>")]
pub async fn show(
    id: DocumentId,
    _by: Can<ReadDocuments>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<Either<Download, View>> {
    let document = db
        .read(async |tx| find(id, tx).await.or_not_found("documents.document"))
        .await?;
    opened(db.app(), &cx, &document, &paths::document(id)).await
}

/// Open any document, as staff.
#[get("/admin/documents/<id>")]
pub async fn inspect(
    id: DocumentId,
    _by: Can<InspectDocuments>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Either<Download, View>> {
    let document = db
        .read(async |tx| find(id, tx).await.or_not_found("documents.document"))
        .await?;
    opened(db.app(), &cx, &document, &paths::inspected(id)).await
}

/// The waiting page asks by a part of itself, which a PDF could not replace.
async fn opened(
    app: &Arc<App>,
    cx: &Cx<'_>,
    document: &Document,
    here: &str,
) -> AppResult<Either<Download, View>> {
    if cx.asks_for(views::waiting::STATE) || document.file.is_none() {
        return Ok(Either::Right(views::waiting::page(cx, document, here)));
    }
    let bytes = pdf(app, document).await?.unwrap_or_default();
    Ok(Either::Left(Download::own_pdf(document.file_name(), bytes)))
}
