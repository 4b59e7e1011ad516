//! What this module gives to screens of others: search results, a box on the home, a health check.
//! Each opens its own scope; a fault costs its own part of the screen.

use std::sync::Arc;

use diesel_async::RunQueryDsl;
use kernel::app::App;
use kernel::error::AppResult;
use kernel::health::Finding;
use kernel::module::{Hit, ResourceRef, SearchSource, WidgetSource};
use kernel::web::Cx;
use maud::{Markup, html};

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

    async fn find(
        &self,
        app: &Arc<App>,
        cx: &Cx<'_>,
        text: &str,
        limit: i64,
    ) -> AppResult<Vec<Hit>> {
        let Some(db) = cx
            .tenant_db(app)
            .filter(|_| cx.may(permissions::WRITE_NOTES))
        else {
            return Ok(Vec::new());
        };
        let found = db
            .read(async |tx| Ok(Note::search(text, limit, tx).await?))
            .await?;
        let hits = found.into_iter().map(|note| Hit {
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
        app: &Arc<App>,
        cx: &Cx<'_>,
        _: Option<&ResourceRef>,
    ) -> AppResult<Option<Markup>> {
        let port = app.registry.ports().get::<dyn NoteCounts>();
        let (Some(db), Some(port)) = (cx.tenant_db(app), port) else {
            return Ok(None);
        };
        let Some(count) = db.read(async |tx| port.last(tx).await).await? else {
            return Ok(None);
        };
        let body = html! {
            (ui::stat(cx.t("_dummy.counted"), cx.fmt().number(count.notes), None, ui::Tone::Neutral))
            div.actions { (ui::button(cx.t("_dummy.show_all")).small().quiet().href(paths::NOTES)) }
        };
        Ok(Some(ui::card("_dummy-count", cx.t("_dummy.title"), body)))
    }
}

/// The table answers.
pub async fn health(app: Arc<App>) -> Result<Finding, Finding> {
    let db = app.without_request().platform();
    let count: i64 = db
        .read(async |tx| {
            Ok(diesel::QueryDsl::count(_dummy_notes::table)
                .get_result(tx)
                .await?)
        })
        .await
        .map_err(|error| Finding::new("_dummy.health.unread").code("error", error))?;
    Ok(Finding::new("_dummy.health.notes").number("count", count))
}
