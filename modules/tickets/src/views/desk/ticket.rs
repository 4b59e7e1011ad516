//! One ticket at the desk: the queue beside it, the conversation, what is known and what can be done.
//! Every action has a key; `?` lists them.

use kernel::error::FieldErrors;
use kernel::web::{Cx, FormView, Raw, View};
use maud::{Markup, html};

use super::{Side, queue};
use crate::models::{Conversation, Heading, Priority, Status, desk_topic, ticket_topic};
use crate::paths;
use crate::views::conversation::{Reader, body_field, conversation, files_field};
use crate::views::list;

/// The page.
pub fn show(
    cx: &Cx<'_>,
    side: &Side,
    found: &Conversation,
    raw: &Raw,
    errors: Option<&FieldErrors>,
) -> View {
    let ticket = &side.heading.ticket;
    let title = format!("{} {}", ticket.subject, list::number(cx, ticket.number));
    let middle =
        html! { (talk(cx, &side.heading, found)) (answer_form(cx, &side.heading, raw, errors)) };
    let labels = [
        cx.t("tickets.desk.queue"),
        cx.t("tickets.conversation"),
        cx.t("tickets.desk.about"),
    ];
    let main = html! {
        (ui::page_header(&ticket.subject, None, actions(cx, &side.heading)))
        @if ticket.unproven_sender {
            (ui::alert(ui::Tone::Warning, cx.t_with("tickets.desk.unproven", &[("name", &side.heading.requester)])))
        }
        (ui::split_desk(labels.each_ref().map(String::as_str), queue::neighbours_place(cx), middle, panel(cx, side)))
    };
    View::new(title, main)
        .live(ticket_topic(ticket.id))
        .live(desk_topic())
        .crumb(cx.t("tickets.desk.title"), Some(paths::DESK.to_owned()))
        .crumb(list::number(cx, ticket.number), None)
}

/// What an event of the ticket may have changed, in one answer: the conversation, what stands beside it, the actions.
pub fn refreshed(cx: &Cx<'_>, side: &Side, found: &Conversation) -> View {
    let heading = &side.heading;
    let part = |id: String, part: Markup| ui::out_of_band(id, "outerMorph", part);
    View::new(&heading.ticket.subject, talk(cx, heading, found))
        .live(ticket_topic(heading.ticket.id))
        .also(part(panel_id(side), panel(cx, side)))
        .also(part(
            list::actions_id(&heading.ticket),
            actions(cx, heading),
        ))
}

fn panel_id(side: &Side) -> String {
    ui::dom_id("ticket", side.heading.ticket.id, "side")
}

fn actions(cx: &Cx<'_>, heading: &Heading) -> Markup {
    html! { div.actions id=(list::actions_id(&heading.ticket)) { (status_actions(cx, heading)) } }
}

fn talk(cx: &Cx<'_>, heading: &Heading, found: &Conversation) -> Markup {
    let id = heading.ticket.id;
    conversation(
        cx,
        id,
        Reader::Staff,
        &paths::desk_messages(id),
        paths::desk_attachment,
        found,
    )
}

fn status_actions(cx: &Cx<'_>, heading: &Heading) -> Markup {
    let closure = paths::desk_closure(heading.ticket.id);
    if heading.ticket.status == Status::Closed {
        return html! { (ui::button(cx.t("tickets.reopen")).icon("rotate-ccw").post(closure, cx.csrf()).method("DELETE").shortcut("o")) };
    }
    html! { (ui::button(cx.t("tickets.close")).icon("check").post(closure, cx.csrf()).shortcut("c")) }
}

fn answer_form(cx: &Cx<'_>, heading: &Heading, raw: &Raw, errors: Option<&FieldErrors>) -> Markup {
    let view = FormView::new(cx, raw, errors);
    let kind = ui::radio_group("kind", cx.t("tickets.desk.kind"))
        .option("answer", cx.t("tickets.desk.kind_answer"))
        .option("note", cx.t("tickets.desk.kind_note"))
        .value(view.typed_or("kind", "answer"))
        .inline();
    let form = view
        .form_once(paths::desk_messages(heading.ticket.id))
        .id("answer")
        .upload()
        .body(html! { (body_field(&view, "tickets.answer").shortcut("r")) (kind) (files_field(cx, &view)) })
        .actions(ui::button(cx.t("tickets.send")).primary().icon("send").busy(cx.t("tickets.sending")));
    ui::card("answer-card", "", form)
}

fn panel(cx: &Cx<'_>, side: &Side) -> Markup {
    html! {
        div.flow id=(panel_id(side)) {
            (facts(cx, &side.heading))
            (tags(cx, side))
            (assignment(cx, side))
            (triage(cx, side))
            @for shown in &side.boxes { (shown) }
        }
    }
}

fn facts(cx: &Cx<'_>, heading: &Heading) -> Markup {
    let ticket = &heading.ticket;
    ui::definition_list(vec![
        (
            cx.t("tickets.column.status"),
            html! { (list::status_badge(cx, ticket.status)) " " (list::priority_badge(cx, ticket.priority)) },
        ),
        (
            cx.t("tickets.column.requester"),
            ui::name(&heading.requester),
        ),
        (cx.t("tickets.column.account"), ui::name(&heading.tenant)),
        (cx.t("tickets.column.about"), list::about(cx, ticket)),
        (
            cx.t("tickets.opened_at"),
            ui::date_time(cx.fmt(), ticket.opened_at),
        ),
    ])
}

fn tags(cx: &Cx<'_>, side: &Side) -> Markup {
    let action = paths::desk_tags(side.heading.ticket.id);
    let add = ui::form(&action, cx.csrf())
        .label(cx.t("tickets.desk.tags"))
        .body(
            ui::field("tag", cx.t("tickets.desk.tag_add"))
                .max_length(40)
                .required()
                .dir("auto")
                .autocomplete("off")
                .shortcut("t"),
        )
        .actions(ui::button(cx.t("tickets.desk.tag_save")).small());
    html! {
        (ui::card("tags-card", cx.t("tickets.desk.tags"), html! {
            div.row-of {
                @for tag in &side.beside.tags {
                    (ui::button(tag).small().icon("x").post(&action, cx.csrf()).method("DELETE").field("tag", tag))
                }
            }
            (add)
        }))
    }
}

fn assignment(cx: &Cx<'_>, side: &Side) -> Markup {
    let ticket = &side.heading.ticket;
    let action = paths::desk_assignment(ticket.id);
    let people = side
        .beside
        .agents
        .iter()
        .fold(
            ui::select("assignee", cx.t("tickets.column.assignee")).empty(cx.t("tickets.nobody")),
            |select, agent| select.option(agent.user_id.to_string(), &agent.display_name),
        )
        .value(
            ticket
                .assignee_id
                .map(|id| id.to_string())
                .unwrap_or_default(),
        );
    let form = ui::form(&action, cx.csrf())
        .body(people)
        .actions(ui::button(cx.t("kernel.save")).small());
    let me = cx.user().filter(|user| ticket.assignee_id != Some(user.id));
    ui::card(
        "assignment-card",
        cx.t("tickets.desk.assignment"),
        html! {
            @if let Some(me) = me {
                (ui::button(cx.t("tickets.desk.take")).small().icon("user-check").post(&action, cx.csrf()).field("assignee", me.id.to_string()).shortcut("m"))
            }
            (form)
        },
    )
}

fn triage(cx: &Cx<'_>, side: &Side) -> Markup {
    let ticket = &side.heading.ticket;
    let department = side
        .beside
        .departments
        .iter()
        .filter(|d| d.archived_at.is_none() || d.id == ticket.department_id)
        .fold(
            ui::select("department", cx.t("tickets.column.department")),
            |select, d| select.option(d.id.to_string(), d.name(cx.locale())),
        )
        .value(ticket.department_id.to_string());
    let priority = Priority::ALL
        .iter()
        .fold(
            ui::select("priority", cx.t("tickets.column.priority")),
            |select, p| select.option(p.number().to_string(), cx.t(p.label())),
        )
        .value(ticket.priority.number().to_string());
    let hold = ui::checkbox("on_hold", cx.t("tickets.desk.on_hold"))
        .checked(ticket.status == Status::OnHold);
    let form = ui::form(paths::desk_triage(ticket.id), cx.csrf())
        .body(html! { (department) (priority) (hold) })
        .actions(ui::button(cx.t("kernel.save")).small());
    ui::card("triage-card", cx.t("tickets.desk.triage"), form)
}
