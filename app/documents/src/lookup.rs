//! Documents by their numbers, for lists of other crates: what a number is about, and which numbers things have.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::ReadTx;
use ledger::BookId;
use uuid::Uuid;

use crate::ids::DocumentId;
use crate::number::{Number, year};
use crate::schema::documents_documents;

/// A bare number is looked for in so many years.
const YEARS: i16 = 10;

/// Series, year and number as people write them: `1405-12`, `B-1405-12`, or `12` of one of the last years.
fn read(text: &str, now: DateTime<Utc>) -> Option<(String, Vec<i16>, i64)> {
    let parts: Vec<&str> = text.trim().split('-').map(str::trim).collect();
    match parts.as_slice() {
        [number] => {
            let this = year(now);
            let years = (this.saturating_sub(YEARS)..=this).collect();
            Some((String::new(), years, number.parse().ok()?))
        }
        [year, number] => Some((
            String::new(),
            vec![year.parse().ok()?],
            number.parse().ok()?,
        )),
        [series, year, number] => Some((
            series.to_uppercase(),
            vec![year.parse().ok()?],
            number.parse().ok()?,
        )),
        _ => None,
    }
}

/// Ids of the things of this kind that documents of this number in a book are about.
pub async fn numbered(
    book: BookId,
    kind: &str,
    text: &str,
    tx: &mut ReadTx,
) -> QueryResult<Vec<Uuid>> {
    let Some((series, years, number)) = read(text, tx.now()) else {
        return Ok(Vec::new());
    };
    let found: Vec<Option<Uuid>> = documents_documents::table
        .filter(documents_documents::book_id.eq(book))
        .filter(documents_documents::series.eq(series))
        .filter(documents_documents::year.eq_any(years))
        .filter(documents_documents::number.eq(number))
        .filter(documents_documents::subject_kind.eq(kind))
        .select(documents_documents::subject_id)
        .load(tx)
        .await?;
    Ok(found.into_iter().flatten().collect())
}

type Row = (DocumentId, String, i16, Option<i64>);

/// The numbers of these documents, of those that have one.
pub async fn numbers(of: &[DocumentId], tx: &mut ReadTx) -> QueryResult<Vec<(DocumentId, Number)>> {
    if of.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<Row> = documents_documents::table
        .filter(documents_documents::id.eq_any(of))
        .select((
            documents_documents::id,
            documents_documents::series,
            documents_documents::year,
            documents_documents::number,
        ))
        .load(tx)
        .await?;
    let numbered = |(id, series, year, number): Row| {
        let number = number?;
        Some((
            id,
            Number {
                series,
                year,
                number,
            },
        ))
    };
    Ok(rows.into_iter().filter_map(numbered).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_people_write_it() {
        let now = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let this = year(now);
        assert_eq!(read("1405-12", now), Some((String::new(), vec![1405], 12)));
        assert_eq!(
            read(" b-1405-7 ", now),
            Some(("B".to_owned(), vec![1405], 7))
        );
        let (series, years, number) = read("12", now).unwrap();
        assert_eq!((series.as_str(), number), ("", 12));
        assert!(years.contains(&this) && years.len() == 11);
        for wrong in ["", "x", "1405-", "1-2-3-4"] {
            assert_eq!(read(wrong, now), None, "{wrong}");
        }
    }
}
