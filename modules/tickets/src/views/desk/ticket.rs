//! One ticket at the desk: the queue beside it, the conversation, what is known and what can be done.
//! Every action has a key; `?` lists them. What an act changes is swapped where it stands.

use kernel::error::FieldErrors;
use kernel::web::{Cx, Raw, View};
use maud::{Markup, html};

use super::{Side, queue};
use crate::models::{Conversation, Priority, Status, desk_topic, ticket_topic};
use crate::paths;
use crate::views::conversation::{Reader, conversation, conversation_id};
use crate::views::done::{Done, told};
use crate::views::list;
use crate::views::writing::{self, BOX};

/// The page, or the box alone when what was typed there was refused.
pub fn show(
    cx: &Cx<'_>,
    side: &Side,
    found: &Conversation,
    raw: &Raw,
    errors: Option<&FieldErrors>,
) -> View {
    let ticket = &side.heading.ticket;
    let title = format!("{} {}", ticket.subject, list::number(cx, ticket.number));
    let writing = writing::agent(cx, ticket, &side.way, &side.beside.drafts, raw, errors);
    if cx.asks_for(BOX) {
        return View::new(title, writing);
    }
    let middle = html! { (talk(cx, side, found)) (writing) };
    let labels = [
        cx.t("tickets.desk.queue"),
        cx.t("tickets.conversation"),
        cx.t("tickets.desk.about"),
    ];
    let list = queue::place(cx, ticket.id, &side.way);
    let main = html! {
        (ui::page_header(&ticket.subject, None, html! { (steps(cx, side)) (actions(cx, side)) }))
        @if ticket.unproven_sender {
            (ui::alert(ui::Tone::Warning, cx.t_with("tickets.desk.unproven", &[("name", &side.heading.requester)])))
        }
        (ui::split_desk(labels.each_ref().map(String::as_str), list, middle, panel(cx, side)))
    };
    View::new(title, main)
        .live(ticket_topic(ticket.id))
        .live(desk_topic())
        .crumb(
            cx.t("tickets.desk.title"),
            Some(side.way.queue(paths::DESK)),
        )
        .crumb(list::number(cx, ticket.number), None)
}

/// What an event of the ticket may have changed, in one answer: the conversation, what stands beside it, the actions.
pub fn refreshed(cx: &Cx<'_>, side: &Side, found: &Conversation) -> View {
    let view = View::new(&side.heading.ticket.subject, talk(cx, side, found));
    with_state(cx, side, view)
}

/// The same after an act of the page itself, which also says what was done. The field of a tag is empty again.
pub fn changed(cx: &Cx<'_>, side: &Side, found: &Conversation, done: Done) -> View {
    let view = refreshed(cx, side, found);
    let view = match done {
        Done::Tagged => view.also(ui::out_of_band("tags-card", "outerHTML", tags(cx, side))),
        _ => view,
    };
    let ticket = &side.heading.ticket;
    let undo = done.undo(cx, ticket, &closure(side));
    told(cx, view, done.notice(), undo, &done.place(ticket))
}

/// After an answer or a note: empty boxes, and the conversation with what was sent, where the focus goes.
pub fn sent(cx: &Cx<'_>, side: &Side, found: &Conversation, notice: &str, place: &str) -> View {
    let (ticket, drafts) = (&side.heading.ticket, &side.beside.drafts);
    let writing = writing::agent(cx, ticket, &side.way, drafts, &Raw::default(), None);
    let view = View::new(&ticket.subject, writing).also(ui::morphed(
        conversation_id(ticket.id),
        talk(cx, side, found),
    ));
    let message = place.split_once('#').map_or("", |(_, row)| row);
    told(cx, with_state(cx, side, view), notice, None, message)
}

/// With what stands around the conversation and changes with the ticket.
fn with_state(cx: &Cx<'_>, side: &Side, view: View) -> View {
    let actions_id = list::actions_id(&side.heading.ticket);
    view.live(ticket_topic(side.heading.ticket.id))
        .also(ui::morphed(panel_id(side), panel(cx, side)))
        .also(ui::morphed(actions_id, actions(cx, side)))
}

/// To the tickets before and after this one, in the queue that the agent came from.
fn steps(cx: &Cx<'_>, side: &Side) -> Markup {
    let id = side.heading.ticket.id;
    let link = |label: &str, place: String, key: &str| {
        let button = ui::button(cx.t(label)).quiet();
        button.href(side.way.to(&place)).shortcut(key)
    };
    html! {
        nav.step-row aria-label=(cx.t("tickets.desk.steps")) {
            (link("tickets.desk.previous", paths::desk_previous(id), "k"))
            (link("tickets.desk.next", paths::desk_next(id), "j"))
        }
    }
}

fn panel_id(side: &Side) -> String {
    ui::dom_id("ticket", side.heading.ticket.id, "side")
}

fn actions(cx: &Cx<'_>, side: &Side) -> Markup {
    html! { div.actions id=(list::actions_id(&side.heading.ticket)) { (status_actions(cx, side)) } }
}

fn talk(cx: &Cx<'_>, side: &Side, found: &Conversation) -> Markup {
    let id = side.heading.ticket.id;
    conversation(
        cx,
        id,
        Reader::Staff,
        &side.way.to(&paths::desk_messages(id)),
        paths::desk_attachment,
        found,
    )
}

fn closure(side: &Side) -> String {
    side.way.to(&paths::desk_closure(side.heading.ticket.id))
}

fn status_actions(cx: &Cx<'_>, side: &Side) -> Markup {
    let ticket = &side.heading.ticket;
    let closure = closure(side);
    let act = |label: &str, icon| ui::button(cx.t(label)).icon(icon).post(&closure, cx.csrf());
    let talk = conversation_id(ticket.id);
    if ticket.status == Status::Closed {
        return html! { (act("tickets.reopen", "rotate-ccw").method("DELETE").morph(talk).shortcut("o")) };
    }
    html! {
        (act("tickets.close", "check").morph(talk).shortcut("c"))
        (act("tickets.desk.close_next", "check").field("onward", "1").shortcut("x"))
    }
}

fn panel(cx: &Cx<'_>, side: &Side) -> Markup {
    html! {
        div.flow id=(panel_id(side)) {
            (facts(cx, side))
            (tags(cx, side))
            (assignment(cx, side))
            (triage(cx, side))
            @for shown in &side.boxes { (shown) }
        }
    }
}

fn facts(cx: &Cx<'_>, side: &Side) -> Markup {
    let (heading, ticket) = (&side.heading, &side.heading.ticket);
    let about = list::about(cx, ticket);
    let about = (!about.0.is_empty()).then(|| (cx.t("tickets.column.about"), about));
    let mut facts = vec![
        (
            cx.t("tickets.column.status"),
            html! { (list::status_badge(cx, ticket.standing())) " " (list::priority_badge(cx, ticket.priority)) },
        ),
        (
            cx.t("tickets.column.requester"),
            ui::name(&heading.requester),
        ),
        (cx.t("tickets.column.account"), ui::name(&heading.tenant)),
        (
            cx.t("tickets.opened_at"),
            ui::date_time(cx.fmt(), ticket.opened_at),
        ),
    ];
    facts.extend(about);
    ui::definition_list(facts)
}

fn tags(cx: &Cx<'_>, side: &Side) -> Markup {
    let action = side.way.to(&paths::desk_tags(side.heading.ticket.id));
    let talk = conversation_id(side.heading.ticket.id);
    let add = ui::form(&action, cx.csrf())
        .morph(&talk)
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
                    (ui::button(tag).small().icon("x").post(&action, cx.csrf()).method("DELETE").field("tag", tag).morph(&talk))
                }
            }
            (add)
        }))
    }
}

fn assignment(cx: &Cx<'_>, side: &Side) -> Markup {
    let ticket = &side.heading.ticket;
    let action = side.way.to(&paths::desk_assignment(ticket.id));
    let talk = conversation_id(ticket.id);
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
        .morph(&talk)
        .body(people)
        .actions(ui::button(cx.t("kernel.save")).small());
    let me = cx.user().filter(|user| ticket.assignee_id != Some(user.id));
    ui::card(
        "assignment-card",
        cx.t("tickets.desk.assignment"),
        html! {
            @if let Some(me) = me {
                (ui::button(cx.t("tickets.desk.take")).small().icon("user-check").post(&action, cx.csrf()).field("assignee", me.id.to_string()).morph(&talk).shortcut("m"))
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
    let form = ui::form(side.way.to(&paths::desk_triage(ticket.id)), cx.csrf())
        .morph(conversation_id(ticket.id))
        .body(html! { (department) (priority) (hold) })
        .actions(ui::button(cx.t("kernel.save")).small());
    ui::card("triage-card", cx.t("tickets.desk.triage"), form)
}
