//! The box one writes in: the customer's answer, and the agent's answer and note, which never look alike. What is typed is
//! kept while one types.

use chrono::{DateTime, Utc};
use kernel::error::FieldErrors;
use kernel::web::{Cx, FormView, Raw, View};
use maud::{Markup, Render, html};
use ui::{Form, Writing};

use crate::forms::MessageForm;
use crate::models::{Draft, Kind, Ticket, Way};
use crate::paths;
use crate::views::conversation::{body_field, files_field};

/// The id of the box, which sending replaces.
pub const BOX: &str = "answer-card";

/// What stands in a box: what was typed and refused, or else what was kept.
#[derive(Clone, Copy)]
pub struct Typed<'a> {
    /// What was typed.
    pub raw: &'a Raw,
    /// What is wrong with it.
    pub errors: Option<&'a FieldErrors>,
    /// What was kept.
    pub draft: Option<&'a Draft>,
}

/// The customer's box.
pub fn customer(cx: &Cx<'_>, ticket: &Ticket, typed: Typed<'_>) -> Markup {
    let (action, keep) = (paths::messages(ticket.id), paths::draft(ticket.id));
    ui::card(BOX, "", written(cx, Kind::Customer, action, &keep, typed))
}

/// The agent's boxes: an answer to the customer, or a note for colleagues.
pub fn agent(
    cx: &Cx<'_>,
    ticket: &Ticket,
    way: &Way,
    drafts: &[Draft],
    raw: &Raw,
    errors: Option<&FieldErrors>,
) -> Markup {
    let chosen = Kind::of_staff(raw.get("kind") == Kind::Note.as_str());
    let keep = paths::desk_draft(ticket.id);
    let kinds = [
        (Kind::Agent, "tickets.desk.kind_answer"),
        (Kind::Note, "tickets.desk.kind_note"),
    ];
    let kinds = kinds.map(|(kind, label)| {
        let typed = Typed {
            raw,
            errors: errors.filter(|_| kind == chosen),
            draft: drafts.iter().find(|draft| draft.kind == kind),
        };
        let action = way.to(&paths::desk_messages(ticket.id));
        let form = written(cx, kind, action, &keep, typed).hidden("kind", kind.as_str());
        let is_note = kind == Kind::Note;
        Writing {
            value: kind.as_str(),
            label: cx.t(label),
            shortcut: is_note.then_some("n"),
            is_note,
            form: form.render(),
        }
    });
    ui::composer(BOX, cx.t("tickets.desk.kind"), chosen.as_str(), &kinds)
}

/// What a box is called and where its words and files go.
struct Look {
    form: &'static str,
    words: &'static str,
    files: &'static str,
    send: &'static str,
    icon: &'static str,
}

impl Look {
    fn of(kind: Kind) -> Self {
        match kind {
            Kind::Note => Self {
                form: "note",
                words: "tickets.desk.note_text",
                files: "note_files",
                send: "tickets.desk.keep_note",
                icon: "message-square-lock",
            },
            Kind::Agent => Self::of_answer("tickets.desk.answer_text"),
            Kind::Customer | Kind::Event => Self::of_answer("tickets.answer"),
        }
    }

    fn of_answer(words: &'static str) -> Self {
        Self {
            form: "answer",
            words,
            files: "attachments",
            send: "tickets.send_answer",
            icon: "send",
        }
    }
}

/// The form that sends a message, with what was typed and refused in it, or else what was kept.
fn written(cx: &Cx<'_>, kind: Kind, action: String, keep: &str, typed: Typed<'_>) -> Form {
    let (look, is_note) = (Look::of(kind), kind == Kind::Note);
    let name = MessageForm::field(is_note);
    let kept = typed
        .draft
        .map(|draft| Raw::prefilled(&[(name, &draft.body)]));
    let kept = kept.unwrap_or_default();
    let raw = typed.errors.map_or(&kept, |_| typed.raw);
    let view = FormView::new(cx, raw, typed.errors);
    let field = body_field(&view, name, look.words).shortcut("r");
    let button = ui::button(cx.t(look.send))
        .icon(look.icon)
        .busy(cx.t("tickets.sending"));
    view.form_once(action)
        .id(look.form)
        .upload()
        .swap(BOX)
        .body(html! {
            (ui::kept_field(keep, &line_id(kind), field))
            (line(cx, kind, typed.draft.map(|draft| draft.kept_at)))
            (files_field(cx, &view, look.files))
        })
        .actions(if is_note { button } else { button.primary() })
}

/// What keeping answers: the line alone.
pub fn kept(cx: &Cx<'_>, kind: Kind, at: Option<DateTime<Utc>>) -> View {
    View::new(cx.t("tickets.title"), line(cx, kind, at))
}

fn line_id(kind: Kind) -> String {
    format!("kept-{kind}")
}

/// Says since when the words are kept: a time of today, or the day too.
fn line(cx: &Cx<'_>, kind: Kind, at: Option<DateTime<Utc>>) -> Markup {
    let text = at.map(|at| {
        let is_today = cx.fmt().today(at) == cx.fmt().today(cx.now());
        let time = if is_today {
            cx.fmt().time(at)
        } else {
            cx.fmt().date_time_long(at)
        };
        cx.t_with("tickets.draft_kept", &[("time", &time)])
    });
    ui::kept_line(&line_id(kind), text.as_deref())
}
