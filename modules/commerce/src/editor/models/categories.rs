//! Categories as the editor keeps them.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{OrNotFound, ReadTx, Tx};
use kernel::error::{AppError, AppResult};
use kernel::live;
use l10n::Locale;
use serde::Serialize;

use super::changed;
use crate::catalogue::TOPIC;
use crate::ids::CategoryId;
use crate::schema::{commerce_categories, commerce_products};

const SUBJECT: &str = "commerce.category";

/// What can be edited of a category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = commerce_categories)]
pub struct CategoryFace {
    /// Persian name.
    pub name_fa: String,
    /// English name.
    pub name_en: String,
    /// What is found there, in Persian.
    pub text_fa: String,
    /// The same in English.
    pub text_en: String,
    /// Its place in the shop.
    pub position: i32,
}

/// A category with what buyers do not see of it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = commerce_categories)]
pub struct KeptCategory {
    /// Its id.
    pub id: CategoryId,
    /// In addresses.
    pub slug: String,
    /// What can be edited.
    #[diesel(embed)]
    pub face: CategoryFace,
    /// Counts its changes.
    pub version: i32,
    /// Since when it is closed.
    pub archived_at: Option<DateTime<Utc>>,
}

impl KeptCategory {
    /// Its name in a language.
    #[must_use]
    pub fn name(&self, locale: Locale) -> &str {
        locale.pick(&self.face.name_fa, &self.face.name_en)
    }

    /// Finds one.
    pub async fn find(id: CategoryId, tx: &mut ReadTx) -> AppResult<Self> {
        let found = commerce_categories::table.find(id);
        let found = found.select(Self::as_select()).get_result(tx).await;
        found.or_not_found("commerce.category")
    }

    async fn find_for_update(id: CategoryId, tx: &mut Tx) -> AppResult<Self> {
        let found = commerce_categories::table.find(id);
        let found = found.select(Self::as_select()).for_update();
        found.get_result(tx).await.or_not_found("commerce.category")
    }

    /// All of them in the shop's order; the closed ones last.
    pub async fn all(tx: &mut ReadTx) -> QueryResult<Vec<Self>> {
        let mut all: Vec<Self> = commerce_categories::table
            .order((commerce_categories::position, commerce_categories::id))
            .select(Self::as_select())
            .load(tx)
            .await?;
        all.sort_by_key(|one| one.archived_at.is_some());
        Ok(all)
    }
}

/// Categories with how many products of each are sold.
pub async fn list(tx: &mut ReadTx) -> QueryResult<Vec<(KeptCategory, i64)>> {
    use commerce_products as p;
    let all = KeptCategory::all(tx).await?;
    let counts: Vec<(CategoryId, i64)> = p::table
        .filter(p::archived_at.is_null())
        .group_by(p::category_id)
        .select((p::category_id, diesel::dsl::count_star()))
        .load(tx)
        .await?;
    let counted = all.into_iter().map(|one| {
        let count = counts.iter().find(|(id, _)| *id == one.id);
        let count = count.map_or(0, |(_, count)| *count);
        (one, count)
    });
    Ok(counted.collect())
}

/// Makes a category; an error at its slug when another has it.
pub async fn make(id: CategoryId, slug: &str, face: &CategoryFace, tx: &mut Tx) -> AppResult<()> {
    use commerce_categories as c;
    let row = (
        c::id.eq(id),
        c::slug.eq(slug),
        c::name_fa.eq(&face.name_fa),
        c::name_en.eq(&face.name_en),
        c::text_fa.eq(&face.text_fa),
        c::text_en.eq(&face.text_en),
        c::position.eq(face.position),
    );
    let insert = diesel::insert_into(c::table).values(row);
    if insert.on_conflict_do_nothing().execute(tx).await? == 0 {
        return Err(AppError::invalid("slug", super::super::forms::TAKEN));
    }
    let event = Audit::new("commerce.category.create", SUBJECT, id.0);
    audit::record(tx, event.after(face)).await?;
    live::announce(tx, TOPIC).await
}

/// Changes a category that is as the editor saw it.
pub async fn change(id: CategoryId, seen: i32, face: &CategoryFace, tx: &mut Tx) -> AppResult<()> {
    let kept = KeptCategory::find_for_update(id, tx).await?;
    if kept.face == *face {
        return Ok(());
    }
    if kept.version != seen {
        return Err(AppError::invalid("", super::super::forms::STALE));
    }
    let set = (face, commerce_categories::version.eq(seen + 1));
    diesel::update(commerce_categories::table.find(id))
        .set(set)
        .execute(tx)
        .await?;
    let event = changed(
        "commerce.category.change",
        SUBJECT,
        id.0,
        (&kept.face, face),
    );
    audit::record(tx, event).await?;
    live::announce(tx, TOPIC).await
}

/// Closes a category in which nothing is sold, or opens it again.
pub async fn archive(id: CategoryId, archived: bool, tx: &mut Tx) -> AppResult<()> {
    use commerce_products as p;
    let kept = KeptCategory::find_for_update(id, tx).await?;
    if kept.archived_at.is_some() == archived {
        return Ok(());
    }
    let sold = p::table
        .filter(p::category_id.eq(id))
        .filter(p::archived_at.is_null());
    let is_used: bool = diesel::select(diesel::dsl::exists(sold))
        .get_result(tx)
        .await?;
    if archived && is_used {
        return Err(AppError::Conflict("commerce.editor.category_used"));
    }
    let set = (
        commerce_categories::archived_at.eq(archived.then(|| tx.now())),
        commerce_categories::version.eq(kept.version + 1),
    );
    diesel::update(commerce_categories::table.find(id))
        .set(set)
        .execute(tx)
        .await?;
    let action = if archived {
        "commerce.category.archive"
    } else {
        "commerce.category.restore"
    };
    audit::record(tx, Audit::new(action, SUBJECT, id.0)).await?;
    live::announce(tx, TOPIC).await
}
