//! The form of one module's settings. Its fields come from the declarations, so it is read here and not by a type.
//! Only what changed is returned; an empty secret stays as it is.

use l10n::Format;
use serde_json::Value as Json;

use super::declaration::SettingDef;
use super::read::Values;
use super::typed;
use crate::app::App;
use crate::error::{AppError, AppResult, FieldErrors};
use crate::web::{Form, Raw, Reader};

pub use super::change::change_all;

/// Whatever fields a module declares.
pub struct AnyFields;

impl Form for AnyFields {
    fn read(_: &mut Reader<'_>) -> Self {
        Self
    }
}

/// What is to be kept of which; `None` goes back to what is usual.
pub type Changes<'a> = Vec<(&'a SettingDef, Option<Json>)>;

/// The name of the box that removes what is stored: a secret, or a tenant's own value.
pub(super) fn removal(key: &str) -> String {
    format!("remove-{key}")
}

/// The settings that one page shows for one module.
pub fn of_module<'a>(
    app: &'a App,
    values: &Values,
    module: &str,
) -> AppResult<Vec<&'a SettingDef>> {
    let defs: Vec<&SettingDef> = all(app, values)
        .filter(|def| def.module() == module)
        .collect();
    if defs.is_empty() {
        return Err(AppError::NotFound("kernel.setting"));
    }
    Ok(defs)
}

/// The settings of one page.
pub(super) fn all<'a>(app: &'a App, values: &Values) -> impl Iterator<Item = &'a SettingDef> {
    let is_tenants = values.is_tenants();
    app.registry.settings().values().filter(move |def| {
        if is_tenants {
            def.whose.has_tenants()
        } else {
            def.whose.has_platform()
        }
    })
}

/// The settings that are different from what counts, typed and checked.
pub fn changes<'a>(
    defs: &[&'a SettingDef],
    raw: &Raw,
    values: &Values,
    fmt: Format,
) -> Result<Changes<'a>, FieldErrors> {
    let mut errors = FieldErrors::default();
    let mut changed = Changes::new();
    for &def in defs {
        if !raw.get(&removal(def.key)).is_empty() {
            changed.push((def, None));
            continue;
        }
        let typed = raw.get(def.key);
        if def.is_secret() && typed.trim().is_empty() {
            continue;
        }
        match typed::parse(def, typed, fmt) {
            Ok(value) if def.is_secret() || value != *values.now(def) => {
                changed.push((def, Some(value)));
            }
            Ok(_) => {}
            Err(key) => errors.add(def.key, key),
        }
    }
    if errors.is_empty() {
        Ok(changed)
    } else {
        Err(errors)
    }
}
