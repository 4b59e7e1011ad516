//! A product with everything that can be changed of it: what buyers read, what its kind leaves open, prices.

use kernel::error::FieldErrors;
use kernel::web::{Cx, FormView, Raw, View};
use l10n::{Locale, Money};
use maud::{Markup, html};
use ui::{Column, Row, Tone};

use super::super::models::categories::KeptCategory;
use super::super::models::prices::Version;
use super::super::models::products::Kept;
use super::super::{forms, paths};
use super::products::visibility;
use super::{Stands, filled, meanwhile, pair, until};
use crate::accounts::CURRENCY;
use crate::catalogue::{
    Cycle, Tax, Visibility, field_name, fixed_name, fixing_fields, kind, taxed,
};
use crate::usage::{self, Rate};

/// What the page shows.
pub struct Shown {
    /// The product.
    pub kept: Kept,
    /// Where it can stand.
    pub categories: Vec<KeptCategory>,
    /// Versions of its prices, newest first.
    pub history: Vec<Version>,
    /// What its usage costs now, by counter.
    pub rates: Vec<Rate>,
    /// How many services of it go on.
    pub services: i64,
    /// The tax of now.
    pub tax: Tax,
}

/// The page; with what was typed and what is wrong with it.
pub fn edit(cx: &Cx<'_>, shown: &Shown, typed: Option<(&Raw, &FieldErrors)>) -> View {
    let kept = &shown.kept;
    let title = kept.name(cx.locale());
    let mut stands = stands(kept);
    stands.extend(choices(cx, shown));
    let is_stale =
        typed.is_some_and(|(_, errors)| errors.get("").is_some_and(|e| e.key == forms::STALE));
    let version = match typed {
        Some((raw, _)) if !is_stale => raw.get("version").to_owned(),
        _ => kept.version.to_string(),
    };
    let as_kept = prefilled(kept, &stands);
    let form = match typed {
        Some((raw, errors)) => FormView::new(cx, raw, Some(errors)),
        None => FormView::new(cx, &as_kept, None),
    };
    let side = html! { (prices(cx, shown)) (rates(cx, shown)) (about(cx, shown)) };
    let main = html! {
        (ui::page_header(title, None, acts(cx, kept)))
        (notes(cx, shown))
        @if let Some((raw, _)) = typed.filter(|_| is_stale) { (meanwhile(cx, &stands, raw)) }
        (ui::dash(html! { (ui::card("face", cx.t("commerce.editor.face"), fields(cx, shown, &form, version))) (versions(cx, shown)) }, side))
    };
    View::new(title, main)
        .crumb(
            cx.t("commerce.editor.products"),
            Some(paths::PRODUCTS.to_owned()),
        )
        .crumb(title, None)
}

/// What stands, field by field, with the labels of the fields.
fn stands(kept: &Kept) -> Vec<Stands> {
    let face = &kept.face;
    let features = |locale: Locale| {
        let list = face.features.as_array().map_or(&[][..], Vec::as_slice);
        let lines: Vec<&str> = list
            .iter()
            .filter_map(|one| one.get(locale.tag())?.as_str())
            .collect();
        lines.join("\n")
    };
    let one = Stands::new;
    vec![
        one("name_fa", "commerce.editor.name_fa", &face.name_fa),
        one("name_en", "commerce.editor.name_en", &face.name_en),
        one("summary_fa", "commerce.editor.summary_fa", &face.summary_fa),
        one("summary_en", "commerce.editor.summary_en", &face.summary_en),
        one("text_fa", "commerce.editor.text_fa", &face.text_fa),
        one("text_en", "commerce.editor.text_en", &face.text_en),
        one(
            "features_fa",
            "commerce.editor.features_fa",
            &features(Locale::Fa),
        ),
        one(
            "features_en",
            "commerce.editor.features_en",
            &features(Locale::En),
        ),
    ]
}

/// What stands of the fields that are chosen.
fn choices(cx: &Cx<'_>, shown: &Shown) -> Vec<Stands> {
    let face = &shown.kept.face;
    let mut categories = shown.categories.iter();
    let category = categories.find(|one| one.id == face.category_id);
    let category = category.map_or("", |one| one.name(cx.locale()));
    let (ticked, said) = if face.recommended {
        ("1", "commerce.editor.is_recommended")
    } else {
        ("", "commerce.editor.not_recommended")
    };
    let one = Stands::new;
    vec![
        one(
            "category",
            "commerce.category",
            &face.category_id.to_string(),
        )
        .shown(category),
        one(
            "visibility",
            "commerce.editor.visibility_label",
            face.visibility.as_str(),
        )
        .shown(cx.t(face.visibility.label())),
        one(
            "position",
            "commerce.editor.position",
            &face.position.to_string(),
        ),
        one("recommended", "commerce.editor.recommended", ticked).shown(cx.t(said)),
    ]
}

/// The form's fields as they stand, those of the kind too.
fn prefilled(kept: &Kept, stands: &[Stands]) -> Raw {
    let fixed = kept.face.fixed.as_object().into_iter().flatten();
    let fixed: Vec<(String, String)> = fixed
        .flat_map(|(name, value)| {
            let text = value.as_str().unwrap_or_default().to_owned();
            [(field_name(name), text), (fixed_name(name), "1".to_owned())]
        })
        .collect();
    if fixed.is_empty() {
        return filled(stands);
    }
    let own = stands.iter().map(|one| (one.name, one.value.as_str()));
    let kinds = fixed
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let pairs: Vec<(&str, &str)> = own.chain(kinds).collect();
    Raw::prefilled(&pairs)
}

fn fields(cx: &Cx<'_>, shown: &Shown, form: &FormView<'_>, version: String) -> Markup {
    let kept = &shown.kept;
    let sold = kind(cx.app(), &kept.kind).ok();
    let has_options = sold.as_ref().is_some_and(|kind| !kind.options().is_empty());
    let body = html! {
        (pair(form, ["name_fa", "name_en"], ["commerce.editor.name_fa", "commerce.editor.name_en"], 80))
        (pair(form, ["summary_fa", "summary_en"], ["commerce.editor.summary_fa", "commerce.editor.summary_en"], 200))
        (area(cx, form, "features_fa", 5).hint(cx.t("commerce.editor.features_hint")).dir("rtl"))
        (area(cx, form, "features_en", 5).dir("ltr"))
        (area(cx, form, "text_fa", 6).hint(cx.t("commerce.editor.text_hint")).dir("rtl").max_length(10_000))
        (area(cx, form, "text_en", 6).dir("ltr").max_length(10_000))
        (category(cx, shown, form))
        (seen_by(cx, form))
        (ui::checkbox("recommended", cx.t("commerce.editor.recommended")).checked(!form.typed("recommended").is_empty()))
        (form.field("position", "commerce.editor.position").number()
            .value(cx.fmt().digits(form.typed("position"))).hint(cx.t("commerce.editor.position_hint")))
        @if let (Some(sold), true) = (sold.as_ref(), has_options) {
            h3 { (cx.t("commerce.editor.options")) }
            p.quiet { (cx.t("commerce.editor.options_text")) }
            (fixing_fields(cx, form, sold.as_ref()))
        }
    };
    let save = ui::button(cx.t("kernel.save")).primary().icon("check");
    html! {
        (form.form(paths::product(kept.id)).id("product").method("PUT").hidden("version", version).body(body).actions(save))
    }
}

fn area(cx: &Cx<'_>, form: &FormView<'_>, name: &str, rows: u8) -> ui::Field {
    ui::field(name, cx.t(&format!("commerce.editor.{name}")))
        .value(form.typed(name))
        .error(form.error(name))
        .area(rows)
}

fn category(cx: &Cx<'_>, shown: &Shown, form: &FormView<'_>) -> ui::Select {
    let own = shown.kept.face.category_id;
    let open = shown
        .categories
        .iter()
        .filter(|one| one.archived_at.is_none() || one.id == own);
    ui::select("category", cx.t("commerce.category"))
        .options(open.map(|one| (one.id.to_string(), one.name(cx.locale()))))
        .value(form.typed("category"))
        .error(form.error("category"))
}

fn seen_by(cx: &Cx<'_>, form: &FormView<'_>) -> ui::RadioGroup {
    let group = ui::radio_group("visibility", cx.t("commerce.editor.visibility_label"))
        .value(form.typed("visibility"))
        .error(form.error("visibility"));
    Visibility::ALL.iter().fold(group, |group, one| {
        let why = cx.t(&format!("commerce.editor.visibility_text.{one}"));
        group.explained(one.as_str(), cx.t(one.label()), why)
    })
}

fn acts(cx: &Cx<'_>, kept: &Kept) -> Markup {
    let archive = ui::button(cx.t(if kept.archived_at.is_some() {
        "commerce.editor.restore"
    } else {
        "commerce.editor.archive"
    }))
    .quiet()
    .icon(if kept.archived_at.is_some() {
        "undo-2"
    } else {
        "archive"
    })
    .post(paths::product_archive(kept.id), cx.csrf());
    let archive = if kept.archived_at.is_some() {
        archive.method("DELETE")
    } else {
        archive.confirm(
            cx.t("commerce.editor.archive_question"),
            cx.t("kernel.cancel"),
        )
    };
    html! {
        (ui::button(cx.t("commerce.editor.preview")).icon("eye").href(paths::preview(kept.id)))
        (archive)
    }
}

/// Why nobody can buy it, when nobody can.
fn notes(cx: &Cx<'_>, shown: &Shown) -> Markup {
    let kept = &shown.kept;
    let is_closed =
        |one: &&KeptCategory| one.id == kept.face.category_id && one.archived_at.is_some();
    let mut notes = Vec::new();
    if kept.archived_at.is_some() {
        notes.push("commerce.editor.note.archived");
    }
    if kind(cx.app(), &kept.kind).is_err() {
        notes.push("commerce.editor.note.no_kind");
    }
    if !shown.history.iter().any(|one| one.until.is_none()) {
        notes.push("commerce.editor.note.no_price");
    }
    if shown.categories.iter().any(|one| is_closed(&one)) {
        notes.push("commerce.editor.note.category_closed");
    }
    html! { @for note in notes { (ui::alert(Tone::Warning, cx.t(note))) } }
}

/// The prices of now, a period each, and the periods for which there is none.
fn prices(cx: &Cx<'_>, shown: &Shown) -> Markup {
    let standing = |cycle: Cycle| {
        let mut now = shown.history.iter().filter(|one| one.until.is_none());
        now.find(|one| one.price.cycle == cycle)
    };
    let rows = Cycle::ALL.iter().map(|&cycle| {
        let price = standing(cycle).map(|version| taxed(&version.price, shown.tax));
        let price = html! {
            @if let Some(price) = price { (ui::money(cx.fmt(), price)) }
            @else { span.quiet { (cx.t("commerce.editor.not_offered")) } }
        };
        Row::new()
            .href(paths::price(shown.kept.id, cycle))
            .cell(cx.t(cycle.label()))
            .cell(price)
    });
    let table = ui::table(cx.t("commerce.editor.prices"))
        .column(Column::new(cx.t("commerce.service.cycle")))
        .column(Column::new(cx.t("commerce.editor.price_taxed")).number())
        .rows(rows);
    ui::card("prices", cx.t("commerce.editor.prices"), table)
}

/// What its kind counts, and what a unit of that costs now.
fn rates(cx: &Cx<'_>, shown: &Shown) -> Markup {
    let counters = usage::defs(cx.app(), &shown.kept.kind);
    if counters.is_empty() {
        return html! {};
    }
    let rows = counters.iter().map(|def| {
        let rate = shown.rates.iter().find(|rate| rate.counter == def.name);
        let said = html! {
            @match rate {
                Some(rate) => {
                    (ui::money(cx.fmt(), Money::new(shown.tax.with(rate.amount), CURRENCY)))
                    @if rate.included > 0 { br; span.quiet { (cx.t_with("commerce.editor.included_short", &[("count", &usage::units(*cx.fmt(), rate.included, rate.scale)), ("unit", &cx.t(def.units))])) } }
                }
                None => span.quiet { (cx.t("commerce.usage.free")) },
            }
        };
        Row::new()
            .href(paths::rate(shown.kept.id, def.name))
            .cell(cx.t_with("commerce.editor.per_unit", &[("what", &cx.t(def.label)), ("unit", &cx.t(def.unit))]))
            .cell(said)
    });
    let table = ui::table(cx.t("commerce.editor.rates"))
        .column(Column::new(cx.t("commerce.usage.what")))
        .column(Column::new(cx.t("commerce.editor.price_taxed")).number())
        .rows(rows);
    ui::card("rates", cx.t("commerce.editor.rates"), table)
}

/// The versions of all its prices.
fn versions(cx: &Cx<'_>, shown: &Shown) -> Markup {
    ui::card(
        "history",
        cx.t("commerce.editor.history"),
        history(cx, &shown.history, true),
    )
}

/// Versions of prices, without tax, with how many services stand on each.
pub fn history(cx: &Cx<'_>, versions: &[Version], with_cycle: bool) -> Markup {
    let sum = |minor: i64| ui::money(cx.fmt(), Money::new(minor, CURRENCY));
    let rows = versions.iter().map(|one| {
        let row = Row::new();
        let row = if with_cycle {
            row.cell(cx.t(one.price.cycle.label()))
        } else {
            row
        };
        row.cell(sum(one.price.said()))
            .cell(sum(one.price.setup))
            .cell(ui::date_time(cx.fmt(), one.price.valid_from))
            .cell(until(cx, one.until))
            .cell(cx.fmt().number(one.services))
    });
    let table = ui::table(cx.t("commerce.editor.history"));
    let table = if with_cycle {
        table.column(Column::new(cx.t("commerce.service.cycle")))
    } else {
        table
    };
    html! {
        (table
            .column(Column::new(cx.t("commerce.editor.amount")).number())
            .column(Column::new(cx.t("commerce.editor.setup")).number().wide_only())
            .column(Column::new(cx.t("commerce.editor.since")).wide_only())
            .column(Column::new(cx.t("commerce.editor.until")))
            .column(Column::new(cx.t("commerce.editor.services")).number())
            .rows(rows)
            .empty(html! { p.quiet { (cx.t("commerce.editor.no_versions")) } }))
    }
}

fn about(cx: &Cx<'_>, shown: &Shown) -> Markup {
    let kept = &shown.kept;
    let store = crate::paths::product(&kept.slug);
    let is_out = kept.archived_at.is_none() && kept.face.visibility != Visibility::Draft;
    let slug = html! { @if is_out { a href=(store) { (ui::bdi(&kept.slug)) } } @else { (ui::bdi(&kept.slug)) } };
    let sold = kind(cx.app(), &kept.kind);
    let kind = sold.map_or_else(|_| kept.kind.clone(), |kind| cx.t(kind.label()));
    let options = kept.face.fixed.as_object().map_or(0, serde_json::Map::len);
    let facts = vec![
        (
            cx.t("commerce.editor.visibility_label"),
            visibility(cx, kept),
        ),
        (cx.t("commerce.editor.slug"), slug),
        (cx.t("commerce.editor.kind"), html! { (kind) }),
        (
            cx.t("commerce.editor.services"),
            html! { (cx.fmt().number(shown.services)) },
        ),
        (
            cx.t("commerce.editor.fixed_count"),
            html! { (cx.fmt().number(i64::try_from(options).unwrap_or_default())) },
        ),
    ];
    ui::card("facts", "", ui::definition_list(facts))
}
