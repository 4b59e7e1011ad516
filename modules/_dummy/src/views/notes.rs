//! The list of notes with the form that writes one, and one note.
//! Says what is there; the design system says how it looks.

use kernel::error::FieldErrors;
use kernel::web::{Cx, FormView, Listing, Page, Raw, View};
use maud::{Markup, html};
use ui::{Column, Row};

use crate::forms::NoteForm;
use crate::models::Note;
use crate::paths;
use crate::permissions::ERASE_NOTES;

/// The list with the form above it.
pub fn index(cx: &Cx<'_>, page: &Page<Note>, raw: &Raw, errors: Option<&FieldErrors>) -> View {
    let title = cx.t("_dummy.title");
    let main = html! {
        (ui::page_header(&title, Some(&cx.t("_dummy.intro")), html! {}))
        (ui::card("new-note-card", cx.t("_dummy.new"), form(cx, raw, errors)))
        (table(cx, page))
        (Listing::new(cx, paths::NOTES, &[]).pager(page, None))
    };
    View::new(title, main)
}

/// One note.
pub fn show(cx: &Cx<'_>, note: &Note) -> View {
    let title = cx.t("_dummy.note");
    let body = html! {
        @for line in note.body.lines() { p dir="auto" { (line) } }
        p.quiet { (ui::date_time(cx.fmt(), note.created_at)) }
        @if cx.may(ERASE_NOTES) {
            (ui::button(cx.t("_dummy.erase")).small().quiet().icon("trash-2").post(paths::note(note.id), cx.csrf()).method("DELETE")
                .confirm(cx.t("_dummy.erase_question"), cx.t("kernel.cancel")))
        }
    };
    let main = html! {
        (ui::page_header(&title, None, html! {}))
        (ui::card(ui::dom_id("note", note.id, ""), "", body))
    };
    View::new(&title, main)
        .crumb(cx.t("_dummy.title"), Some(paths::NOTES.to_owned()))
        .crumb(title, None)
}

fn form(cx: &Cx<'_>, raw: &Raw, errors: Option<&FieldErrors>) -> Markup {
    let form = FormView::new(cx, raw, errors);
    let write = ui::button(cx.t("_dummy.write")).primary().icon("check");
    let fields = NoteForm::fields(&form);
    html! { (form.form_once(paths::NOTES).id("new-note").body(fields).actions(write)) }
}

fn table(cx: &Cx<'_>, page: &Page<Note>) -> Markup {
    let rows = page.rows.iter().map(|note| {
        Row::new()
            .id(ui::dom_id("note", note.id, "row"))
            .href(paths::note(note.id))
            .cell(ui::bdi(&note.body))
            .cell(ui::relative_date(cx.fmt(), note.created_at, cx.now()))
    });
    let (title, text) = (cx.t("_dummy.none_title"), cx.t("_dummy.none_text"));
    html! {
        (ui::table(cx.t("_dummy.title"))
            .column(Column::new(cx.t("_dummy.note")))
            .column(Column::new(cx.t("_dummy.written_at")))
            .rows(rows)
            .empty(ui::empty_state("file-text", title, text, html! {})))
    }
}
