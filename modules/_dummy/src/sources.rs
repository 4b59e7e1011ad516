//! What this module gives to screens of others: search results, a box on the home, a box beside a ticket, names of its
//! notes, a health check. A fault costs its own part of the screen.

use diesel::{OptionalExtension, QueryDsl, QueryResult};
use diesel_async::RunQueryDsl;
use kernel::db::{JobDb, ReadTx};
use kernel::error::AppResult;
use kernel::health::Finding;
use kernel::module::{Hit, ResourceRef, ResourceSource, SearchSource, WidgetSource};
use kernel::web::{Cx, PageQuery};
use maud::{Markup, html};
use uuid::Uuid;

use crate::ids::NoteId;
use crate::models::Note;
use crate::ports::NoteCounts;
use crate::schema::_dummy_notes;
use crate::{paths, permissions};

/// Finds the tenant's notes.
pub struct NoteSearch;

#[rocket::async_trait]
impl SearchSource for NoteSearch {
    fn label(&self) -> &'static str {
        "_dummy.title"
    }

    async fn find(&self, cx: &Cx<'_>, text: &str, limit: i64) -> AppResult<Vec<Hit>> {
        let Some(db) = cx.tenant_db(permissions::WRITE_NOTES) else {
            return Ok(Vec::new());
        };
        let found = db.read(async |tx| Ok(Note::search(text, limit, tx).await?));
        let hits = found.await?.into_iter().map(|note| Hit {
            title: note.body,
            text: cx.fmt().relative(note.created_at, cx.now()),
            href: paths::note(note.id),
        });
        Ok(hits.collect())
    }
}

/// How many notes there are, asked of the port as another module would.
pub struct CountWidget;

#[rocket::async_trait]
impl WidgetSource for CountWidget {
    async fn render(
        &self,
        cx: &Cx<'_>,
        _: Option<&ResourceRef>,
        tx: &mut ReadTx,
    ) -> AppResult<Option<Markup>> {
        let Some(port) = cx.app().registry.ports().get::<dyn NoteCounts>() else {
            return Ok(None);
        };
        let Some(count) = port.last(tx).await? else {
            return Ok(None);
        };
        let shown = cx.fmt().number(count.notes);
        let body = html! {
            (ui::stat(cx.t("_dummy.counted"), shown))
            div.actions { (ui::button(cx.t("_dummy.show_all")).small().quiet().href(paths::NOTES)) }
        };
        Ok(Some(ui::card("_dummy-count", cx.t("_dummy.title"), body)))
    }
}

/// The note that a closed ticket left, in the desk's own screen. The slot is the desk's, the box is ours.
pub struct TicketWidget;

#[rocket::async_trait]
impl WidgetSource for TicketWidget {
    async fn render(
        &self,
        cx: &Cx<'_>,
        subject: Option<&ResourceRef>,
        tx: &mut ReadTx,
    ) -> AppResult<Option<Markup>> {
        let Some(ticket) = subject else {
            return Ok(None);
        };
        let note = Note::find(NoteId(ticket.id), tx).await.optional()?;
        Ok(note.map(|note| {
            let body = html! { p dir="auto" { (note.body) } };
            ui::card("_dummy-ticket", cx.t("_dummy.note"), body)
        }))
    }
}

/// Names notes for forms of others.
pub struct NoteNames;

#[rocket::async_trait]
impl ResourceSource for NoteNames {
    async fn name(&self, id: Uuid, tx: &mut ReadTx) -> QueryResult<Option<String>> {
        let note = Note::find(NoteId(id), tx).await.optional()?;
        Ok(note.map(|note| note.body))
    }

    async fn list(&self, limit: u32, tx: &mut ReadTx) -> QueryResult<Vec<(Uuid, String)>> {
        let page = Note::page(&PageQuery::default(), tx).await?;
        let notes = page.rows.into_iter().take(limit as usize);
        Ok(notes.map(|note| (note.id.0, note.body)).collect())
    }
}

/// The table answers.
pub async fn health(db: JobDb) -> Result<Finding, Finding> {
    let count: i64 = db
        .platform()
        .read(async |tx| Ok(_dummy_notes::table.count().get_result(tx).await?))
        .await
        .map_err(|error| Finding::unread(&error, "_dummy.health.unread"))?;
    Ok(Finding::new("_dummy.health.notes").number("count", count))
}
