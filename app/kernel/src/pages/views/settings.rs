//! The settings of every module as forms; the control follows the declared type.
//! A secret is never shown: one sees only whether it is set.

use std::collections::BTreeMap;

use maud::{Markup, Render, html};

use crate::error::FieldErrors;
use crate::module::{SettingDef, SettingKind};
use crate::pages::forms::settings::removal;
use crate::pages::paths;
use crate::web::{Cx, FormView, Raw, View};

/// What was typed into one module's form, when it has to be shown again.
#[derive(Clone, Copy)]
pub struct Typed<'a> {
    /// Which module.
    pub module: &'a str,
    /// What was typed.
    pub raw: &'a Raw,
    /// What is wrong.
    pub errors: &'a FieldErrors,
}

/// The module that a setting belongs to.
pub fn owner(def: &SettingDef) -> &'static str {
    def.key
        .split_once('.')
        .map_or(def.key, |(module, _)| module)
}

/// The page.
pub fn edit(cx: &Cx<'_>, typed: Option<Typed<'_>>) -> View {
    let title = cx.t("kernel.settings.title");
    let mut by_module: BTreeMap<&str, Vec<&SettingDef>> = BTreeMap::new();
    for def in cx.app().registry.settings().values() {
        by_module.entry(owner(def)).or_default().push(def);
    }
    let main = html! {
        (ui::page_header(&title, Some(&cx.t("kernel.settings.lead")), html! {}))
        div.flow {
            @for meta in cx.app().registry.metas() {
                @if let Some(defs) = by_module.get(meta.id) {
                    (module_form(cx, meta.id, &cx.t(meta.label), defs, typed.filter(|t| t.module == meta.id)))
                }
            }
            @if by_module.is_empty() {
                (ui::empty_state("settings", cx.t("kernel.settings.none_title"), cx.t("kernel.settings.none_text"), html! {}))
            }
        }
    };
    View::new(title, main)
}

fn module_form(
    cx: &Cx<'_>,
    module: &str,
    name: &str,
    defs: &[&SettingDef],
    typed: Option<Typed<'_>>,
) -> Markup {
    let none = Raw::default();
    let view = FormView::new(cx, typed.map_or(&none, |t| t.raw), typed.map(|t| t.errors));
    let form = view
        .form(paths::below(paths::SETTINGS, module))
        .method("PUT")
        .label(name)
        .body(html! { @for def in defs { (control(cx, def, &view, typed.is_some())) } })
        .actions(ui::button(cx.t("kernel.save")).primary());
    ui::card(ui::dom_id("settings", module, ""), name, form)
}

fn control(cx: &Cx<'_>, def: &SettingDef, view: &FormView<'_>, typed: bool) -> Markup {
    let label = cx.t(def.label);
    let error = view.error(def.key);
    let hint = hint(cx, def);
    if def.secret {
        return secret(cx, def, error, hint);
    }
    let value = if typed {
        view.typed(def.key).to_owned()
    } else {
        stored(cx, def)
    };
    match &def.kind {
        SettingKind::Switch => {
            let mut field = ui::checkbox(def.key, label)
                .checked(!value.is_empty())
                .error(error);
            if let Some(text) = hint {
                field = field.hint(text);
            }
            field.render()
        }
        SettingKind::Choice(choices) => {
            let options = choices
                .iter()
                .map(|choice| (*choice, cx.t(&format!("{}_{choice}", def.label))));
            let mut field = ui::select(def.key, label)
                .options(options)
                .value(value)
                .error(error);
            if let Some(text) = hint {
                field = field.hint(text);
            }
            field.render()
        }
        kind => {
            let mut field = ui::field(def.key, label).value(value).error(error);
            if matches!(kind, SettingKind::Integer { .. }) {
                field = field.number();
            }
            if let Some(text) = hint {
                field = field.hint(text);
            }
            field.render()
        }
    }
}

/// A secret can be replaced or removed, never read.
fn secret(cx: &Cx<'_>, def: &SettingDef, error: Option<String>, hint: Option<String>) -> Markup {
    let set = !cx.app().settings.text(def.key).is_empty();
    let state = cx.t(if set {
        "kernel.settings.secret_set"
    } else {
        "kernel.settings.secret_unset"
    });
    let hint = hint.map_or_else(|| state.clone(), |text| format!("{text} {state}"));
    let field = ui::field(def.key, cx.t(def.label))
        .password()
        .autocomplete("new-password")
        .hint(hint)
        .error(error);
    let name = removal(def.key);
    html! {
        (field)
        @if set { (ui::checkbox(&name, cx.t("kernel.settings.remove_secret"))) }
    }
}

fn hint(cx: &Cx<'_>, def: &SettingDef) -> Option<String> {
    let key = format!("{}_hint", def.label);
    let bounds = match def.kind {
        SettingKind::Integer { min, max } => Some(cx.t_with(
            "kernel.settings.bounds",
            &[
                ("min", &cx.fmt().number(min)),
                ("max", &cx.fmt().number(max)),
            ],
        )),
        _ => None,
    };
    let text = cx
        .app()
        .registry
        .texts()
        .default_text(cx.locale(), &key)
        .map(|_| cx.t(&key));
    match (text, bounds) {
        (Some(text), Some(bounds)) => Some(format!("{text} {bounds}")),
        (text, bounds) => text.or(bounds),
    }
}

/// The value as a form field holds it.
fn stored(cx: &Cx<'_>, def: &SettingDef) -> String {
    let cache = &cx.app().settings;
    match def.kind {
        SettingKind::Integer { .. } => cx.fmt().digits(&cache.integer(def.key).to_string()),
        SettingKind::Switch => {
            if cache.switch(def.key) {
                "1".to_owned()
            } else {
                String::new()
            }
        }
        SettingKind::Text(_) | SettingKind::Choice(_) => cache.text(def.key),
    }
}
