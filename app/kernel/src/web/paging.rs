//! Keyset paging: a cursor is the sort value and id of the row where a page ends, opaque in the address.
//! The 200th page costs what the first does, and rows that arrive meanwhile shift nothing.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Rows on a page.
pub const PAGE_SIZE: u32 = 50;

/// PostgreSQL's first moment, 4714 BC, in microseconds since 1970; its last lies beyond chrono's.
const FIRST_MOMENT: i64 = -210_866_803_200_000_000;

/// Where a page begins: rows after (older than) or before (newer than) this row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Sort value of the row.
    pub at: DateTime<Utc>,
    /// Its id.
    pub id: Uuid,
}

impl Cursor {
    /// The cursor in an address.
    #[must_use]
    pub fn encode(&self) -> String {
        let mut bytes = self.at.timestamp_micros().to_be_bytes().to_vec();
        bytes.extend_from_slice(self.id.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads a cursor; `None` for anything that we did not write.
    #[must_use]
    pub fn decode(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (at, id) = bytes.split_at_checked(8)?;
        let micros = i64::from_be_bytes(at.try_into().ok()?);
        let at = DateTime::from_timestamp_micros(micros).filter(|_| micros >= FIRST_MOMENT)?;
        Some(Self {
            at,
            id: Uuid::from_slice(id).ok()?,
        })
    }
}

/// Which page is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PageQuery {
    /// Rows after this one.
    pub after: Option<Cursor>,
    /// Rows before this one.
    pub before: Option<Cursor>,
}

impl PageQuery {
    /// From the address's `after` and `before`.
    #[must_use]
    pub fn new(after: Option<&str>, before: Option<&str>) -> Self {
        Self {
            after: after.and_then(Cursor::decode),
            before: before.and_then(Cursor::decode),
        }
    }
    /// How many rows to load: one more than shown tells whether there is another page.
    pub const LIMIT: u32 = PAGE_SIZE + 1;
}

/// One page of rows with the cursors of its neighbours.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The rows in reading order.
    pub rows: Vec<T>,
    /// Cursor of the next page.
    pub next: Option<Cursor>,
    /// Cursor of the page before.
    pub previous: Option<Cursor>,
}

impl<T> Page<T> {
    /// Makes a page of up to [`PageQuery::LIMIT`] rows, loaded in reading order, or in reverse when `query.before` is set.
    #[must_use]
    pub fn of(query: &PageQuery, mut rows: Vec<T>, cursor: impl Fn(&T) -> Cursor) -> Self {
        let size = usize::try_from(PAGE_SIZE).unwrap_or(50);
        let more = rows.len() > size;
        rows.truncate(size);
        let backwards = query.before.is_some();
        if backwards {
            rows.reverse();
        }
        let has_next = if backwards { !rows.is_empty() } else { more };
        let has_previous = if backwards {
            more
        } else {
            query.after.is_some() && !rows.is_empty()
        };
        let next = rows.last().filter(|_| has_next).map(&cursor);
        let previous = rows.first().filter(|_| has_previous).map(&cursor);
        Self {
            rows,
            next,
            previous,
        }
    }

    /// Makes a page of rows in any order whose ids are ordered by time, as [`walk!`](crate::walk) finds them.
    #[must_use]
    pub fn by_id(query: &PageQuery, mut rows: Vec<T>, cursor: impl Fn(&T) -> Cursor) -> Self {
        rows.sort_unstable_by_key(|row| cursor(row).id);
        if query.before.is_none() {
            rows.reverse();
        }
        Self::of(query, rows, cursor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_the_address_and_nonsense_does_not() {
        let cursor = Cursor {
            at: DateTime::from_timestamp_micros(1_763_600_000_123_456).unwrap(),
            id: Uuid::now_v7(),
        };
        assert_eq!(Cursor::decode(&cursor.encode()), Some(cursor));
        assert_eq!(Cursor::decode("x"), None);
        assert_eq!(Cursor::decode(""), None);
    }

    #[test]
    fn a_time_that_postgresql_does_not_know_is_no_cursor() {
        let of = |micros: i64| {
            let bytes = [micros.to_be_bytes().as_slice(), &[7; 16]].concat();
            Cursor::decode(&URL_SAFE_NO_PAD.encode(bytes))
        };
        assert!(of(FIRST_MOMENT).is_some() && of(0).is_some());
        for micros in [i64::MIN, FIRST_MOMENT - 1, i64::MAX] {
            assert_eq!(of(micros), None, "{micros}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_cursor_or_none(text in ".{0,64}", bytes in proptest::collection::vec(0u8.., 0..40)) {
            for text in [text, URL_SAFE_NO_PAD.encode(bytes)] {
                if let Some(cursor) = Cursor::decode(&text) {
                    proptest::prop_assert!(cursor.at.timestamp_micros() >= FIRST_MOMENT);
                    proptest::prop_assert_eq!(Cursor::decode(&cursor.encode()), Some(cursor));
                }
            }
        }
    }

    #[test]
    fn the_extra_row_tells_of_a_next_page() {
        let at = |n: usize| Cursor {
            at: DateTime::from_timestamp(i64::try_from(n).unwrap(), 0).unwrap(),
            id: Uuid::nil(),
        };
        let first = Page::of(&PageQuery::default(), (0..51).collect(), |n: &usize| at(*n));
        assert_eq!(
            (first.rows.len(), first.next, first.previous),
            (50, Some(at(49)), None)
        );
        let last = Page::of(
            &PageQuery {
                after: Some(at(49)),
                before: None,
            },
            (50..60).collect(),
            |n: &usize| at(*n),
        );
        assert_eq!(
            (last.rows.len(), last.next, last.previous),
            (10, None, Some(at(50)))
        );
        let back = Page::of(
            &PageQuery {
                after: None,
                before: Some(at(50)),
            },
            (0..50).rev().collect(),
            |n: &usize| at(*n),
        );
        assert_eq!(
            (back.rows.first(), back.next, back.previous),
            (Some(&0), Some(at(49)), None)
        );
    }
}
