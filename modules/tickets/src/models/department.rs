//! Departments: who in the platform's staff a ticket is for. The platform's own rows, readable by everybody.
//! An archived one stays on old tickets and is offered no more.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{OrNotFound, ReadTx, Tx};
use kernel::error::AppResult;
use kernel::live;
use l10n::Locale;
use serde::Deserialize;

use crate::ids::DepartmentId;
use crate::schema::tickets_departments;

/// Poked by every change of a department.
const TOPIC: &str = "tickets-departments";

/// A department.
#[derive(Clone, Debug, Queryable, Selectable, Deserialize)]
#[diesel(table_name = tickets_departments)]
pub struct Department {
    /// Its id.
    pub id: DepartmentId,
    /// Persian name.
    pub name_fa: String,
    /// English name.
    pub name_en: String,
    /// Place in lists.
    pub position: i32,
    /// Since when it is offered no more.
    pub archived_at: Option<chrono::DateTime<chrono::Utc>>,
}

impl Department {
    /// The name in a language.
    #[must_use]
    pub fn name(&self, locale: Locale) -> &str {
        locale.pick(&self.name_fa, &self.name_en)
    }

    /// All, in their order; archived ones last.
    pub async fn list(tx: &mut ReadTx) -> QueryResult<Vec<Self>> {
        live::remembered(tx, TOPIC, "list", async |tx| Self::read(tx).await).await
    }

    async fn read(tx: &mut ReadTx) -> QueryResult<Vec<Self>> {
        tickets_departments::table
            .order((
                tickets_departments::archived_at.is_not_null(),
                tickets_departments::position,
                tickets_departments::id,
            ))
            .select(Self::as_select())
            .load(tx)
            .await
    }

    /// Those that are offered.
    pub async fn list_offered(tx: &mut ReadTx) -> QueryResult<Vec<Self>> {
        Ok(Self::list(tx)
            .await?
            .into_iter()
            .filter(|d| d.archived_at.is_none())
            .collect())
    }

    /// Adds one at the end of the list.
    pub async fn create(name_fa: &str, name_en: &str, tx: &mut Tx) -> AppResult<DepartmentId> {
        let id = DepartmentId::fresh();
        let position = i32::try_from(Self::list(tx).await?.len()).unwrap_or(i32::MAX);
        diesel::insert_into(tickets_departments::table)
            .values((
                tickets_departments::id.eq(id),
                tickets_departments::name_fa.eq(name_fa),
                tickets_departments::name_en.eq(name_en),
                tickets_departments::position.eq(position),
            ))
            .execute(tx)
            .await?;
        let event = Audit::new("tickets.department.create", "tickets.department", id.0)
            .after(serde_json::json!({ "fa": name_fa, "en": name_en }));
        audit::record(tx, event).await?;
        live::announce(tx, TOPIC).await?;
        Ok(id)
    }

    /// Offers it no more, or again.
    pub async fn set_archived(id: DepartmentId, archived: bool, tx: &mut Tx) -> AppResult<()> {
        let (at, by) = (
            archived.then(|| tx.now()),
            tx.who().user.filter(|_| archived),
        );
        diesel::update(tickets_departments::table.find(id))
            .set((
                tickets_departments::archived_at.eq(at),
                tickets_departments::archived_by.eq(by),
            ))
            .returning(tickets_departments::id)
            .get_result::<DepartmentId>(tx)
            .await
            .or_not_found("tickets.department")?;
        let action = if archived {
            "tickets.department.archive"
        } else {
            "tickets.department.restore"
        };
        audit::record(tx, Audit::new(action, "tickets.department", id.0)).await?;
        live::announce(tx, TOPIC).await
    }
}
