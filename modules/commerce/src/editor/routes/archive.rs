//! Off the shelf and back: products, and categories in which nothing is sold.

use kernel::db::PlatformDb;
use kernel::error::AppResult;
use kernel::module::Can;
use kernel::web::{Posted, Pressed, Redirection, redirect};
use rocket::{delete, post};

use super::super::models::{categories, products};
use super::super::paths;
use crate::ids::{CategoryId, ProductId};
use crate::permissions::ManageSales;

/// Take a product off the shelf. What was bought of it goes on. Idempotent.
#[post("/admin/products/<id>/archive", data = "<_form>")]
pub async fn create(
    id: ProductId,
    _form: Posted<Pressed>,
    _by: Can<ManageSales>,
    db: PlatformDb,
) -> AppResult<Redirection> {
    db.write(async |tx| products::archive(id, true, tx).await)
        .await?;
    Ok(redirect(paths::product(id)).notice("commerce.editor.notice.archived"))
}

/// Put a product back. Idempotent.
#[delete("/admin/products/<id>/archive", data = "<_form>")]
pub async fn destroy(
    id: ProductId,
    _form: Posted<Pressed>,
    _by: Can<ManageSales>,
    db: PlatformDb,
) -> AppResult<Redirection> {
    db.write(async |tx| products::archive(id, false, tx).await)
        .await?;
    Ok(redirect(paths::product(id)).notice("commerce.editor.notice.restored"))
}

/// Close a category in which nothing is sold. Idempotent.
#[post("/admin/categories/<id>/archive", data = "<_form>")]
pub async fn close(
    id: CategoryId,
    _form: Posted<Pressed>,
    _by: Can<ManageSales>,
    db: PlatformDb,
) -> AppResult<Redirection> {
    db.write(async |tx| categories::archive(id, true, tx).await)
        .await?;
    Ok(redirect(paths::category(id)).notice("commerce.editor.notice.archived"))
}

/// Open a category again. Idempotent.
#[delete("/admin/categories/<id>/archive", data = "<_form>")]
pub async fn reopen(
    id: CategoryId,
    _form: Posted<Pressed>,
    _by: Can<ManageSales>,
    db: PlatformDb,
) -> AppResult<Redirection> {
    db.write(async |tx| categories::archive(id, false, tx).await)
        .await?;
    Ok(redirect(paths::category(id)).notice("commerce.editor.notice.restored"))
}
