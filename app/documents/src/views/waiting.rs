//! The page of a document whose PDF is not there yet. It hears when that stands; without scripts it is opened again.

use kernel::web::{Cx, View};
use maud::html;
use ui::Tone;

use super::called;
use crate::document::Document;
use crate::jobs::topic;

/// The part that changes.
pub const STATE: &str = "document-state";

/// The page; `here` is its own address, which the PDF will have.
pub fn page(cx: &Cx<'_>, document: &Document, here: &str) -> View {
    let title = called(cx, &document.kind);
    let topic = topic(document.id);
    let main = html! {
        (ui::page_header(&title, None, html! {}))
        section id=(STATE) hx-get=(here) hx-trigger=(ui::on_event(&topic)) hx-target=(format!("#{STATE}")) hx-swap="outerMorph" {
            @if document.file.is_some() {
                (ui::alert(Tone::Success, cx.t("documents.waiting.ready")))
                (ui::button(cx.t("documents.waiting.open")).primary().icon("file-text").href(here))
            } @else {
                (ui::alert(Tone::Info, cx.t("documents.waiting.text")))
                (ui::button(cx.t("documents.waiting.again")).icon("refresh-cw").href(here))
            }
        }
    };
    View::new(title, main).live(topic)
}
