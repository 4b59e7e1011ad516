//! Counts a query's rows up to the query's own limit: exact counts to a thousand cost the same on a million rows.
//! `SELECT count(*) FROM (query) AS counted`; diesel has no expression for a sub-select in FROM.

use diesel::QueryResult;
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::BigInt;

/// The count of another query's rows; give that query a limit.
#[derive(Clone, Copy, Debug, QueryId)]
pub struct CountOf<Q>(pub Q);

impl<Q: QueryFragment<Pg>> QueryFragment<Pg> for CountOf<Q> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("SELECT count(*) FROM (");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(") AS counted");
        Ok(())
    }
}

impl<Q: Query> Query for CountOf<Q> {
    type SqlType = BigInt;
}
