//! The platform's settings as this node knows them. Every node keeps them in memory; a change on any of them is told
//! through LISTEN/NOTIFY.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use diesel::sql_types::{Jsonb, Text};
use diesel_async::RunQueryDsl;
use l10n::Locale;
use serde_json::Value as Json;

use crate::app::App;
use crate::db::sql;
use crate::error::AppResult;
use crate::texts::Overrides;

/// What somebody changed, as it is stored, by key.
pub(crate) type Stored = HashMap<String, Json>;

/// The platform's settings of this node.
#[derive(Default)]
pub struct SettingsCache {
    changed: RwLock<Arc<Stored>>,
}

#[derive(diesel::QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    key: String,
    #[diesel(sql_type = Jsonb)]
    value: Json,
}

#[derive(diesel::QueryableByName)]
struct OverrideRow {
    #[diesel(sql_type = Text)]
    key: String,
    #[diesel(sql_type = Text)]
    locale: String,
    #[diesel(sql_type = Text)]
    body: String,
}

impl SettingsCache {
    /// What is changed as of now.
    pub(super) fn changed(&self) -> Arc<Stored> {
        Arc::clone(&self.changed.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads everything again: at boot, after a change on any node, after the database was away.
    pub async fn reload(&self, app: &Arc<App>) -> AppResult<()> {
        let (rows, texts) = app
            .without_request()
            .public()
            .read(async |tx| {
                let rows: Vec<Row> = sql("SELECT key, value FROM settings_all()")
                    .get_results(tx)
                    .await?;
                let texts: Vec<OverrideRow> =
                    sql("SELECT key, locale, body FROM text_overrides_all()")
                        .get_results(tx)
                        .await?;
                Ok((rows, texts))
            })
            .await?;
        let changed = rows.into_iter().map(|row| (row.key, row.value)).collect();
        tell_of_misfits(app, &changed);
        *self.changed.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(changed);
        let overrides: Overrides = texts
            .into_iter()
            .filter_map(|row| {
                let locale = row.locale.parse::<Locale>().ok()?;
                Some(((locale, row.key), row.body))
            })
            .collect();
        app.registry.texts().set_overrides(overrides);
        Ok(())
    }
}

/// A value that no longer fits its declaration is not obeyed; whoever reads the log learns which.
fn tell_of_misfits(app: &App, changed: &Stored) {
    for (key, value) in changed {
        let def = app.registry.settings().get(key.as_str());
        if def.is_some_and(|def| !def.fits(value)) {
            tracing::warn!(%key, "the stored value does not fit the setting any more: its default counts");
        }
    }
}
