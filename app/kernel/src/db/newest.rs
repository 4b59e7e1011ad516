//! The plain list of a table: newest first, by key, on an index over (time, id), in a statement that PostgreSQL plans once.

use diesel::QueryResult;
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};

/// The first rows of an ordered query; the number stands in the text, see [`Among`](super::Among).
#[derive(Clone, Copy, Debug)]
pub struct First<Q> {
    limit: u32,
    rows: Q,
}

impl<Q> First<Q> {
    /// The first `limit` of `rows`, a query without a limit.
    pub fn of(limit: u32, rows: Q) -> Self {
        Self { limit, rows }
    }
}

impl<Q: QueryFragment<Pg>> QueryFragment<Pg> for First<Q> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.rows.walk_ast(out.reborrow())?;
        out.push_sql(&format!(" LIMIT {}", self.limit));
        Ok(())
    }
}

impl<Q: Query> Query for First<Q> {
    type SqlType = Q::SqlType;
}

// The type does not tell the number, so the statement is known by its text.
impl<Q> QueryId for First<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

/// `id IN (…)`: the rows of one page of a list whose ids are ordered by time. `ids` is a boxed query for those that a filter
/// leaves.
#[macro_export]
macro_rules! walk {
    ($query:expr, $ids:expr, $id:expr $(,)?) => {{
        let query: &$crate::web::PageQuery = $query;
        let ids = $ids;
        let ids = match (query.before, query.after) {
            (Some(before), _) => ids.filter($id.gt(before.id)).order($id.asc()),
            (None, Some(after)) => ids.filter($id.lt(after.id)).order($id.desc()),
            (None, None) => ids.order($id.desc()),
        };
        $crate::db::Among::first($crate::web::PageQuery::LIMIT, ids, $id)
    }};
}

/// Every row of a list, page by page, up to some: `every_row!(MOST, |query| page(&filter, query, tx).await?)`.
#[macro_export]
macro_rules! every_row {
    ($most:expr, |$query:ident| $page:expr $(,)?) => {{
        let mut rows = ::std::vec::Vec::new();
        let mut next = $crate::web::PageQuery::default();
        loop {
            let $query = &next;
            let page: $crate::web::Page<_> = $page;
            rows.extend(page.rows);
            match page.next {
                Some(after) if rows.len() < $most => {
                    next = $crate::web::PageQuery {
                        after: Some(after),
                        before: None,
                    };
                }
                _ => break rows,
            }
        }
    }};
}

/// One page of rows, newest first: `page!(tx, query, notes::table.select(Note::as_select()), notes::created_at, notes::id,
/// |note: &Note| (note.created_at, note.id.0))`. The columns are the time and the id by which an index walks; the closure
/// reads them from a row. A filter goes into the query; it may be a boxed one.
#[macro_export]
macro_rules! page {
    ($tx:expr, $query:expr, $rows:expr, $at:expr, $id:expr, $cursor:expr $(,)?) => {{
        use diesel::prelude::*;
        let query: &$crate::web::PageQuery = $query;
        let mut rows = $rows.into_boxed::<diesel::pg::Pg>();
        if let Some(beyond) = $crate::db::Beyond::page(query, ($at, $id)) {
            rows = rows.filter(beyond);
        }
        let rows = if query.before.is_some() {
            rows.order(($at.asc(), $id.asc()))
        } else {
            rows.order(($at.desc(), $id.desc()))
        };
        let rows = $crate::db::First::of($crate::web::PageQuery::LIMIT, rows);
        let found = diesel_async::RunQueryDsl::load(rows, $tx).await;
        found.map(|rows| {
            $crate::web::Page::of(query, rows, |row| {
                let (at, id) = $cursor(row);
                $crate::web::Cursor { at, id }
            })
        })
    }};
}
