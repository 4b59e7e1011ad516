//! `GET /search`: asks every module what it finds, side by side; a module that fails costs its own group.

use rocket::futures::future::join_all;
use rocket::get;

use l10n::normalise;

use crate::error::AppResult;
use crate::module::Audience;
use crate::pages::views;
use crate::pages::views::search::Group;
use crate::web::{Cx, ListOnly, View};

const EACH: i64 = 8;
const SHORTEST: usize = 2;

/// Search everything.
#[get("/search?<q>")]
pub async fn index(q: Option<&str>, list_only: ListOnly, cx: Cx<'_>) -> AppResult<View> {
    let user = cx.signed_in()?;
    let typed = q.unwrap_or_default().chars().take(200).collect::<String>();
    let text = normalise::search_text(&typed);
    let groups = if text.chars().count() < SHORTEST {
        None
    } else {
        Some(found(&cx, &text).await)
    };
    if cx.asks_for(ui::PALETTE_FOUND) {
        return Ok(views::search::in_palette(&cx, groups.as_deref()));
    }
    let view = views::search::index(&cx, list_only, &typed, groups.as_deref());
    Ok(if user.tenant.is_none() && !user.staff.is_empty() {
        view.framed_for(Audience::Staff)
    } else {
        view
    })
}

async fn found(cx: &Cx<'_>, text: &str) -> Vec<Group> {
    let sources = cx.app().registry.search().iter();
    let asked = sources.map(async |source| {
        let hits = source.find(cx, text, EACH).await;
        if let Err(error) = &hits {
            tracing::warn!(incident = cx.incident(), source = source.label(), %error, "a search could not be answered");
        }
        Group { label: source.label(), hits: hits.ok() }
    });
    join_all(asked).await
}
