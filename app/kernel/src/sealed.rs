//! Where sealed values lie, and how they are brought from one secret key to another. Whatever seals a value into a
//! column of its own names the column here: what is not named is lost when the key is changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use diesel::QueryableByName;
use diesel::sql_types::Text;
use diesel_async::RunQueryDsl;

use crate::app::App;
use crate::audit::{self, Audit};
use crate::db::{Tx, sql};
use crate::error::{AppError, AppResult};
use crate::keys::Keys;
use crate::settings::notify_changed;

/// A column that holds what [`Keys::seal`] made.
#[derive(Clone, Copy, Debug)]
pub struct SealedColumn {
    /// `table.column`.
    pub name: &'static str,
    /// Locks and reads every sealed value as `id` and `sealed`, both text.
    pub select: &'static str,
    /// Writes the sealed value `$2` into the row whose `id` is `$1`.
    pub update: &'static str,
}

/// A [`SealedColumn`] of the type `text`: `sealed_column!("table", "id", "column")`; the key may be of any type.
#[macro_export]
macro_rules! sealed_column {
    ($table:literal, $id:literal, $column:literal) => {
        $crate::sealed::SealedColumn {
            name: concat!($table, ".", $column),
            select: concat!(
                "SELECT ",
                $id,
                "::text AS id, ",
                $column,
                " AS sealed FROM ",
                $table,
                " WHERE ",
                $column,
                " IS NOT NULL ORDER BY 1 FOR UPDATE"
            ),
            update: concat!(
                "UPDATE ",
                $table,
                " SET ",
                $column,
                " = $2 WHERE ",
                $id,
                "::text = $1"
            ),
        }
    };
}

/// Every sealed column.
pub const SEALED: &[SealedColumn] = &[
    SealedColumn {
        name: "settings.value",
        select: "SELECT key AS id, value->>'sealed' AS sealed FROM settings \
                 WHERE value->>'sealed' IS NOT NULL ORDER BY 1 FOR UPDATE",
        update: "UPDATE settings SET value = jsonb_build_object('sealed', $2) WHERE key = $1",
    },
    SealedColumn {
        name: "tenant_settings.value",
        select: "SELECT tenant_id || ' ' || key AS id, value->>'sealed' AS sealed FROM tenant_settings \
                 WHERE value->>'sealed' IS NOT NULL ORDER BY 1 FOR UPDATE",
        update: "UPDATE tenant_settings SET value = jsonb_build_object('sealed', $2) \
                 WHERE tenant_id || ' ' || key = $1",
    },
    sealed_column!("webhook_endpoints", "id", "secret"),
    sealed_column!("webhook_endpoints", "id", "previous_secret"),
];

/// What a rotation found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rotated {
    /// Sealed anew, by column.
    pub resealed: BTreeMap<&'static str, usize>,
    /// Sealed with the program's key already.
    pub current: usize,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    id: String,
    #[diesel(sql_type = Text)]
    sealed: String,
}

/// Seals every sealed value with the program's key that was sealed with `old`. All or nothing; running it again changes
/// nothing. A value that opens with neither key stops it, and is named.
pub async fn rotate(app: &Arc<App>, old: &[u8; 32]) -> AppResult<Rotated> {
    let old = Keys::derive(old)?;
    app.without_request()
        .platform()
        .write(async |tx| {
            let mut rotated = Rotated::default();
            for column in SEALED {
                reseal(column, &old, &mut rotated, tx).await?;
            }
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

async fn reseal(
    column: &SealedColumn,
    old: &Keys,
    rotated: &mut Rotated,
    tx: &mut Tx,
) -> AppResult<()> {
    let keys = tx.app.keys.clone();
    let rows: Vec<Row> = sql(column.select).get_results(tx).await?;
    for row in rows {
        if keys.open(&row.sealed).is_ok() {
            rotated.current += 1;
            continue;
        }
        let Ok(open) = old.open(&row.sealed) else {
            return Err(AppError::internal(format!(
                "{} of {} opens neither with the old key nor with the new one; nothing was changed",
                column.name, row.id
            )));
        };
        sql(column.update)
            .bind::<Text, _>(&row.id)
            .bind::<Text, _>(keys.seal(&open)?)
            .execute(tx)
            .await?;
        *rotated.resealed.entry(column.name).or_default() += 1;
    }
    Ok(())
}
