//! A ticket's conversation as both sides see it, and the form that answers.
//! The fragment owns its id; a live event fetches it again and morphs it in.

use kernel::web::{Cx, FormView};
use maud::{Markup, html};
use ui::{Message, Voice};

use crate::forms::{ANSWER_LIMIT, FILE_LIMIT, MAX_FILES};
use crate::ids::TicketId;
use crate::models::{AttachmentRow, Conversation, Kind, MessageRow, Via, ticket_topic};

/// Who reads.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// The customer's side.
    Customer,
    /// Staff.
    Staff,
}

/// The id of the conversation's element.
pub fn conversation_id(ticket: TicketId) -> String {
    ui::dom_id("ticket", ticket, "conversation")
}

/// The messages; `url` is where they are fetched again.
pub fn conversation(
    cx: &Cx<'_>,
    ticket: TicketId,
    reader: Reader,
    url: &str,
    file_url: fn(kernel::ids::FileId) -> String,
    found: &Conversation,
) -> Markup {
    html! {
        section.flow id=(conversation_id(ticket)) aria-label=(cx.t("tickets.messages")) aria-live="polite"
            hx-get=(url) hx-trigger=(ui::on_event(ticket_topic(ticket))) hx-swap="outerMorph" {
            @if found.cut { (ui::alert(ui::Tone::Info, cx.t("tickets.conversation_cut"))) }
            @for (message, files) in &found.messages { (one(cx, reader, file_url, message, files)) }
        }
    }
}

fn one(
    cx: &Cx<'_>,
    reader: Reader,
    file_url: fn(kernel::ids::FileId) -> String,
    message: &MessageRow,
    files: &[AttachmentRow],
) -> Markup {
    let time = ui::relative_date(cx.fmt(), message.created_at, cx.now());
    let author = message
        .author
        .clone()
        .unwrap_or_else(|| cx.t("tickets.somebody"));
    if message.kind == Kind::Event {
        let text = cx.t_with(
            &format!("tickets.event.{}", message.body),
            &[("name", &author)],
        );
        return html! { p.quiet id=(ui::dom_id("message", message.id, "row")) { (text) " · " (time) } };
    }
    let voice = match (reader, message.kind) {
        (_, Kind::Note) => Voice::Note,
        (Reader::Customer, Kind::Customer) | (Reader::Staff, Kind::Agent) => Voice::Own,
        _ => Voice::Other,
    };
    let tag = match (message.kind, message.via) {
        (Kind::Note, _) => Some(cx.t("tickets.note")),
        (Kind::Agent, _) if reader == Reader::Customer => Some(cx.t("tickets.support")),
        (_, Via::Mail) => Some(cx.t("tickets.by_mail")),
        (_, Via::UnprovenMail) => Some(cx.t("tickets.unproven")),
        _ => None,
    };
    let shown = files
        .iter()
        .map(|file| {
            let size = cx.fmt().bytes(file.size_bytes.unsigned_abs());
            ui::attachment(
                &file.name,
                &size,
                file_url(file.file_id),
                kind_of(&file.content_type),
            )
        })
        .collect();
    ui::message_bubble(&Message {
        id: ui::dom_id("message", message.id, "row"),
        author,
        time,
        voice,
        tag,
        body: message.body.clone(),
        attachments: shown,
    })
}

fn kind_of(content_type: &str) -> &'static str {
    match content_type.split_once('/') {
        Some(("image", _)) => "image",
        Some((_, "zip" | "gzip")) => "archive",
        _ => "file",
    }
}

/// The field for files.
pub fn files_field(cx: &Cx<'_>, form: &FormView<'_>, name: &str) -> Markup {
    let (count, size) = (
        i64::try_from(MAX_FILES).unwrap_or(0),
        cx.fmt().bytes(FILE_LIMIT),
    );
    let limit = cx.t_with(
        "tickets.files_limit",
        &[("count", &cx.fmt().number(count)), ("size", &size)],
    );
    html! { (ui::file_field(name, cx.t("tickets.files"), limit).multiple()
    .words(cx.t("kernel.form.choose_files"), cx.t("kernel.form.no_file")).error(form.error(name))) }
}

/// The field for the text of a message.
pub fn body_field(form: &FormView<'_>, name: &str, label: &str) -> ui::Field {
    form.field(name, label)
        .area(6)
        .required()
        .dir("auto")
        .max_length(u32::try_from(ANSWER_LIMIT).unwrap_or(u32::MAX))
}
