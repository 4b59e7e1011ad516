//! A notebook that was bought: opened, suspended, retitled, closed. Each verb may come twice.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{ReadTx, Tx};
use kernel::error::AppResult;
use kernel::ids::TenantId;
use serde_json::json;

use crate::ids::NotebookId;
use crate::schema::{_dummy_notebooks, _dummy_notes};

/// A notebook's row.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = _dummy_notebooks)]
pub struct Notebook {
    /// Its id: the key of the purchase.
    pub id: NotebookId,
    /// What stands on it.
    pub title: String,
    /// Since when it waits to be paid.
    pub suspended_at: Option<chrono::DateTime<chrono::Utc>>,
    /// Since when it is over.
    pub closed_at: Option<chrono::DateTime<chrono::Utc>>,
}

impl Notebook {
    /// Finds one in the scope.
    pub async fn find(id: NotebookId, tx: &mut ReadTx) -> QueryResult<Self> {
        let found = _dummy_notebooks::table.find(id);
        found.select(Self::as_select()).get_result(tx).await
    }

    /// How many notes were written since each open notebook was opened; for the platform's scope.
    pub async fn written(tx: &mut ReadTx) -> QueryResult<Vec<(NotebookId, i64)>> {
        use {_dummy_notebooks as b, _dummy_notes as n};
        b::table
            .inner_join(
                n::table.on(n::tenant_id
                    .eq(b::tenant_id)
                    .and(n::created_at.ge(b::opened_at))),
            )
            .filter(b::closed_at.is_null())
            .group_by(b::id)
            .select((b::id, diesel::dsl::count(n::id)))
            .load(tx)
            .await
    }

    /// Opens it. Idempotent.
    pub async fn open(id: NotebookId, tenant: TenantId, title: &str, tx: &mut Tx) -> AppResult<()> {
        let row = (
            _dummy_notebooks::id.eq(id),
            _dummy_notebooks::tenant_id.eq(tenant),
            _dummy_notebooks::title.eq(title),
            _dummy_notebooks::opened_at.eq(tx.now()),
        );
        let insert = diesel::insert_into(_dummy_notebooks::table).values(row);
        if insert.on_conflict_do_nothing().execute(tx).await? == 0 {
            return Ok(());
        }
        let event = Audit::new("_dummy.notebook.open", "_dummy.notebook", id.0).of_tenant(tenant);
        audit::record(tx, event.after(json!({ "title": title }))).await
    }

    /// Suspends it, or lets it go on. Idempotent.
    pub async fn set_suspended(id: NotebookId, on: bool, tx: &mut Tx) -> AppResult<()> {
        let at = on.then(|| tx.now());
        let other = _dummy_notebooks::table
            .find(id)
            .filter(_dummy_notebooks::suspended_at.is_null().eq(on));
        let update = diesel::update(other).set(_dummy_notebooks::suspended_at.eq(at));
        if update.execute(tx).await? == 0 {
            return Ok(());
        }
        let action = if on {
            "_dummy.notebook.suspend"
        } else {
            "_dummy.notebook.resume"
        };
        audit::record(tx, Audit::new(action, "_dummy.notebook", id.0)).await
    }

    /// Gives it the title that was chosen, where it has another. Idempotent.
    pub async fn retitle(id: NotebookId, title: &str, tx: &mut Tx) -> AppResult<()> {
        let other = _dummy_notebooks::table
            .find(id)
            .filter(_dummy_notebooks::title.ne(title));
        let update = diesel::update(other).set(_dummy_notebooks::title.eq(title));
        if update.execute(tx).await? == 0 {
            return Ok(());
        }
        let event = Audit::new("_dummy.notebook.retitle", "_dummy.notebook", id.0);
        audit::record(tx, event.after(json!({ "title": title }))).await
    }

    /// Closes it for good. Idempotent.
    pub async fn close(id: NotebookId, tx: &mut Tx) -> AppResult<()> {
        let now = tx.now();
        let open = _dummy_notebooks::table
            .find(id)
            .filter(_dummy_notebooks::closed_at.is_null());
        let update = diesel::update(open).set(_dummy_notebooks::closed_at.eq(now));
        if update.execute(tx).await? == 0 {
            return Ok(());
        }
        audit::record(
            tx,
            Audit::new("_dummy.notebook.close", "_dummy.notebook", id.0),
        )
        .await
    }
}
