//! What is kept of endpoints and of what was told to them: rows, finders and verbs.
//! One set for tenants and for the platform itself; `Owner` says whose.

pub mod deliveries;
pub mod endpoints;
pub mod tries;
pub mod upkeep;

use crate::ids::TenantId;

/// Whose endpoints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A tenant's: they hear of facts of that tenant.
    Tenant(TenantId),
    /// The platform's own: they hear of every fact.
    Platform,
}

impl Owner {
    /// The tenant, if it is one.
    #[must_use]
    pub fn tenant(self) -> Option<TenantId> {
        match self {
            Self::Tenant(id) => Some(id),
            Self::Platform => None,
        }
    }
}

/// The rows of an owner, as a boxed query of a table.
macro_rules! of_owner {
    ($owner:expr, $table:ident) => {{
        let all = $table::table.into_boxed::<diesel::pg::Pg>();
        match $owner {
            Owner::Tenant(id) => all.filter($table::tenant_id.eq(id)),
            Owner::Platform => all.filter($table::tenant_id.is_null()),
        }
    }};
}

/// One page of a boxed query's rows, the newest first: ids are ordered by time, and the index walks them alone.
macro_rules! newest_page {
    ($tx:expr, $query:expr, $rows:expr, $id:expr, $cursor:expr) => {{
        let rows = match ($query.before, $query.after) {
            (Some(cursor), _) => $rows.filter($id.gt(cursor.id)).order($id.asc()),
            (None, Some(cursor)) => $rows.filter($id.lt(cursor.id)).order($id.desc()),
            (None, None) => $rows.order($id.desc()),
        };
        let rows = $crate::db::First::of($crate::web::PageQuery::LIMIT, rows);
        let found = rows.load($tx).await;
        found.map(|rows| $crate::web::Page::of($query, rows, $cursor))
    }};
}

use {newest_page, of_owner};

/// One more than a list counts.
const COUNTED: u32 = 1_001;
