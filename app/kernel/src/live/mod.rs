//! Live updates: a page opens one stream for the topics it shows; a change pokes a topic in its own transaction.
//! Events carry no data: the page fetches the fragment again through the ordinary, guarded route.

mod hub;
mod memory;
mod moment;
mod places;
mod routes;

use diesel::sql_types::{Array, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

pub use hub::{Hub, Listener, Signal};
pub use memory::{Memory, remembered};
pub(crate) use places::settings;
pub use places::{STREAMS_A_SESSION, STREAMS_AN_ADDRESS};
pub use routes::mounts;

use crate::db::{Tx, sql};
use crate::error::AppResult;
use crate::ids::UserId;
use crate::keys::Keys;

/// The name of a topic, which is also the name of its event in the browser.
#[must_use]
pub fn topic(kind: &str, id: Uuid) -> String {
    format!("{kind}-{}", id.simple())
}

/// Pokes everybody who watches the topic, on every node, if this transaction commits.
pub async fn announce(tx: &mut Tx, topic: &str) -> AppResult<()> {
    announce_all(tx, &[topic]).await
}

/// Pokes several topics with one statement.
pub async fn announce_all(tx: &mut Tx, topics: &[&str]) -> AppResult<()> {
    let now = tx.now();
    sql("SELECT live_announce($1, $2)")
        .bind::<Array<Text>, _>(topics)
        .bind::<Timestamptz, _>(now)
        .execute(tx)
        .await?;
    tx.announced(topics);
    Ok(())
}

/// The address of a page's stream: its topics, signed for this person, and the moment at which the page was read, so that
/// what happened since is caught up with, and nothing that the page shows already.
#[must_use]
pub fn stream_url(keys: &Keys, user: UserId, topics: &[String], since: &str) -> String {
    let list = topics.join(",");
    let signature = keys.live_signature(&signed_text(user, &list));
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("topics", &list)
        .append_pair("signature", &signature)
        .append_pair("since", since)
        .finish();
    format!("/live?{query}")
}

fn signed_text(user: UserId, topics: &str) -> String {
    format!("{user} {topics}")
}
