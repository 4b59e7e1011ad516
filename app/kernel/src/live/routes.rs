//! `GET /live`: the page's stream of server-sent events, for signed topics, from the page's own moment, resumed by
//! `Last-Event-ID`.
//! It ends with Rocket's shutdown, so that a drain does not wait for open pages.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use diesel::sql_types::{Array, BigInt, Text};
use diesel_async::RunQueryDsl;
use rocket::http::{Header, Status};
use rocket::request::{FromRequest, Outcome};
use rocket::response::stream::{Event, EventStream};
use rocket::response::{Responder, Result as Rendered};
use rocket::tokio::select;
use rocket::{Request, Response, Shutdown, State, get};
use tokio::sync::broadcast::error::RecvError;

use super::moment::Moment;
use super::{Signal, signed_text};
use crate::app::App;
use crate::db::{PublicDb, sql};
use crate::error::{AppError, AppResult};
use crate::module::Mount;
use crate::mounts;
use crate::web::Cx;

/// The id of the last event that the browser has seen.
struct LastEventId(Option<i64>);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for LastEventId {
    type Error = ();
    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        Outcome::Success(Self(
            request
                .headers()
                .get_one("Last-Event-ID")
                .and_then(|id| id.parse().ok()),
        ))
    }
}

#[derive(diesel::QueryableByName)]
struct Missed {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Text)]
    topic: String,
}

/// A stream with the headers that keep proxies from holding it back.
struct Stream<S>(S);

impl<'r, S: Responder<'r, 'r>> Responder<'r, 'r> for Stream<S> {
    fn respond_to(self, request: &'r Request<'_>) -> Rendered<'r> {
        let mut response = self.0.respond_to(request)?;
        response.set_header(Header::new("Cache-Control", "no-store"));
        response.set_header(Header::new("X-Accel-Buffering", "no"));
        Ok(response)
    }
}

/// As many streams are open as may be. The page stays as it is and says nothing: it only is not live.
struct Full;

impl<'r> Responder<'r, 'static> for Full {
    fn respond_to(self, _: &'r Request<'_>) -> Rendered<'static> {
        Response::build()
            .status(Status::TooManyRequests)
            .header(Header::new("Retry-After", "30"))
            .header(Header::new("Cache-Control", "no-store"))
            .header(Header::new("HX-Reswap", "none"))
            .ok()
    }
}

/// Stream the events of signed topics.
#[get("/live?<topics>&<signature>&<since>")]
async fn show<'r>(
    topics: &str,
    signature: &str,
    since: Option<&str>,
    last: LastEventId,
    cx: Cx<'r>,
    db: PublicDb,
    app: &'r State<Arc<App>>,
    mut end: Shutdown,
) -> AppResult<Result<impl Responder<'r, 'r>, Full>> {
    let user = cx.signed_in()?;
    if !app
        .keys
        .live_matches(&signed_text(user.id, topics), signature)
    {
        return Err(AppError::Forbidden("kernel.problem.forbidden"));
    }
    let (session, address) = (user.session, db.who().address);
    let Some(place) = app.hub.place(session, address, app).await? else {
        return Ok(Err(Full));
    };
    let watched: HashSet<String> = topics.split(',').map(str::to_owned).collect();
    // Subscribe before asking what was missed: nothing falls between.
    let mut signals = app.hub.subscribe();
    let head = head(&db).await?;
    let missed = missed(&db, &watched, last.0, since.and_then(Moment::parse)).await?;
    let stream = EventStream! {
        let _place = place;
        yield Event::retry(Duration::from_secs(1));
        // Where this page stands, so that a tab that is hidden at once knows where to resume.
        yield Event::empty().id(head.to_string());
        for (id, topic) in missed {
            yield Event::data("").event(topic).id(id.to_string());
        }
        loop {
            let signal = select! {
                signal = signals.recv() => signal,
                () = &mut end => break,
            };
            match signal {
                Ok(Signal::Topic(id, topic)) if watched.contains(&topic) => {
                    yield Event::data("").event(topic).id(id.to_string());
                }
                Ok(Signal::Crowded(whose)) if whose == session => yield Event::comment(""),
                Ok(Signal::Topic(..) | Signal::Crowded(_)) => {}
                // What we may have missed, the page fetches again.
                Ok(Signal::Reconnected) | Err(RecvError::Lagged(_)) => {
                    for topic in &watched {
                        yield Event::data("").event(topic.clone());
                    }
                }
                Err(RecvError::Closed) => break,
            }
        }
    }
    // A page that is gone is noticed by a heartbeat that cannot be sent; until then it keeps its place, unless somebody
    // asks for that.
    .heartbeat(Duration::from_secs(5));
    Ok(Ok(Stream((Status::Ok, stream))))
}

async fn head(db: &PublicDb) -> AppResult<i64> {
    #[derive(diesel::QueryableByName)]
    struct Head {
        #[diesel(sql_type = BigInt)]
        id: i64,
    }
    let found: Head = db
        .read(async |tx| {
            Ok(sql("SELECT live_events_head() AS id")
                .get_result(tx)
                .await?)
        })
        .await?;
    Ok(found.id)
}

/// The last event of each topic after `last`, or since the page's moment: it fetches a part once, however often it changed.
async fn missed(
    db: &PublicDb,
    watched: &HashSet<String>,
    last: Option<i64>,
    since: Option<Moment>,
) -> AppResult<BTreeMap<i64, String>> {
    let topics: Vec<&str> = watched.iter().map(String::as_str).collect();
    let events: Vec<Missed> = db
        .read(async |tx| {
            Ok(match (last, &since) {
                (Some(last), _) => {
                    sql("SELECT id, topic FROM live_events_after($1, $2)")
                        .bind::<Array<Text>, _>(&topics)
                        .bind::<BigInt, _>(last)
                        .get_results(tx)
                        .await?
                }
                (None, Some(since)) => {
                    sql("SELECT id, topic FROM live_events_since($1, $2)")
                        .bind::<Array<Text>, _>(&topics)
                        .bind::<Text, _>(since.as_str())
                        .get_results(tx)
                        .await?
                }
                (None, None) => Vec::new(),
            })
        })
        .await?;
    let latest: HashMap<String, i64> = events.into_iter().map(|e| (e.topic, e.id)).collect();
    Ok(latest.into_iter().map(|(topic, id)| (id, topic)).collect())
}

/// The stream's route.
#[must_use]
pub fn mounts() -> Vec<Mount> {
    mounts![Customer Public "kernel.live.show" => show]
}
