//! The list of payments: by words and by where they stand, page by page.
//! Where a payment stands depends on the time, so the time is part of the question.

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{CountOf, Holds, ReadTx};
use kernel::web::{COUNTED_TO, Cursor, Page, PageQuery};
use l10n::normalise;

use super::payment::Payment;
use crate::schema::simulators_zarinpal_payments as payments;
use crate::zarinpal::words::{EndKind, Status};

/// What the list is narrowed to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter<'a> {
    /// A [`Status`], or all when it is none.
    pub status: &'a str,
    /// Words of the description, the authority, the shop's own number, the payer.
    pub words: &'a str,
}

type Rows = payments::BoxedQuery<'static, Pg>;

impl Filter<'_> {
    fn rows(&self, now: DateTime<Utc>) -> Rows {
        let mut rows = payments::table.into_boxed::<Pg>();
        let words = normalise::search_text(self.words);
        if !words.is_empty() {
            rows = rows.filter(Holds::words(payments::search_text, &words));
        }
        let paid = payments::end_kind.eq(EndKind::Paid);
        match Status::parse(self.status) {
            None => rows,
            Some(Status::Reversed) => rows.filter(payments::reversed_at.is_not_null()),
            Some(Status::Verified) => rows
                .filter(payments::verified_at.is_not_null())
                .filter(payments::reversed_at.is_null()),
            Some(Status::Paid) => rows
                .filter(paid)
                .filter(payments::verified_at.is_null())
                .filter(payments::reversed_at.is_null()),
            Some(Status::InBank) => rows
                .filter(payments::end_kind.is_null())
                .filter(payments::expires_at.gt(now)),
            Some(Status::Failed) => rows.filter(
                payments::end_kind.ne(EndKind::Paid).or(payments::end_kind
                    .is_null()
                    .and(payments::expires_at.le(now).nullable())),
            ),
        }
    }
}

/// A page of payments, the newest first, and how many there are.
pub async fn list(
    filter: Filter<'_>,
    query: &PageQuery,
    tx: &mut ReadTx,
) -> QueryResult<(Page<Payment>, i64)> {
    let now = tx.now();
    let counted = filter.rows(now).select(payments::id);
    let count = CountOf::new(counted, COUNTED_TO).get_result(tx).await?;
    let on_page = kernel::walk!(query, filter.rows(now).select(payments::id), payments::id);
    let rows = payments::table
        .filter(on_page)
        .select(Payment::as_select())
        .load(tx)
        .await?;
    let page = Page::by_id(query, rows, |row: &Payment| {
        let (at, id) = row.stands_at();
        Cursor { at, id }
    });
    Ok((page, count))
}
