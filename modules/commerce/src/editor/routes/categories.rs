//! `/admin/categories`: the shelves of the shop.

use kernel::db::PlatformDb;
use kernel::error::{AppResult, FieldErrors};
use kernel::module::Can;
use kernel::web::{Answer, Cx, Posted, Raw, View, redirect};
use rocket::{get, post, put};

use super::super::forms::{CategoryForm, NewCategoryForm};
use super::super::models::categories::{self, KeptCategory};
use super::super::{paths, views};
use crate::ids::CategoryId;
use crate::permissions::ManageSales;

/// List the categories.
#[get("/admin/categories")]
pub async fn index(_by: Can<ManageSales>, db: PlatformDb, cx: Cx<'_>) -> AppResult<View> {
    let all = db.read(async |tx| Ok(categories::list(tx).await?)).await?;
    Ok(views::categories::index(&cx, &all))
}

/// Show the form that makes a category.
#[get("/admin/categories/new", rank = 1)]
pub fn new(_by: Can<ManageSales>, _db: PlatformDb, cx: Cx<'_>) -> View {
    views::categories::new(&cx, &Raw::default(), None)
}

/// Make a category. Idempotent by the form's key.
#[post("/admin/categories", data = "<form>")]
pub async fn create(
    form: Posted<NewCategoryForm>,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let id = CategoryId::fresh();
    let made = form.write(
        db,
        paths::CATEGORIES,
        "commerce.editor.notice.category_made",
        async |new, tx| categories::make(id, &new.slug, &new.face, tx).await,
    );
    form.answer(made, async |errors| {
        Ok(views::categories::new(&cx, &form.raw, Some(&errors)))
    })
    .await
}

/// Show a category.
#[get("/admin/categories/<id>", rank = 2)]
pub async fn edit(
    id: CategoryId,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    page(id, None, &db, &cx).await
}

async fn page(
    id: CategoryId,
    typed: Option<(&Raw, &FieldErrors)>,
    db: &PlatformDb,
    cx: &Cx<'_>,
) -> AppResult<View> {
    let kept = db.read(async |tx| KeptCategory::find(id, tx).await).await?;
    Ok(views::categories::edit(cx, &kept, typed))
}

/// Change a category. Who has not seen the last change of somebody else is told, and nothing is lost.
#[put("/admin/categories/<id>", data = "<form>")]
pub async fn update(
    id: CategoryId,
    form: Posted<CategoryForm>,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let saved = async {
        let new = form.valid()?;
        db.write(async |tx| categories::change(id, new.version, &new.face, tx).await)
            .await?;
        Ok(redirect(paths::category(id)).notice("commerce.editor.notice.saved"))
    };
    form.answer(saved, async |errors| {
        page(id, Some((&form.raw, &errors)), &db, &cx).await
    })
    .await
}
