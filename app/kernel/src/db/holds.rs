//! Search by LIKE on a trigram index, in a statement that is planned for the words that were typed.
//! Here because a plan for any words is a bad one: a common word is found by walking the list's own index, a rare one by
//! the trigrams, and PostgreSQL can tell them apart only when it sees them.

use diesel::expression::{AppearsOnTable, AsExpression, Expression, ValidGrouping, is_aggregate};
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Bool, Text};
use diesel::{QueryResult, declare_sql_function};

/// `column LIKE '%words%'`, where the signs of LIKE in the words stand for themselves.
/// Over a million tickets, a plan kept for any words took 970 ms for a word that all of them hold, one made for it 1 ms.
#[derive(Clone, Debug)]
pub struct Holds<C> {
    column: C,
    pattern: String,
}

impl<C> Holds<C> {
    /// `column`, normalised by `l10n::normalise::search_text` as the words are, holds `words`.
    pub fn words(column: C, words: &str) -> Self {
        let pattern = contains(words);
        Self { column, pattern }
    }
}

impl<C: QueryFragment<Pg>> QueryFragment<Pg> for Holds<C> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.unsafe_to_cache_prepared();
        self.column.walk_ast(out.reborrow())?;
        out.push_sql(" LIKE ");
        out.push_bind_param::<Text, _>(&self.pattern)
    }
}

impl<C: Expression> Expression for Holds<C> {
    type SqlType = Bool;
}

impl<C> ValidGrouping<()> for Holds<C> {
    type IsAggregate = is_aggregate::No;
}

impl<C: AppearsOnTable<QS>, QS> AppearsOnTable<QS> for Holds<C> {}

impl<C> QueryId for Holds<C> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

/// The pattern of LIKE for texts that hold these words; its own signs stand for themselves.
fn contains(words: &str) -> String {
    let plain = words
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    format!("%{plain}%")
}

#[declare_sql_function]
extern "SQL" {
    /// In lower case.
    fn lower(text: Text) -> Text;
    /// With each sign of `from` replaced by the one at its place in `to`.
    fn translate(text: Text, from: Text, to: Text) -> Text;
}

/// Signs that are another one to whoever searches.
const UNFOLDED: &str = "\u{200c}\u{622}\u{623}\u{625}\u{624}\u{626}\u{629}\u{6c0}";
const FOLDED: &str = " \u{627}\u{627}\u{627}\u{648}\u{6cc}\u{647}\u{647}";

/// A column in the form in which words are compared; what `l10n::normalise::search_text` does, as far as stored names
/// need it: they are normalised already when they are written.
pub fn folded<C: AsExpression<Text>>(column: C) -> translate<lower<C>, &'static str, &'static str> {
    translate(lower(column), UNFOLDED, FOLDED)
}
