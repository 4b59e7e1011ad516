//! Limits that stand in the statement as a number. A limit that is bound is unknown when PostgreSQL weighs a plan for
//! any values, so it plans such a statement anew each time, which costs more than to run a page of fifty rows.

use diesel::QueryResult;
use diesel::expression::{AppearsOnTable, Expression, ValidGrouping, is_aggregate};
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Bool, Timestamptz, Uuid};

use crate::web::{Cursor, PageQuery};

/// The count of another query's rows, up to a number: exact counts to a thousand cost the same on a million rows.
/// `SELECT count(*) FROM (query LIMIT n) AS counted`; diesel has no expression for a sub-select in FROM.
#[derive(Clone, Copy, Debug)]
pub struct CountOf<Q> {
    rows: Q,
    cap: u32,
}

impl<Q> CountOf<Q> {
    /// Counts `rows`, a query without a limit, up to `cap`.
    pub fn new(rows: Q, cap: u32) -> Self {
        Self { rows, cap }
    }
}

impl<Q: QueryFragment<Pg>> QueryFragment<Pg> for CountOf<Q> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("SELECT count(*) FROM (");
        self.rows.walk_ast(out.reborrow())?;
        out.push_sql(&format!(" LIMIT {}) AS counted", self.cap));
        Ok(())
    }
}

impl<Q: Query> Query for CountOf<Q> {
    type SqlType = BigInt;
}

// The type does not tell the number, so the statement is known by its text.
impl<Q> QueryId for CountOf<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

/// `column IN (query LIMIT n)`: the rows of a page whose ids another query walks an index for.
#[derive(Clone, Copy, Debug)]
pub struct Among<C, Q> {
    column: C,
    ids: Q,
    limit: u32,
}

impl<C, Q> Among<C, Q> {
    /// `column` is one of the first `limit` that `ids`, an ordered query without a limit, finds.
    pub fn first(limit: u32, ids: Q, column: C) -> Self {
        Self { column, ids, limit }
    }
}

impl<C: QueryFragment<Pg>, Q: QueryFragment<Pg>> QueryFragment<Pg> for Among<C, Q> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.column.walk_ast(out.reborrow())?;
        out.push_sql(" IN (");
        self.ids.walk_ast(out.reborrow())?;
        out.push_sql(&format!(" LIMIT {})", self.limit));
        Ok(())
    }
}

impl<C: Expression, Q: Query<SqlType = C::SqlType>> Expression for Among<C, Q> {
    type SqlType = Bool;
}

impl<C, Q> ValidGrouping<()> for Among<C, Q> {
    type IsAggregate = is_aggregate::No;
}

impl<C: AppearsOnTable<QS>, Q: Query<SqlType = C::SqlType>, QS> AppearsOnTable<QS> for Among<C, Q> {}

impl<C, Q> QueryId for Among<C, Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

/// `(at, id) < (cursor)` or `>`: where a page begins, as one row comparison that an index walks.
#[derive(Clone, Copy, Debug)]
pub struct Beyond<A, I> {
    columns: (A, I),
    cursor: Cursor,
    newer: bool,
}

impl<A, I> Beyond<A, I> {
    /// Where the page that is asked for begins; nothing for the first page. `columns` are the sort value and the id.
    pub fn page(query: &PageQuery, columns: (A, I)) -> Option<Self> {
        Self::page_in(query, columns, false)
    }

    /// The same in a list whose first row has the smallest value, when it is `rising`.
    pub fn page_in(query: &PageQuery, columns: (A, I), rising: bool) -> Option<Self> {
        let newer = query.before.is_some() != rising;
        let cursor = query.before.or(query.after)?;
        Some(Self {
            columns,
            cursor,
            newer,
        })
    }
}

impl<A: QueryFragment<Pg>, I: QueryFragment<Pg>> QueryFragment<Pg> for Beyond<A, I> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("(");
        self.columns.0.walk_ast(out.reborrow())?;
        out.push_sql(", ");
        self.columns.1.walk_ast(out.reborrow())?;
        out.push_sql(if self.newer { ") > (" } else { ") < (" });
        out.push_bind_param::<Timestamptz, _>(&self.cursor.at)?;
        out.push_sql(", ");
        out.push_bind_param::<Uuid, _>(&self.cursor.id)?;
        out.push_sql(")");
        Ok(())
    }
}

impl<A, I> Expression for Beyond<A, I> {
    type SqlType = Bool;
}

impl<A, I> ValidGrouping<()> for Beyond<A, I> {
    type IsAggregate = is_aggregate::No;
}

impl<A: AppearsOnTable<QS>, I: AppearsOnTable<QS>, QS> AppearsOnTable<QS> for Beyond<A, I> {}

impl<A, I> QueryId for Beyond<A, I> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
