//! The form of one module's settings. Its fields come from the declarations, so it is read here and not by a type.
//! Only what changed is returned; an empty secret stays as it is.

use serde_json::{Value, json};

use crate::error::FieldErrors;
use crate::module::{SettingDef, SettingKind};
use crate::settings::{SettingsCache, parse};
use crate::web::{Form, Raw, Reader};

/// Whatever fields a module declares.
pub struct AnyFields;

impl Form for AnyFields {
    fn read(_: &mut Reader<'_>) -> Self {
        Self
    }
}

/// The name of the box that removes a stored secret.
#[must_use]
pub fn removal(key: &str) -> String {
    format!("remove-{key}")
}

/// The settings that are different from what is stored, typed and checked.
pub fn changes(
    defs: &[&SettingDef],
    raw: &Raw,
    cache: &SettingsCache,
) -> Result<Vec<(&'static str, Value)>, FieldErrors> {
    let mut errors = FieldErrors::default();
    let mut changed = Vec::new();
    for def in defs {
        match wanted(def, raw) {
            Ok(Some(value)) if def.secret || value != stored(def, cache) => {
                changed.push((def.key, value));
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

fn wanted(def: &SettingDef, raw: &Raw) -> Result<Option<Value>, &'static str> {
    let typed = l10n::normalise::input(raw.get(def.key));
    if def.secret && typed.is_empty() {
        return Ok((!raw.get(&removal(def.key)).is_empty()).then(|| json!("")));
    }
    parse(def, &typed).map(Some)
}

/// The value as it stands, in the form that [`parse`] gives.
fn stored(def: &SettingDef, cache: &SettingsCache) -> Value {
    match def.kind {
        SettingKind::Integer { .. } => json!(cache.integer(def.key)),
        SettingKind::Switch => json!(cache.switch(def.key)),
        SettingKind::Text(_) | SettingKind::Choice(_) => json!(cache.text(def.key)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn def(kind: SettingKind, secret: bool) -> SettingDef {
        SettingDef {
            key: "kernel.x",
            label: "kernel.x",
            kind,
            default: json!(null),
            secret,
        }
    }

    #[test]
    fn an_empty_secret_stays_and_a_ticked_box_removes_it() {
        let secret = def(SettingKind::Text(20), true);
        assert_eq!(wanted(&secret, &Raw::default()), Ok(None));
        let raw = Raw::prefilled(&[("remove-kernel.x", "1")]);
        assert_eq!(wanted(&secret, &raw), Ok(Some(json!(""))));
    }

    #[test]
    fn persian_digits_are_a_number_and_bounds_hold() {
        let number = def(SettingKind::Integer { min: 1, max: 10 }, false);
        assert_eq!(
            wanted(&number, &Raw::prefilled(&[("kernel.x", "۷")])),
            Ok(Some(json!(7)))
        );
        assert_eq!(
            wanted(&number, &Raw::prefilled(&[("kernel.x", "۷۰")])),
            Err("kernel.invalid.range")
        );
    }
}
