//! The outbox of development: every mail as its recipient would read it, with its links.

use maud::{Markup, html};
use ui::{Column, Row};

use crate::files::StoredBytes;
use crate::mail::Delivery;
use crate::mail::shown::{name, state, written};
use crate::pages::paths;
use crate::web::{Cx, Page, View, with_query};

/// The list.
pub fn index(cx: &Cx<'_>, page: &Page<Delivery>) -> View {
    let title = cx.t("kernel.outbox.title");
    let table = ui::table(&title)
        .column(Column::new(cx.t("kernel.outbox.subject")))
        .column(Column::new(cx.t("kernel.deliveries.recipient")))
        .column(Column::new(cx.t("kernel.deliveries.state")))
        .column(Column::new(cx.t("kernel.deliveries.queued_at")).wide_only())
        .rows(page.rows.iter().map(|mail| {
            Row::new()
                .href(paths::below(paths::OUTBOX, mail.id))
                .cell(html! { bdi { (mail.subject.clone().unwrap_or_else(|| name(cx, &mail.mail))) } })
                .cell(ui::bdi(&mail.recipient))
                .cell(state(cx, &mail.state))
                .cell(ui::relative_date(cx.fmt(), mail.created_at, cx.now()))
        }))
        .empty(ui::empty_state("inbox", cx.t("kernel.outbox.none_title"), cx.t("kernel.outbox.none_text"), html! {}));
    let next = page
        .next
        .map(|c| with_query(paths::OUTBOX, &[("after", &c.encode())]));
    let main = html! {
        (ui::page_header(&title, Some(&cx.t("kernel.outbox.lead")), html! {}))
        div.flow {
            (table)
            @if let Some(href) = next { div.actions { (ui::button(cx.t("kernel.list.next")).small().href(href)) } }
        }
    };
    View::new(title, main)
}

/// One mail.
pub fn show(cx: &Cx<'_>, mail: &Delivery, files: &[StoredBytes]) -> View {
    let title = mail.subject.clone().unwrap_or_else(|| name(cx, &mail.mail));
    let twin = html! {
        @if mail.body_html.is_some() {
            (ui::button(cx.t("kernel.outbox.html")).icon("external-link")
                .href(paths::below(&paths::below(paths::OUTBOX, mail.id), "html")))
        }
    };
    let mut facts = vec![
        (
            cx.t("kernel.deliveries.recipient"),
            html! { bdi { (mail.recipient_name) } " " (ui::bdi(&mail.recipient)) },
        ),
        (cx.t("kernel.deliveries.state"), state(cx, &mail.state)),
        (
            cx.t("kernel.deliveries.queued_at"),
            ui::date_time(cx.fmt(), mail.created_at),
        ),
        (
            cx.t("kernel.outbox.reply_to"),
            html! { @if let Some(to) = &mail.reply_to { (ui::bdi(to)) } @else { "—" } },
        ),
    ];
    if !files.is_empty() {
        facts.push((cx.t("kernel.outbox.attachments"), attached(cx, mail, files)));
    }
    let main = html! {
        (ui::page_header(&title, None, twin))
        div.flow {
            (ui::card("mail", "", ui::definition_list(facts)))
            @match &mail.body_text {
                Some(text) => (ui::card("text", cx.t("kernel.outbox.text"), html! { div lang=(mail.locale) { (written(text)) } })),
                None => p.quiet { (cx.t("kernel.outbox.not_rendered")) },
            }
        }
    };
    View::new(title.clone(), main)
        .crumb(cx.t("kernel.outbox.title"), Some(paths::OUTBOX.to_owned()))
        .crumb(title, None)
}

fn attached(cx: &Cx<'_>, mail: &Delivery, files: &[StoredBytes]) -> Markup {
    let place = paths::below(&paths::below(paths::OUTBOX, mail.id), "attachments");
    html! {
        div.actions {
            @for (n, file) in files.iter().enumerate() {
                @let size = u64::try_from(file.bytes.len()).unwrap_or(u64::MAX);
                (ui::attachment(&file.name, cx.fmt().bytes(size), paths::below(&place, n), &file.content_type))
            }
        }
    }
}
