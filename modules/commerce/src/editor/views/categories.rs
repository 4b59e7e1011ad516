//! The list of categories, making one, editing one.

use kernel::error::FieldErrors;
use kernel::web::{Cx, FormView, Raw, View};
use maud::{Markup, html};
use ui::{Column, Row, Tone};

use super::super::models::categories::KeptCategory;
use super::super::{forms, paths};
use super::{Stands, filled, meanwhile, pair, tabs};

/// The list, each with how many products are sold in it.
pub fn index(cx: &Cx<'_>, all: &[(KeptCategory, i64)]) -> View {
    let title = cx.t("commerce.editor.categories");
    let new = ui::button(cx.t("commerce.editor.new_category"))
        .primary()
        .icon("plus")
        .href(paths::NEW_CATEGORY);
    let rows = all.iter().map(|(one, products)| {
        Row::new()
            .id(ui::dom_id("category", one.id, "row"))
            .href(paths::category(one.id))
            .cell(html! { strong { (ui::name(one.name(cx.locale()))) } " " span.quiet { (ui::bdi(&one.slug)) } })
            .cell(cx.fmt().number(*products))
            .cell(cx.fmt().number(i64::from(one.face.position)))
            .cell(state(cx, one))
    });
    let none = ui::empty_state(
        "store",
        cx.t("commerce.editor.no_category_title"),
        cx.t("commerce.editor.no_category_text"),
        html! {},
    );
    let main = html! {
        (ui::page_header(&title, Some(&cx.t("commerce.editor.categories_lead")), new))
        (tabs(cx, paths::CATEGORIES))
        (ui::table(&title)
            .column(Column::new(cx.t("commerce.category")))
            .column(Column::new(cx.t("commerce.editor.products")).number())
            .column(Column::new(cx.t("commerce.editor.position")).number().wide_only())
            .column(Column::new(cx.t("commerce.column.state")))
            .rows(rows)
            .empty(none))
    };
    View::new(title, main)
}

fn state(cx: &Cx<'_>, one: &KeptCategory) -> Markup {
    if one.archived_at.is_some() {
        ui::badge(Tone::Neutral, cx.t("commerce.editor.archived"))
    } else {
        ui::badge(Tone::Success, cx.t("commerce.editor.open"))
    }
}

fn fields(cx: &Cx<'_>, form: &FormView<'_>) -> Markup {
    html! {
        (pair(form, ["name_fa", "name_en"], ["commerce.editor.name_fa", "commerce.editor.name_en"], 60))
        (pair(form, ["text_fa", "text_en"], ["commerce.editor.about_fa", "commerce.editor.about_en"], 300))
        (form.field("position", "commerce.editor.position").number()
            .value(cx.fmt().digits(form.typed_or("position", "1"))).hint(cx.t("commerce.editor.category_position_hint")))
    }
}

/// The form that makes a category.
pub fn new(cx: &Cx<'_>, raw: &Raw, errors: Option<&FieldErrors>) -> View {
    let title = cx.t("commerce.editor.new_category");
    let form = FormView::new(cx, raw, errors);
    let slug = form
        .field("slug", "commerce.editor.slug")
        .hint(cx.t("commerce.editor.slug_hint"))
        .dir("ltr")
        .max_length(60)
        .required();
    let make = ui::button(cx.t("commerce.editor.make"))
        .primary()
        .icon("plus");
    let body = html! { (slug) (fields(cx, &form)) };
    let shown = form.form_once(paths::CATEGORIES).id("new-category");
    let main = html! {
        (ui::page_header(&title, None, html! {}))
        (ui::card("new", "", html! { (shown.body(body).actions(make)) }))
    };
    View::new(&title, main)
        .crumb(
            cx.t("commerce.editor.categories"),
            Some(paths::CATEGORIES.to_owned()),
        )
        .crumb(title, None)
}

fn stands(kept: &KeptCategory) -> Vec<Stands> {
    let face = &kept.face;
    let position = face.position.to_string();
    vec![
        Stands::new("name_fa", "commerce.editor.name_fa", &face.name_fa),
        Stands::new("name_en", "commerce.editor.name_en", &face.name_en),
        Stands::new("text_fa", "commerce.editor.about_fa", &face.text_fa),
        Stands::new("text_en", "commerce.editor.about_en", &face.text_en),
        Stands::new("position", "commerce.editor.position", &position),
    ]
}

/// A category; with what was typed and what is wrong with it.
pub fn edit(cx: &Cx<'_>, kept: &KeptCategory, typed: Option<(&Raw, &FieldErrors)>) -> View {
    let title = kept.name(cx.locale());
    let stands = stands(kept);
    let is_stale =
        typed.is_some_and(|(_, errors)| errors.get("").is_some_and(|e| e.key == forms::STALE));
    let version = match typed {
        Some((raw, _)) if !is_stale => raw.get("version").to_owned(),
        _ => kept.version.to_string(),
    };
    let as_kept = filled(&stands);
    let form = match typed {
        Some((raw, errors)) => FormView::new(cx, raw, Some(errors)),
        None => FormView::new(cx, &as_kept, None),
    };
    let save = ui::button(cx.t("kernel.save")).primary().icon("check");
    let shown = form
        .form(paths::category(kept.id))
        .id("category")
        .method("PUT")
        .hidden("version", version)
        .body(fields(cx, &form))
        .actions(save);
    let main = html! {
        (ui::page_header(title, Some(&kept.slug), archive(cx, kept)))
        @if let Some((raw, _)) = typed.filter(|_| is_stale) { (meanwhile(cx, &stands, raw)) }
        (ui::card("face", "", html! { (shown) }))
    };
    View::new(title, main)
        .crumb(
            cx.t("commerce.editor.categories"),
            Some(paths::CATEGORIES.to_owned()),
        )
        .crumb(title, None)
}

fn archive(cx: &Cx<'_>, kept: &KeptCategory) -> Markup {
    let place = paths::category_archive(kept.id);
    let act = if kept.archived_at.is_some() {
        let restore = ui::button(cx.t("commerce.editor.reopen")).icon("undo-2");
        restore.post(place, cx.csrf()).method("DELETE")
    } else {
        let close = ui::button(cx.t("commerce.editor.close"))
            .quiet()
            .icon("archive");
        close.post(place, cx.csrf()).confirm(
            cx.t("commerce.editor.close_question"),
            cx.t("kernel.cancel"),
        )
    };
    html! { (act) }
}
