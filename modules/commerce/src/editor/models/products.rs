//! A product as the editor keeps it, and the verbs over it.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{OrNotFound, ReadTx, Tx};
use kernel::error::{AppError, AppResult};
use kernel::live;
use l10n::Locale;
use serde::Serialize;
use serde_json::Value;

use super::changed;
use crate::catalogue::{TOPIC, Visibility};
use crate::ids::{CategoryId, ProductId};
use crate::schema::commerce_products;

const SUBJECT: &str = "commerce.product";

/// What can be edited of a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = commerce_products)]
pub struct Face {
    /// Where it stands.
    pub category_id: CategoryId,
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
    /// Its place on the shelf.
    pub position: i32,
}

/// A product with what buyers do not see of it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = commerce_products)]
pub struct Kept {
    /// Its id.
    pub id: ProductId,
    /// In addresses.
    pub slug: String,
    /// Name under which a module offers it.
    pub kind: String,
    /// What can be edited.
    #[diesel(embed)]
    pub face: Face,
    /// Counts its changes.
    pub version: i32,
    /// Since when it is sold no more.
    pub archived_at: Option<DateTime<Utc>>,
}

impl Kept {
    /// Its name in a language.
    #[must_use]
    pub fn name(&self, locale: Locale) -> &str {
        locale.pick(&self.face.name_fa, &self.face.name_en)
    }

    /// Finds one.
    pub async fn find(id: ProductId, tx: &mut ReadTx) -> AppResult<Self> {
        let found = commerce_products::table.find(id).select(Self::as_select());
        found.get_result(tx).await.or_not_found("commerce.product")
    }

    /// The same, kept from others until the transaction ends.
    pub async fn find_for_update(id: ProductId, tx: &mut Tx) -> AppResult<Self> {
        let found = commerce_products::table.find(id).select(Self::as_select());
        let found = found.for_update().get_result(tx).await;
        found.or_not_found("commerce.product")
    }
}

/// Changes a product that is as the editor saw it. A change of somebody else meanwhile is told and not overwritten.
pub async fn change(id: ProductId, seen: i32, face: &Face, tx: &mut Tx) -> AppResult<()> {
    let kept = Kept::find_for_update(id, tx).await?;
    if kept.face == *face {
        return Ok(());
    }
    if kept.version != seen {
        return Err(AppError::invalid("", super::super::forms::STALE));
    }
    let set = (face, commerce_products::version.eq(seen + 1));
    diesel::update(commerce_products::table.find(id))
        .set(set)
        .execute(tx)
        .await?;
    let event = changed("commerce.product.change", SUBJECT, id.0, (&kept.face, face));
    audit::record(tx, event).await?;
    live::announce(tx, TOPIC).await
}

/// Takes a product off the shelf, or puts it back. What was bought goes on, and can be found.
pub async fn archive(id: ProductId, archived: bool, tx: &mut Tx) -> AppResult<()> {
    let kept = Kept::find_for_update(id, tx).await?;
    if kept.archived_at.is_some() == archived {
        return Ok(());
    }
    let set = (
        commerce_products::archived_at.eq(archived.then(|| tx.now())),
        commerce_products::version.eq(kept.version + 1),
    );
    diesel::update(commerce_products::table.find(id))
        .set(set)
        .execute(tx)
        .await?;
    let action = if archived {
        "commerce.product.archive"
    } else {
        "commerce.product.restore"
    };
    audit::record(tx, Audit::new(action, SUBJECT, id.0)).await?;
    live::announce(tx, TOPIC).await
}

/// The place behind the last product of a category.
pub async fn last_place(category: CategoryId, tx: &mut ReadTx) -> QueryResult<i32> {
    let last: Option<i32> = commerce_products::table
        .filter(commerce_products::category_id.eq(category))
        .select(diesel::dsl::max(commerce_products::position))
        .get_result(tx)
        .await?;
    Ok(last.map_or(1, |last| (last + 1).min(super::super::forms::LAST_PLACE)))
}
