//! Settings as forms, one part a module; the control follows the declared kind.
//! A secret is never shown: one sees only whether it is set.

use std::collections::{BTreeMap, BTreeSet};

use l10n::Currency;
use maud::{Markup, Render, html};
use serde_json::Value as Json;
use ui::{Field, SettingsSection};

use super::declaration::{SettingDef, SettingKind, Whose};
use super::form::{self, removal};
use super::read::Values;
use super::typed::{bounds, field_text};
use crate::error::FieldErrors;
use crate::module::ModuleMeta;
use crate::web::{Cx, FormView, Raw};

/// What was typed into one module's form, when it has to be shown again.
#[derive(Clone, Copy)]
pub struct Typed<'a> {
    module: &'a str,
    raw: &'a Raw,
    errors: &'a FieldErrors,
}

impl<'a> Typed<'a> {
    /// What was typed into this module's form, and what is wrong with it.
    #[must_use]
    pub fn new(module: &'a str, raw: &'a Raw, errors: &'a FieldErrors) -> Self {
        Self {
            module,
            raw,
            errors,
        }
    }
}

/// A part for each module; each form goes to `place/<module>`.
#[must_use]
pub fn cards(cx: &Cx<'_>, place: &str, values: &Values, typed: Option<Typed<'_>>) -> Markup {
    let mut by_module: BTreeMap<&str, Vec<&SettingDef>> = BTreeMap::new();
    for def in form::all(cx.app(), values) {
        by_module.entry(def.module()).or_default().push(def);
    }
    html! {
        div.flow {
            @for meta in cx.app().registry.metas() {
                @if let Some(defs) = by_module.get(meta.id) {
                    (card(cx, &format!("{place}/{}", meta.id), meta.id, &cx.t(meta.label), defs, values, typed))
                }
            }
            @if by_module.is_empty() {
                (ui::empty_state("settings", cx.t("kernel.settings.none_title"), cx.t("kernel.settings.none_text"), html! {}))
            }
        }
    }
}

fn card(
    cx: &Cx<'_>,
    action: &str,
    module: &str,
    name: &str,
    defs: &[&SettingDef],
    values: &Values,
    typed: Option<Typed<'_>>,
) -> Markup {
    let none = Raw::default();
    let typed = typed.filter(|typed| typed.module == module);
    let view = FormView::new(cx, typed.map_or(&none, |t| t.raw), typed.map(|t| t.errors));
    let form = view
        .form(action)
        .method("PUT")
        .label(name)
        .body(html! {
            @for def in defs {
                (control(cx, def, values, &view, typed.is_some()))
                (way_back(cx, def, values, &view))
            }
        })
        .actions(ui::button(cx.t("kernel.save")).primary());
    ui::settings_part(part_id(module), name, "", form)
}

fn part_id(module: &str) -> String {
    ui::dom_id("settings", module, "")
}

/// The parts of the page, for a list beside them: icon aside, each leads to its module's form.
#[must_use]
pub fn sections(cx: &Cx<'_>, values: &Values) -> Vec<SettingsSection> {
    let modules: BTreeSet<&str> = form::all(cx.app(), values)
        .map(SettingDef::module)
        .collect();
    let metas = cx.app().registry.metas().iter();
    let shown = metas.filter(|meta| modules.contains(meta.id));
    let section = |meta: &ModuleMeta| SettingsSection {
        label: cx.t(meta.label),
        href: format!("#{}", part_id(meta.id)),
        icon: "chevron-down".to_owned(),
        active: false,
    };
    shown.map(section).collect()
}

fn control(
    cx: &Cx<'_>,
    def: &SettingDef,
    values: &Values,
    view: &FormView<'_>,
    is_again: bool,
) -> Markup {
    let (label, error) = (cx.t(def.label), view.error(def.key));
    let hint = hint(cx, def, values);
    let value = if is_again {
        view.typed(def.key).to_owned()
    } else {
        field_text(def, values.now(def), *cx.fmt())
    };
    let field = |field: Field| {
        let field = field.value(value.as_str()).error(error.clone());
        match &hint {
            Some(hint) => field.hint(hint),
            None => field,
        }
    };
    let plain = || ui::field(def.key, label.as_str());
    match def.kind {
        SettingKind::Switch => {
            let mut field = ui::checkbox(def.key, label)
                .checked(!value.is_empty())
                .error(error);
            if let Some(text) = hint {
                field = field.hint(text);
            }
            field.render()
        }
        SettingKind::Choice(words) => {
            let options = words()
                .into_iter()
                .map(|word| (word, cx.t(&def.word_label(word))));
            let mut field = ui::select(def.key, label)
                .options(options)
                .value(value)
                .error(error);
            if let Some(text) = hint {
                field = field.hint(text);
            }
            field.render()
        }
        SettingKind::Line { max } => field(plain().max_length(characters(max))).render(),
        SettingKind::Lines { max } => field(plain().area(6).max_length(characters(max))).render(),
        SettingKind::Integer { .. } | SettingKind::Time => field(plain().number()).render(),
        SettingKind::Decimal { .. } => field(plain().decimal()).render(),
        SettingKind::Percent { .. } => {
            field(ui::money_field(def.key, label, "٪").decimal()).render()
        }
        SettingKind::Money { .. } => field(ui::money_field(
            def.key,
            label,
            cx.fmt().unit(Currency::Irr),
        ))
        .render(),
        SettingKind::Secret => field(plain().password().autocomplete("new-password")).render(),
    }
}

fn characters(max: usize) -> u32 {
    u32::try_from(max).unwrap_or(u32::MAX)
}

/// The box that removes a secret, or leads a tenant back to what all have.
fn way_back(cx: &Cx<'_>, def: &SettingDef, values: &Values, view: &FormView<'_>) -> Markup {
    let offered = values.own(def).is_some() && (def.is_secret() || values.is_tenants());
    if !offered {
        return html! {};
    }
    let name = removal(def.key);
    let label = if def.is_secret() {
        cx.t("kernel.settings.remove_secret")
    } else {
        let usual = shown(cx, def, values.usual(def));
        cx.t_with("kernel.settings.back", &[("value", &usual)])
    };
    ui::checkbox(&name, label)
        .checked(!view.typed(&name).is_empty())
        .render()
}

/// A value in a sentence.
fn shown(cx: &Cx<'_>, def: &SettingDef, value: &Json) -> String {
    let text = field_text(def, value, *cx.fmt());
    match def.kind {
        SettingKind::Switch if text.is_empty() => cx.t("kernel.settings.off"),
        SettingKind::Switch => cx.t("kernel.settings.on"),
        SettingKind::Choice(_) => cx.t(&def.word_label(&text)),
        SettingKind::Percent { .. } => cx.fmt().percent(value.as_i64().unwrap_or_default()),
        SettingKind::Money { .. } => format!("{text} {}", cx.fmt().unit(Currency::Irr)),
        SettingKind::Lines { .. } | SettingKind::Line { .. } if text.is_empty() => {
            cx.t("kernel.settings.empty")
        }
        // A long text is not repeated beside its box.
        SettingKind::Lines { .. } => cx.t("kernel.settings.usual_text"),
        _ => text,
    }
}

fn hint(cx: &Cx<'_>, def: &SettingDef, values: &Values) -> Option<String> {
    let key = format!("{}_hint", def.label);
    let texts = cx.app().registry.texts();
    let own = texts.default_text(cx.locale(), &key).map(|_| cx.t(&key));
    let bounds = bounds(def.kind, *cx.fmt())
        .map(|(min, max)| cx.t_with("kernel.settings.bounds", &[("min", &min), ("max", &max)]));
    let kind = match def.kind {
        SettingKind::Time => Some(cx.t("kernel.settings.tehran")),
        SettingKind::Secret if values.now(def).is_null() => {
            Some(cx.t("kernel.settings.secret_unset"))
        }
        SettingKind::Secret => Some(cx.t("kernel.settings.secret_set")),
        _ => None,
    };
    let house = (!values.is_tenants() && def.whose == Whose::TenantOverPlatform)
        .then(|| cx.t("kernel.settings.for_all"));
    let parts: Vec<String> = [own, bounds, kind, house].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}
