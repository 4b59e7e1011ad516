//! Departments: the list and the form that adds one.

use kernel::error::FieldErrors;
use kernel::web::{Cx, FormView, Raw, View};
use maud::html;
use ui::{Column, Row, Tone};

use crate::forms::DepartmentForm;
use crate::models::Department;
use crate::paths;

/// The page.
pub fn index(
    cx: &Cx<'_>,
    departments: &[Department],
    raw: &Raw,
    errors: Option<&FieldErrors>,
) -> View {
    let title = cx.t("tickets.departments.title");
    let rows = departments.iter().map(|d| {
        let archive = paths::department_archive(d.id);
        let is_archived = d.archived_at.is_some();
        let action = if is_archived {
            ui::button(cx.t("tickets.departments.restore"))
                .small()
                .post(archive, cx.csrf())
                .method("DELETE")
        } else {
            ui::button(cx.t("tickets.departments.archive"))
                .small()
                .post(archive, cx.csrf())
        };
        let (tone, state) = if is_archived {
            (Tone::Neutral, "archived")
        } else {
            (Tone::Success, "offered")
        };
        Row::new()
            .cell(ui::name(&d.name_fa))
            .cell(ui::name(&d.name_en))
            .cell(ui::badge(
                tone,
                cx.t(&format!("tickets.departments.{state}")),
            ))
            .actions(action)
    });
    let table = ui::table(&title)
        .column(Column::new(cx.t("tickets.departments.name_fa")))
        .column(Column::new(cx.t("tickets.departments.name_en")))
        .column(Column::new(cx.t("tickets.column.status")))
        .column(Column::new(cx.t("tickets.departments.actions")).hidden_label())
        .rows(rows)
        .empty(ui::empty_state(
            "folder",
            cx.t("tickets.departments.none_title"),
            cx.t("tickets.departments.none_text"),
            html! {},
        ));
    let form = FormView::new(cx, raw, errors);
    let form = form
        .form_once(paths::DEPARTMENTS)
        .id("new-department")
        .body(html! { div.columns { (DepartmentForm::fields(&form)) } })
        .actions(
            ui::button(cx.t("tickets.departments.add"))
                .primary()
                .icon("plus"),
        );
    let main = html! {
        (ui::page_header(&title, Some(&cx.t("tickets.departments.intro")), html! {}))
        (table)
        (ui::card("new-department-card", cx.t("tickets.departments.add"), form))
    };
    View::new(title, main)
}
