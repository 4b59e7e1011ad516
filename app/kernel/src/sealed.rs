//! Where sealed values lie, and how they are brought from one secret key to another. Whatever seals a value into a
//! column of its own names the column here: what is not named is lost when the key is changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use futures::future::BoxFuture;
use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::audit::{self, Audit};
use crate::db::Tx;
use crate::error::{AppError, AppResult};
use crate::ids::TenantId;
use crate::keys::Keys;
use crate::schema::{settings, tenant_settings, webhook_endpoints};
use crate::settings::notify_changed;

/// A column that holds what [`Keys::seal`] made.
#[derive(Clone, Copy, Debug)]
pub struct SealedColumn {
    /// `table.column`.
    pub name: &'static str,
    /// Locks and reads every sealed value, and writes those that had to be sealed anew.
    walk: for<'t> fn(&'t mut Rotation, &'t mut Tx) -> BoxFuture<'t, AppResult<()>>,
}

/// A [`SealedColumn`]: `sealed_column!(table.column, (key: Type))` when it is of the type `text`; otherwise with the
/// expression that reads the sealed text, and the closure that makes the column's value of a new one.
macro_rules! sealed_column {
    ($table:ident.$column:ident, $key:tt) => {
        sealed_column!($table.$column, $key, $table::$column, |anew: String| anew)
    };
    ($table:ident.$column:ident, ($($key:ident: $of:ty),+), $sealed:expr, $value:expr) => {
        SealedColumn {
            name: concat!(stringify!($table), ".", stringify!($column)),
            walk: |rotation, tx| {
                Box::pin(async move {
                    let rows: Vec<(($($of,)+), Option<String>)> = $table::table
                        .filter($sealed.is_not_null())
                        .order(($($table::$key,)+))
                        .select((($($table::$key,)+), $sealed.nullable()))
                        .for_update()
                        .load(tx)
                        .await?;
                    for (($($key,)+), sealed) in rows {
                        let id = [$($key.to_string()),+].join(" ");
                        let Some(anew) = rotation.anew(&id, &sealed.unwrap_or_default())? else {
                            continue;
                        };
                        let row = $table::table$(.filter($table::$key.eq($key)))+;
                        diesel::update(row)
                            .set($table::$column.eq($value(anew)))
                            .execute(tx)
                            .await?;
                    }
                    Ok(())
                })
            },
        }
    };
}

/// Every sealed column.
pub const SEALED: &[SealedColumn] = &[
    sealed_column!(
        settings.value,
        (key: String),
        settings::value.retrieve_as_text("sealed"),
        |anew| json!({ "sealed": anew })
    ),
    sealed_column!(
        tenant_settings.value,
        (tenant_id: TenantId, key: String),
        tenant_settings::value.retrieve_as_text("sealed"),
        |anew| json!({ "sealed": anew })
    ),
    sealed_column!(webhook_endpoints.secret, (id: Uuid)),
    sealed_column!(webhook_endpoints.previous_secret, (id: Uuid)),
];

/// What a rotation found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rotated {
    /// Sealed anew, by column.
    pub resealed: BTreeMap<&'static str, usize>,
    /// Sealed with the program's key already.
    pub current: usize,
}

/// One column's turn, from the old key to the program's.
struct Rotation {
    column: &'static str,
    old: Keys,
    new: Keys,
    rotated: Rotated,
}

impl Rotation {
    /// The value under the program's key; nothing when it is under that key already.
    fn anew(&mut self, id: &str, sealed: &str) -> AppResult<Option<String>> {
        if self.new.open(sealed).is_ok() {
            self.rotated.current += 1;
            return Ok(None);
        }
        let Ok(open) = self.old.open(sealed) else {
            return Err(AppError::internal(format!(
                "{} of {id} opens neither with the old key nor with the new one; nothing was changed",
                self.column
            )));
        };
        *self.rotated.resealed.entry(self.column).or_default() += 1;
        Ok(Some(self.new.seal(&open)?))
    }
}

/// Seals every sealed value with the program's key that was sealed with `old`. All or nothing; running it again changes
/// nothing. A value that opens with neither key stops it, and is named.
pub async fn rotate(app: &Arc<App>, old: &[u8; 32]) -> AppResult<Rotated> {
    let old = Keys::derive(old)?;
    app.without_request()
        .platform()
        .write(async |tx| {
            let mut rotation = Rotation {
                column: "",
                old: old.clone(),
                new: tx.app.keys.clone(),
                rotated: Rotated::default(),
            };
            for column in SEALED {
                rotation.column = column.name;
                (column.walk)(&mut rotation, tx).await?;
            }
            let rotated = rotation.rotated;
            if !rotated.resealed.is_empty() {
                let event = Audit::new("kernel.secrets.rotate", "kernel.setting", None)
                    .after(&rotated.resealed);
                audit::record(tx, event).await?;
                notify_changed(tx).await?;
            }
            Ok(rotated)
        })
        .await
}
