//! What the lists find and in which order, and the verbs of their pages.

pub mod acts;
pub mod invoices;
pub mod orders;
pub mod services;
pub mod words;

pub use words::Words;

use chrono::{DateTime, Utc};
use kernel::web::Cursor;

/// A filtered, sorted query as a page of it: what lies beyond the cursor, in the order of the walk.
macro_rules! walked {
    ($rows:expr, $query:expr, $at:expr, $id:expr, $rising:expr) => {{
        let mut rows = $rows;
        if let Some(beyond) = kernel::db::Beyond::page_in($query, ($at, $id), $rising) {
            rows = rows.filter(beyond);
        }
        if $query.before.is_some() != $rising {
            rows.order(($at.asc(), $id.asc()))
        } else {
            rows.order(($at.desc(), $id.desc()))
        }
    }};
}
pub(super) use walked;

/// A sum in the place of a cursor's time: microseconds since 1970.
pub fn of_sum(sum: i64, id: uuid::Uuid) -> Cursor {
    Cursor {
        at: DateTime::<Utc>::from_timestamp_micros(sum).unwrap_or_default(),
        id,
    }
}
