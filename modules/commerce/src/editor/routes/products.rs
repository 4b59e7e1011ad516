//! `/admin/products`: what is sold, by its place on the shelf; making a product and editing it.

use kernel::db::PlatformDb;
use kernel::error::{AppError, AppResult, FieldErrors};
use kernel::module::Can;
use kernel::web::{
    Answer, Cx, Export, ExportFormat, ListOnly, PageQuery, Posted, Raw, Redirection, View, redirect,
};
use rocket::{FromForm, get, post, put};
use serde_json::json;

use super::super::forms::{NewProductForm, ProductForm};
use super::super::models::categories::KeptCategory;
use super::super::models::prices;
use super::super::models::products::{self, Kept};
use super::super::models::search::{self, Filter};
use super::super::{paths, views};
use crate::catalogue::{NewProduct, Offer, Product, Tax, Visibility, kind, read_fixed};
use crate::ids::ProductId;
use crate::permissions::ManageSales;
use crate::usage::Rate;

/// What the address narrows the list to, as it was typed.
#[derive(FromForm, Clone, Copy, Default)]
pub struct Narrowed<'r> {
    /// Words.
    pub q: Option<&'r str>,
    /// A category's id.
    pub category: Option<&'r str>,
    /// A kind's name.
    pub kind: Option<&'r str>,
    /// A visibility's word, or `archived`.
    pub visibility: Option<&'r str>,
}

/// The filter's word for the archive.
pub const ARCHIVED: &str = "archived";

impl<'r> Narrowed<'r> {
    /// Names and values as they stand in the address.
    #[must_use]
    pub fn pairs(&self) -> [(&'static str, &'r str); 4] {
        [
            ("q", self.q.unwrap_or_default()),
            ("category", self.category.unwrap_or_default()),
            ("kind", self.kind.unwrap_or_default()),
            ("visibility", self.visibility.unwrap_or_default()),
        ]
    }

    fn filter(&self) -> Filter {
        Filter {
            words: l10n::normalise::search_text(self.q.unwrap_or_default()),
            category: self.category.and_then(|id| id.parse().ok()),
            kind: self.kind.unwrap_or_default().to_owned(),
            visibility: self.visibility.and_then(Visibility::parse),
            archived: self.visibility == Some(ARCHIVED),
        }
    }
}

/// List products.
#[get("/admin/products?<after>&<before>&<narrowed..>")]
pub async fn index(
    narrowed: Narrowed<'_>,
    after: Option<&str>,
    before: Option<&str>,
    list_only: ListOnly,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let (filter, query) = (narrowed.filter(), PageQuery::new(after, before));
    let shown = db
        .read(async |tx| {
            let (page, count) = search::list(&filter, &query, tx).await?;
            Ok(views::products::Listed {
                page,
                count,
                categories: KeptCategory::all(tx).await?,
                tax: Tax::at(cx.now(), tx).await?,
            })
        })
        .await?;
    Ok(views::products::index(&cx, list_only, &narrowed, &shown))
}

/// Download the filtered list.
#[get("/admin/products/export?<format>&<narrowed..>", rank = 1)]
pub async fn export(
    format: &str,
    narrowed: Narrowed<'_>,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Export> {
    let format = ExportFormat::parse(format).ok_or(AppError::NotFound("kernel.page"))?;
    let filter = narrowed.filter();
    let rows = db.read(async |tx| Ok(search::exported(&filter, tx).await?));
    let (head, rows) = views::products::sheet(&cx, &rows.await?);
    Export::new(&cx, "products", format, &head, &rows)
}

/// Show the form that makes a product.
#[get("/admin/products/new", rank = 1)]
pub async fn new(_by: Can<ManageSales>, db: PlatformDb, cx: Cx<'_>) -> AppResult<View> {
    new_page(&Raw::default(), None, &db, &cx).await
}

async fn new_page(
    raw: &Raw,
    errors: Option<&FieldErrors>,
    db: &PlatformDb,
    cx: &Cx<'_>,
) -> AppResult<View> {
    let categories = db.read(async |tx| Ok(KeptCategory::all(tx).await?)).await?;
    Ok(views::products::new(cx, &categories, raw, errors))
}

/// Make a product that nobody sees yet. Idempotent by the form's key.
#[post("/admin/products", data = "<form>")]
pub async fn create(
    form: Posted<NewProductForm>,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let id = ProductId::fresh();
    let made = form.write(
        db.clone(),
        paths::product(id),
        "commerce.editor.notice.made",
        async |new, tx| {
            let choice = |field| AppError::invalid(field, "kernel.invalid.choice");
            kind(tx.app(), &new.kind).map_err(|_| choice("kind"))?;
            let category = new.category.ok_or_else(|| choice("category"))?;
            KeptCategory::find(category, tx)
                .await
                .map_err(|_| choice("category"))?;
            let position = products::last_place(category, tx).await?;
            let product = NewProduct {
                slug: &new.slug,
                category,
                kind: &new.kind,
                fa: (&new.name_fa, ""),
                en: (&new.name_en, ""),
                features: json!([]),
                fixed: json!({}),
                visibility: Visibility::Draft,
                recommended: false,
                position,
            };
            if Product::add(id, &product, tx).await? {
                Ok(())
            } else {
                Err(AppError::invalid("slug", super::super::forms::TAKEN))
            }
        },
    );
    form.answer(made, async |errors| {
        new_page(&form.raw, Some(&errors), &db, &cx).await
    })
    .await
}

/// What the editor shows of a product.
async fn read(id: ProductId, db: &PlatformDb) -> AppResult<views::product::Shown> {
    db.read(async |tx| {
        let kept = Kept::find(id, tx).await?;
        let services = prices::services_of(&[id], tx).await?;
        Ok(views::product::Shown {
            categories: KeptCategory::all(tx).await?,
            history: prices::history(id, tx).await?,
            rates: Rate::at(id, tx.now(), tx).await?,
            services: services.get(&id).copied().unwrap_or_default(),
            tax: Tax::at(tx.now(), tx).await?,
            kept,
        })
    })
    .await
}

/// Show a product with everything that can be changed of it.
#[get("/admin/products/<id>", rank = 2)]
pub async fn edit(
    id: ProductId,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let shown = read(id, &db).await?;
    Ok(views::product::edit(&cx, &shown, None))
}

/// Change a product. Who has not seen the last change of somebody else is told, and nothing is lost.
#[put("/admin/products/<id>", data = "<form>")]
pub async fn update(
    id: ProductId,
    form: Posted<ProductForm>,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let done = save(id, &form, &db, &cx);
    form.answer(done, async |errors| {
        let shown = read(id, &db).await?;
        Ok(views::product::edit(
            &cx,
            &shown,
            Some((&form.raw, &errors)),
        ))
    })
    .await
}

async fn save(
    id: ProductId,
    form: &Posted<ProductForm>,
    db: &PlatformDb,
    cx: &Cx<'_>,
) -> AppResult<Redirection> {
    let typed = form.valid()?;
    let kept = db.read(async |tx| Kept::find(id, tx).await).await?;
    let mut face = typed
        .face
        .clone()
        .ok_or_else(|| AppError::invalid("", "kernel.invalid.choice"))?;
    // What a kind that is not there has fixed stays as it is.
    face.fixed = match kind(cx.app(), &kept.kind) {
        Ok(kind) => read_fixed(kind.as_ref(), |name| form.raw.get(name))?,
        Err(_) => kept.face.fixed,
    };
    db.write(async |tx| {
        let category = KeptCategory::find(face.category_id, tx).await;
        category.map_err(|_| AppError::invalid("category", "kernel.invalid.choice"))?;
        products::change(id, typed.version, &face, tx).await
    })
    .await?;
    Ok(redirect(paths::product(id)).notice("commerce.editor.notice.saved"))
}

/// Show a product as its buyers will see it.
#[get("/admin/products/<id>/preview")]
pub async fn preview(
    id: ProductId,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let (offer, tax) = db
        .read(async |tx| {
            let product = Product::find(id, tx).await?;
            let offer = Offer {
                product,
                prices: prices::standing_of(&[id], tx).await?,
                rates: Rate::at(id, tx.now(), tx).await?,
            };
            Ok((offer, Tax::at(tx.now(), tx).await?))
        })
        .await?;
    Ok(views::products::preview(&cx, &offer, tax))
}
