//! Categories and products, and the verbs of whoever keeps the shop.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{OrNotFound, ReadTx, Tx};
use kernel::error::AppResult;
use kernel::live;
use l10n::Locale;
use serde_json::{Value, json};

use super::shelf::TOPIC;
use crate::accounts;
use crate::ids::{CategoryId, ProductId};
use crate::schema::{commerce_categories, commerce_products};

kernel::words! {
    /// Who can find a product.
    pub enum Visibility {
        /// Nobody: it is being made.
        Draft = "draft",
        /// Everybody, in the shop.
        Listed = "listed",
        /// Whoever has its address.
        Unlisted = "unlisted",
    }
}

impl Visibility {
    /// Text key of its name.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "commerce.editor.visibility.draft",
            Self::Listed => "commerce.editor.visibility.listed",
            Self::Unlisted => "commerce.editor.visibility.unlisted",
        }
    }
}

/// A shelf of the shop.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = commerce_categories)]
pub struct Category {
    /// Its id.
    pub id: CategoryId,
    /// In addresses.
    pub slug: String,
    /// Persian name.
    pub name_fa: String,
    /// English name.
    pub name_en: String,
    /// What is found there, in Persian.
    pub text_fa: String,
    /// The same in English.
    pub text_en: String,
}

/// Something that is sold.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = commerce_products)]
pub struct Product {
    /// Its id.
    pub id: ProductId,
    /// In addresses.
    pub slug: String,
    /// Where it stands.
    pub category_id: CategoryId,
    /// Name under which a module offers it.
    pub kind: String,
    /// Persian name.
    pub name_fa: String,
    /// English name.
    pub name_en: String,
    /// In one sentence, in Persian.
    pub summary_fa: String,
    /// The same in English.
    pub summary_en: String,
    /// In full, in Persian.
    pub text_fa: String,
    /// The same in English.
    pub text_en: String,
    /// What comes with it: `[{"fa": …, "en": …}]`.
    pub features: Value,
    /// Options that are decided already.
    pub fixed: Value,
    /// Who can find it.
    pub visibility: Visibility,
    /// Whether it is the one to point at.
    pub recommended: bool,
}

impl Category {
    /// Its name in a language.
    #[must_use]
    pub fn name(&self, locale: Locale) -> &str {
        locale.pick(&self.name_fa, &self.name_en)
    }

    /// What is found there.
    #[must_use]
    pub fn text(&self, locale: Locale) -> &str {
        locale.pick(&self.text_fa, &self.text_en)
    }

    /// Makes one, where no other has the slug; returns the one that stands.
    pub async fn make(
        slug: &str,
        fa: (&str, &str),
        en: (&str, &str),
        tx: &mut Tx,
    ) -> AppResult<CategoryId> {
        let id = CategoryId::fresh();
        let row = (
            commerce_categories::id.eq(id),
            commerce_categories::slug.eq(slug),
            commerce_categories::name_fa.eq(fa.0),
            commerce_categories::text_fa.eq(fa.1),
            commerce_categories::name_en.eq(en.0),
            commerce_categories::text_en.eq(en.1),
        );
        let insert = diesel::insert_into(commerce_categories::table).values(row);
        if insert.on_conflict_do_nothing().execute(tx).await? == 1 {
            let event = Audit::new("commerce.category.create", "commerce.category", id.0);
            audit::record(tx, event.after(json!({ "slug": slug }))).await?;
            live::announce(tx, TOPIC).await?;
        }
        let found = commerce_categories::table.filter(commerce_categories::slug.eq(slug));
        Ok(found.select(commerce_categories::id).get_result(tx).await?)
    }
}

/// What is said of a new product.
pub struct NewProduct<'a> {
    /// In addresses.
    pub slug: &'a str,
    /// Where it stands.
    pub category: CategoryId,
    /// Name under which a module offers it.
    pub kind: &'a str,
    /// Persian name and sentence.
    pub fa: (&'a str, &'a str),
    /// English name and sentence.
    pub en: (&'a str, &'a str),
    /// What comes with it.
    pub features: Value,
    /// Options that are decided already.
    pub fixed: Value,
    /// Who can find it.
    pub visibility: Visibility,
    /// Whether it is the one to point at.
    pub recommended: bool,
    /// Its place on the shelf.
    pub position: i32,
}

impl Product {
    /// Its name in a language.
    #[must_use]
    pub fn name(&self, locale: Locale) -> &str {
        locale.pick(&self.name_fa, &self.name_en)
    }

    /// What it is, in one sentence.
    #[must_use]
    pub fn summary(&self, locale: Locale) -> &str {
        locale.pick(&self.summary_fa, &self.summary_en)
    }

    /// What it is, in full.
    #[must_use]
    pub fn text(&self, locale: Locale) -> &str {
        locale.pick(&self.text_fa, &self.text_en)
    }

    /// What comes with it.
    pub fn features(&self, locale: Locale) -> impl Iterator<Item = &str> {
        let list = self.features.as_array().map_or(&[][..], Vec::as_slice);
        list.iter()
            .filter_map(move |one| one.get(locale.tag())?.as_str())
    }

    /// Finds one, whoever may see it.
    pub async fn find(id: ProductId, tx: &mut ReadTx) -> AppResult<Self> {
        let found = commerce_products::table.find(id).select(Self::as_select());
        found.get_result(tx).await.or_not_found("commerce.product")
    }

    /// Finds one by its slug, whoever may see it.
    pub async fn by_slug(slug: &str, tx: &mut ReadTx) -> AppResult<Self> {
        let found = commerce_products::table.filter(commerce_products::slug.eq(slug));
        let found = found.select(Self::as_select()).get_result(tx).await;
        found.or_not_found("commerce.product")
    }

    /// Makes one, where no other has the slug; returns the one that stands.
    pub async fn make(new: &NewProduct<'_>, tx: &mut Tx) -> AppResult<ProductId> {
        let id = ProductId::fresh();
        if Self::add(id, new, tx).await? {
            return Ok(id);
        }
        Ok(Self::by_slug(new.slug, tx).await?.id)
    }

    /// Makes one with the accounts on which its sales are counted; false when another has the slug.
    pub async fn add(id: ProductId, new: &NewProduct<'_>, tx: &mut Tx) -> AppResult<bool> {
        let row = (
            commerce_products::id.eq(id),
            commerce_products::slug.eq(new.slug),
            commerce_products::category_id.eq(new.category),
            commerce_products::kind.eq(new.kind),
            commerce_products::name_fa.eq(new.fa.0),
            commerce_products::summary_fa.eq(new.fa.1),
            commerce_products::name_en.eq(new.en.0),
            commerce_products::summary_en.eq(new.en.1),
            commerce_products::features.eq(&new.features),
            commerce_products::fixed.eq(&new.fixed),
            commerce_products::visibility.eq(new.visibility),
            commerce_products::recommended.eq(new.recommended),
            commerce_products::position.eq(new.position),
            commerce_products::created_at.eq(tx.now()),
        );
        let insert = diesel::insert_into(commerce_products::table).values(row);
        if insert.on_conflict_do_nothing().execute(tx).await? == 0 {
            return Ok(false);
        }
        // A buyer's role pays into these and cannot open them.
        for account in [
            accounts::income(id),
            accounts::deferred(id),
            accounts::vat(),
        ] {
            ledger::open(tx, &account).await?;
        }
        let event = Audit::new("commerce.product.create", "commerce.product", id.0)
            .after(json!({ "slug": new.slug, "kind": new.kind }));
        audit::record(tx, event).await?;
        live::announce(tx, TOPIC).await?;
        Ok(true)
    }
}
