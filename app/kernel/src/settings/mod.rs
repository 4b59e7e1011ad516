//! Settings that operators change while the program runs. Every node keeps them in a cache that a change on any
//! node empties through LISTEN/NOTIFY. Secrets are sealed at rest and never shown again.

use std::sync::{Arc, Mutex};

use cached::{Cached, UnboundCache};
use diesel::sql_types::{Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use l10n::Locale;
use serde_json::{Value, json};

use crate::app::App;
use crate::audit::{self, Audit};
use crate::db::{Tx, sql};
use crate::error::{AppError, AppResult};
use crate::keys::Keys;
use crate::module::{Registry, SettingDef, SettingKind};
use crate::texts::Overrides;

/// The settings as this node knows them.
pub struct SettingsCache {
    values: Mutex<UnboundCache<String, Value>>,
    defaults: Vec<SettingDef>,
    keys: Keys,
}

#[derive(diesel::QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    key: String,
    #[diesel(sql_type = Jsonb)]
    value: Value,
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
    pub(crate) fn new(registry: &Registry, keys: Keys) -> Self {
        let defaults = registry.settings().values().cloned().collect();
        Self {
            values: Mutex::new(UnboundCache::new()),
            defaults,
            keys,
        }
    }

    fn def(&self, key: &str) -> Option<&SettingDef> {
        self.defaults.iter().find(|def| def.key == key)
    }

    fn value(&self, key: &str) -> Value {
        let changed = self
            .values
            .lock()
            .ok()
            .and_then(|mut values| values.cache_get(key).cloned());
        changed
            .or_else(|| self.def(key).map(|def| def.default.clone()))
            .unwrap_or(Value::Null)
    }

    /// A whole number; 0 for a setting of another kind.
    #[must_use]
    pub fn integer(&self, key: &str) -> i64 {
        self.value(key).as_i64().unwrap_or_default()
    }

    /// A text; secrets come opened.
    #[must_use]
    pub fn text(&self, key: &str) -> String {
        let value = self.value(key).as_str().unwrap_or_default().to_owned();
        if self.def(key).is_some_and(|def| def.secret) && !value.is_empty() {
            return self.keys.open(&value).unwrap_or_default();
        }
        value
    }

    /// Yes or no.
    #[must_use]
    pub fn switch(&self, key: &str) -> bool {
        self.value(key).as_bool().unwrap_or_default()
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
        if let Ok(mut values) = self.values.lock() {
            values.cache_clear();
            for row in rows {
                values.cache_set(row.key, row.value);
            }
        }
        let overrides: Overrides = texts
            .into_iter()
            .filter_map(|row| {
                row.locale
                    .parse::<Locale>()
                    .ok()
                    .map(|locale| ((locale, row.key), row.body))
            })
            .collect();
        app.registry.texts().set_overrides(overrides);
        Ok(())
    }
}

/// Reads a typed value of a setting; an error names what is wrong.
pub fn parse(def: &SettingDef, typed: &str) -> Result<Value, &'static str> {
    match &def.kind {
        SettingKind::Text(max) if typed.chars().count() > *max => {
            Err("kernel.invalid.too_long_plain")
        }
        SettingKind::Text(_) => Ok(json!(typed)),
        SettingKind::Integer { min, max } => {
            let number: i64 = l10n::normalise::ascii_digits(typed)
                .replace([',', '٬'], "")
                .trim()
                .parse()
                .map_err(|_| "kernel.invalid.number")?;
            if (*min..=*max).contains(&number) {
                Ok(json!(number))
            } else {
                Err("kernel.invalid.range")
            }
        }
        SettingKind::Switch => Ok(json!(!typed.is_empty())),
        SettingKind::Choice(choices) => {
            if choices.contains(&typed) {
                Ok(json!(typed))
            } else {
                Err("kernel.invalid.choice")
            }
        }
    }
}

/// Changes a setting, with audit; every node knows within a second.
pub async fn change(tx: &mut Tx, key: &str, value: Value) -> AppResult<()> {
    let app = Arc::clone(&tx.app);
    let def = app
        .registry
        .settings()
        .get(key)
        .ok_or(AppError::NotFound("kernel.setting"))?;
    let stored = match (&value, def.secret) {
        (Value::String(plain), true) => json!(app.keys.seal(plain)?),
        _ => value.clone(),
    };
    let shown = |v: &Value| {
        if def.secret {
            json!("•••")
        } else {
            v.clone()
        }
    };
    let before = app.settings.value(key);
    let (now, user) = (tx.now(), tx.who().user);
    sql(
        "INSERT INTO settings (key, value, updated_at, updated_by) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (key) DO UPDATE SET value = $2, updated_at = $3, updated_by = $4",
    )
    .bind::<Text, _>(key)
    .bind::<Jsonb, _>(&stored)
    .bind::<Timestamptz, _>(now)
    .bind::<Nullable<SqlUuid>, _>(user.map(|u| u.0))
    .execute(tx)
    .await?;
    let event = Audit::new("kernel.settings.change", "kernel.setting", None)
        .before(json!({ key: shown(&before) }))
        .after(json!({ key: shown(&value) }));
    audit::record(tx, event).await?;
    notify_changed(tx).await
}

/// Tells every node to read settings and texts again, if this transaction commits.
pub async fn notify_changed(tx: &mut Tx) -> AppResult<()> {
    sql("SELECT pg_notify('sarai_changed', '')")
        .execute(tx)
        .await?;
    Ok(())
}
