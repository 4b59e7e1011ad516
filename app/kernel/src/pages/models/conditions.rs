//! The conditions of a filtered list: only what is set reaches the statement, so that its index can be used,
//! and the count beside the list has the same conditions.

use diesel::pg::Pg;
use diesel::query_builder::{BoxedSqlQuery, SqlQuery};
use diesel::sql_types::{BigInt, Text, Uuid as SqlUuid};
use diesel::{QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;
use l10n::normalise;
use uuid::Uuid;

use crate::db::{ReadTx, contains};
use crate::web::{COUNTED, Cursor, Page, PageQuery};

/// A statement with its values.
pub type Statement = BoxedSqlQuery<'static, Pg, SqlQuery>;

#[derive(Clone, Debug)]
enum Value {
    Text(String),
    Uuid(Uuid),
}

/// Conditions joined by AND.
#[derive(Clone, Debug, Default)]
pub struct Conditions {
    parts: Vec<String>,
    values: Vec<Value>,
}

impl Conditions {
    fn add(mut self, sql: &str, value: Option<Value>) -> Self {
        if let Some(value) = value {
            self.values.push(value);
            self.parts.push(format!(
                "({})",
                sql.replace('?', &format!("${}", self.values.len()))
            ));
        }
        self
    }
    /// A text; `?` in `sql` stands for it. An empty one sets no condition.
    pub fn text(self, sql: &str, value: &str) -> Self {
        self.add(
            sql,
            (!value.is_empty()).then(|| Value::Text(value.to_owned())),
        )
    }
    /// Words that must stand somewhere; `sql` compares with LIKE.
    pub fn words(self, sql: &str, words: &str) -> Self {
        let words = normalise::search_text(words);
        self.add(
            sql,
            (!words.is_empty()).then(|| Value::Text(contains(&words))),
        )
    }
    /// An id.
    pub fn uuid(self, sql: &str, value: Option<Uuid>) -> Self {
        self.add(sql, value.map(Value::Uuid))
    }
    /// A condition without a value, when it is on.
    pub fn only(mut self, sql: &str, on: bool) -> Self {
        if on {
            self.parts.push(sql.to_owned());
        }
        self
    }
    /// The rows beyond the page's cursor, for a list with the newest first; ids are ordered by time.
    pub fn beyond(self, column: &str, page: &PageQuery) -> Self {
        let (sign, cursor) = if page.before.is_some() {
            ('>', page.before)
        } else {
            ('<', page.after)
        };
        self.uuid(&format!("{column} {sign} ?"), cursor.map(|c| c.id))
    }
    /// `select`, the conditions, and the rest of the statement.
    pub fn statement(&self, select: &str, rest: &str) -> Statement {
        let filter = if self.parts.is_empty() {
            String::new()
        } else {
            format!(" WHERE {}", self.parts.join(" AND "))
        };
        let query = diesel::sql_query(format!("{select}{filter} {rest}")).into_boxed();
        self.values
            .iter()
            .cloned()
            .fold(query, |query, value| match value {
                Value::Text(text) => query.bind::<Text, _>(text),
                Value::Uuid(id) => query.bind::<SqlUuid, _>(id),
            })
    }
    /// A page of the rows of `from` that meet the conditions, the newest first, and how many there are; `id` is the column
    /// that the page is ordered by.
    pub async fn page<T: QueryableByName<Pg> + Send + 'static>(
        self,
        from: &str,
        select: &str,
        id: &str,
        page: &PageQuery,
        cursor: impl Fn(&T) -> Cursor,
        tx: &mut ReadTx,
    ) -> QueryResult<(Page<T>, i64)> {
        let count = self.count(from, tx).await?;
        let rows = self
            .beyond(id, page)
            .statement(select, &newest_first(id, page))
            .get_results(tx)
            .await?;
        Ok((Page::of(page, rows, cursor), count))
    }
    /// How many rows there are, at most one more than [`COUNTED`].
    pub async fn count(&self, from: &str, tx: &mut ReadTx) -> QueryResult<i64> {
        let select = format!("SELECT count(*) AS count FROM (SELECT 1 FROM {from}");
        let row: Count = self
            .statement(&select, &format!("LIMIT {}) counted", COUNTED + 1))
            .get_result(tx)
            .await?;
        Ok(row.count)
    }
}

/// The order and limit of a page, newest first; reversed when one pages back.
fn newest_first(column: &str, page: &PageQuery) -> String {
    let order = if page.before.is_some() { "ASC" } else { "DESC" };
    format!("ORDER BY {column} {order} LIMIT {}", PageQuery::LIMIT)
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::Cursor;

    #[test]
    fn only_what_is_set_becomes_a_condition_and_numbers_follow_the_values() {
        let conditions = Conditions::default()
            .text("a = ?", "")
            .text("b = ? OR c = ?", "x")
            .words("d LIKE ?", " 50% ")
            .only("e", true);
        assert_eq!(conditions.parts, ["(b = $1 OR c = $1)", "(d LIKE $2)", "e"]);
        assert!(matches!(conditions.values.get(1), Some(Value::Text(t)) if t == "%50\\%%"));
    }

    #[test]
    fn paging_back_turns_the_order_round() {
        let cursor = Cursor {
            at: chrono::DateTime::UNIX_EPOCH,
            id: Uuid::from_u128(7),
        };
        let back = PageQuery {
            after: None,
            before: Some(cursor),
        };
        assert_eq!(
            Conditions::default().beyond("id", &back).parts,
            ["(id > $1)"]
        );
        assert!(newest_first("id", &back).starts_with("ORDER BY id ASC"));
    }
}
