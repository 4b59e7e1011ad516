//! `/admin/documents`: what is said about the platform as a seller, and how its documents look with that.

use kernel::error::{AppError, AppResult};
use kernel::files::Download;
use kernel::module::Can;
use kernel::web::{Cx, View};
use l10n::Locale;
use rocket::get;

use crate::permissions::PreviewDocuments;
use crate::{preview, views};

/// Show the seller's fields, and the samples.
#[get("/admin/documents")]
pub fn index(_by: Can<PreviewDocuments>, cx: Cx<'_>) -> AppResult<View> {
    views::preview::index(&cx)
}

/// A sample of a kind in a language.
#[get("/admin/documents/samples/<kind>/<locale>")]
pub async fn sample(
    kind: &str,
    locale: &str,
    _by: Can<PreviewDocuments>,
    cx: Cx<'_>,
) -> AppResult<Download> {
    let not_found = || AppError::NotFound("documents.document");
    let locale: Locale = locale.parse().map_err(|_| not_found())?;
    let bytes = preview::sample(cx.app(), kind, locale, cx.now())
        .await?
        .ok_or_else(not_found)?;
    Ok(Download::own_pdf(format!("{kind}-{locale}.pdf"), bytes))
}
