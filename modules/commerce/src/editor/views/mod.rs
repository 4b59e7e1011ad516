//! Pages of the editor.

pub mod categories;
pub mod price;
pub mod product;
pub mod products;
pub mod rate;
pub mod taxes;

use std::fmt::Display;

use chrono::{DateTime, Utc};
use kernel::error::FieldErrors;
use kernel::web::{Cx, FormView, Raw, View};
use maud::{Markup, html};
use ui::{Tab, Tone};

use super::models::products::Kept;
use super::{forms, paths};

/// The editor's three lists.
fn tabs(cx: &Cx<'_>, here: &str) -> Markup {
    let tab = |label: &str, href: &str| Tab {
        label: cx.t(label),
        href: href.to_owned(),
        active: href == here,
        ..Tab::default()
    };
    let all = [
        tab("commerce.editor.products", paths::PRODUCTS),
        tab("commerce.editor.categories", paths::CATEGORIES),
        tab("commerce.editor.taxes", paths::TAXES),
    ];
    ui::tabs(cx.t("commerce.editor.sections"), &all)
}

/// A field as it is kept.
struct Stands {
    /// Its name in the form.
    name: &'static str,
    /// Text key of its label.
    label: &'static str,
    /// What stands in the form.
    value: String,
    /// What is told of it, where that is something else.
    shown: Option<String>,
}

impl Stands {
    fn new(name: &'static str, label: &'static str, value: &str) -> Self {
        Self {
            name,
            label,
            value: value.to_owned(),
            shown: None,
        }
    }
    fn shown(mut self, shown: impl Into<String>) -> Self {
        self.shown = Some(shown.into());
        self
    }
}

/// What stands of a form's fields, to fill it with.
fn filled(stands: &[Stands]) -> Raw {
    let pairs: Vec<(&str, &str)> = stands
        .iter()
        .map(|one| (one.name, one.value.as_str()))
        .collect();
    Raw::prefilled(&pairs)
}

/// What somebody else has changed meanwhile: each field that differs from what was typed, with what stands there now.
fn meanwhile(cx: &Cx<'_>, stands: &[Stands], typed: &Raw) -> Markup {
    let even = |text: &str| text.replace("\r\n", "\n").trim().to_owned();
    let differing = stands
        .iter()
        .filter(|one| even(typed.get(one.name)) != even(&one.value));
    let rows: Vec<(String, Markup)> = differing
        .map(|one| {
            let shown = one.shown.as_deref().unwrap_or(&one.value);
            let lines = html! { @for line in shown.lines() { p { (ui::bdi(line)) } } };
            (cx.t(one.label), lines)
        })
        .collect();
    let body = html! {
        (ui::alert(Tone::Warning, cx.t("commerce.editor.stale_text")))
        (ui::definition_list(rows))
    };
    ui::card("meanwhile", cx.t("commerce.editor.stands_now"), body)
}

/// Which price or rate was seen: the one of now, or what the form that was sent says, unless that is what is wrong with it.
fn seen(now: Option<impl Display>, typed: Option<(&Raw, &FieldErrors)>) -> String {
    match typed {
        Some((raw, errors)) if errors.get("").is_none_or(|e| e.key != forms::PRICE_STALE) => {
            raw.get("seen").to_owned()
        }
        _ => now.map_or_else(String::new, |now| now.to_string()),
    }
}

/// A page below a product's own.
fn below(cx: &Cx<'_>, kept: &Kept, title: &str, main: Markup) -> View {
    View::new(title, main)
        .crumb(
            cx.t("commerce.editor.products"),
            Some(paths::PRODUCTS.to_owned()),
        )
        .crumb(kept.name(cx.locale()), Some(paths::product(kept.id)))
        .crumb(title, None)
}

/// Until when a price or a rate stood, or that it stands.
fn until(cx: &Cx<'_>, until: Option<DateTime<Utc>>) -> Markup {
    match until {
        Some(until) => ui::date_time(cx.fmt(), until),
        None => ui::badge(Tone::Success, cx.t("commerce.editor.stands")),
    }
}

/// A name in both languages, side by side.
fn pair(form: &FormView<'_>, names: [&str; 2], labels: [&str; 2], most: u32) -> Markup {
    let [fa, en] = names;
    html! {
        (form.field(fa, labels[0]).dir("rtl").max_length(most))
        (form.field(en, labels[1]).dir("ltr").max_length(most))
    }
}
