//! Who really opens the page of a thing has read what was told of it: the module that shows it says so once.
//! Here so that what counts as reading is decided in one place: no look-ahead of a browser, no part fetched again.

use std::sync::atomic::Ordering;

use rocket::Request;
use rocket::http::Method;

use super::Cx;
use super::view::wants_fragment;
use crate::module::{ResourceRef, Side};
use crate::pages::notifications;

/// How many unread notifications the session's look-up counts.
const COUNTED: i64 = 100;

/// Headers by which a browser or htmx says that nobody looks yet, and the word in them that says it.
const AHEAD: [(&str, &str); 4] = [
    ("Sec-Purpose", "prefetch"),
    ("Purpose", "prefetch"),
    ("X-Moz", "prefetch"),
    ("HX-Preloaded", "true"),
];

/// Whether somebody will read the whole page that this request asks for.
pub(super) fn is_reading(request: &Request<'_>) -> bool {
    let is_ahead = AHEAD.iter().any(|(name, word)| {
        let said = request.headers().get_one(name);
        said.is_some_and(|said| said.contains(word))
    });
    request.method() == Method::Get && !is_ahead && !wants_fragment(request)
}

impl Cx<'_> {
    /// This page shows the thing, so its reader has read the notifications that lead there, on whichever side. Call it
    /// once the thing was found. What goes wrong with it goes to the log: the page is worth more than the count.
    pub async fn has_read(&self, thing: &ResourceRef) {
        let registry = &self.app().registry;
        let links = [Side::Member, Side::Staff].map(|side| registry.link(thing, side));
        let places: Vec<String> = links.into_iter().flatten().map(|link| link.href).collect();
        self.read_at(&places).await;
    }

    /// The same for a page that is not a thing's: what leads to its own address has been read.
    pub async fn has_read_here(&self) {
        self.read_at(&[self.path().to_owned()]).await;
    }

    async fn read_at(&self, places: &[String]) {
        let Some(user) = self.user().filter(|_| self.is_reading()) else {
            return;
        };
        // Known from the session: whoever has nothing unread pays no statement.
        if user.unread == 0 {
            return;
        }
        let db = self.scopes().account();
        let read = db.write(async |tx| notifications::read_at(user.id, places, tx).await);
        match read.await {
            Ok(count) => {
                let count = i64::try_from(count).unwrap_or(i64::MAX);
                self.read_here().fetch_add(count, Ordering::Relaxed);
            }
            Err(error) => {
                tracing::warn!(incident = self.incident(), %error, "what was read stays unread");
            }
        }
    }

    /// Unread notifications of the reader, without those that reading this page has read.
    #[must_use]
    pub fn unread(&self) -> i64 {
        let before = self.user().map_or(0, |user| user.unread);
        if before >= COUNTED {
            return before;
        }
        (before - self.read_here().load(Ordering::Relaxed)).max(0)
    }
}
