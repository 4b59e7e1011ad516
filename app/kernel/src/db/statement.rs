//! Statements that PostgreSQL parses and plans once a connection. diesel asks for that at each call of `sql_query` and of
//! every `UPDATE`, since it cannot know whether their text is ever the same again; here we know.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{HasSqlType, Untyped};

/// A statement with its values; rows are read by `QueryableByName`.
#[derive(Clone, Copy, Debug)]
pub struct Sql<B> {
    text: &'static str,
    values: B,
}

/// A statement in SQL; `$1` is the first value that [`Sql::bind`] gives.
#[must_use]
pub fn sql(text: &'static str) -> Sql<()> {
    Sql { text, values: () }
}

/// One more value.
#[derive(Clone, Copy, Debug)]
pub struct Bound<B, ST, V> {
    before: B,
    value: V,
    kind: PhantomData<fn() -> ST>,
}

impl<B> Sql<B> {
    /// Gives the next value, as the SQL type `ST`.
    #[must_use]
    pub fn bind<ST, V>(self, value: V) -> Sql<Bound<B, ST, V>> {
        Sql {
            text: self.text,
            values: Bound {
                before: self.values,
                value,
                kind: PhantomData,
            },
        }
    }
}

impl<B: QueryFragment<Pg>> QueryFragment<Pg> for Sql<B> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(self.text);
        self.values.walk_ast(out)
    }
}

impl<B, ST, V> QueryFragment<Pg> for Bound<B, ST, V>
where
    B: QueryFragment<Pg>,
    Pg: HasSqlType<ST>,
    V: ToSql<ST, Pg>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.before.walk_ast(out.reborrow())?;
        out.push_bind_param_value_only(&self.value)
    }
}

impl<B> Query for Sql<B> {
    type SqlType = Untyped;
}

// Known by its text.
impl<B> QueryId for Sql<B> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

/// A statement of diesel's whose text is one of a few, so that it is worth keeping: an `UPDATE` that always sets the same
/// columns.
#[derive(Clone, Copy, Debug)]
pub struct Kept<Q>(pub Q);

impl<Q: QueryFragment<Pg>> QueryFragment<Pg> for Kept<Q> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }

    fn is_safe_to_cache_prepared(&self, _backend: &Pg) -> QueryResult<bool> {
        Ok(true)
    }
}

impl<Q> QueryId for Kept<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
