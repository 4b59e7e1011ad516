//! The hub of one node: one LISTEN connection, fanned out to the streams of this node's open pages
//! and to the caches that other nodes' changes make stale.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use futures::{StreamExt, stream};
use tokio::sync::{broadcast, watch};
use tokio_postgres::AsyncMessage;

use super::places::{Place, Places};
use crate::app::App;
use crate::db::{Role, connect};
use crate::error::{AppError, AppResult};
use crate::ids::SessionId;

/// Something that the database told this node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signal {
    /// A topic changed; the number is the event's id.
    Topic(i64, String),
    /// The connection was away: anything may have changed.
    Reconnected,
    /// A sign-in wants one more stream than it may have: each of its streams says something, for a page that is gone is
    /// noticed by what cannot be sent to it.
    Crowded(SessionId),
}

/// How often and in which steps one waits for places of pages that are gone.
const LOOKS: u32 = 10;
const BETWEEN_LOOKS: Duration = Duration::from_millis(30);

/// Fans signals out to the streams.
pub struct Hub {
    sender: broadcast::Sender<Signal>,
    places: Places,
}

impl Default for Hub {
    fn default() -> Self {
        Self {
            sender: broadcast::channel(1024).0,
            places: Places::default(),
        }
    }
}

impl Hub {
    /// A receiver of everything from now on.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Signal> {
        self.sender.subscribe()
    }

    /// How many streams are open.
    #[must_use]
    pub fn streams(&self) -> usize {
        self.sender.receiver_count()
    }

    /// A place for one more stream; none when the sign-in or the address has as many as it may. Whoever leafs through pages
    /// quickly has left streams behind that still hold theirs: those are looked for first.
    pub(super) async fn place(
        &self,
        session: SessionId,
        address: Option<IpAddr>,
        app: &App,
    ) -> AppResult<Option<Place>> {
        let mut place = self.places.take(session, address, app)?;
        if place.is_none() {
            self.send(Signal::Crowded(session));
        }
        for _ in 0..LOOKS {
            if place.is_some() {
                break;
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
            place = self.places.take(session, address, app)?;
        }
        Ok(place)
    }

    fn send(&self, signal: Signal) {
        // No receiver is no fault: nobody has a page open.
        let _ = self.sender.send(signal);
    }
}

/// Listens to the database until stopped, and again after it was away.
pub struct Listener {
    stop: watch::Sender<bool>,
    task: tokio::task::JoinHandle<()>,
}

impl Listener {
    /// Starts listening.
    pub fn start(app: Arc<App>) -> Self {
        let (stop, mut stopped) = watch::channel(false);
        let task = tokio::spawn(async move {
            loop {
                tokio::select! {
                    result = listen(&app) => if let Err(error) = result {
                        tracing::debug!(%error, "live updates wait for the database");
                    },
                    _ = stopped.wait_for(|stop| *stop) => break,
                }
                tokio::select! {
                    () = tokio::time::sleep(Duration::from_millis(500)) => {}
                    _ = stopped.wait_for(|stop| *stop) => break,
                }
            }
        });
        Self { stop, task }
    }

    /// Ends listening.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        let _ = self.task.await;
    }
}

async fn listen(app: &Arc<App>) -> AppResult<()> {
    let away = |e: tokio_postgres::Error| AppError::Unavailable(format!("listen: {e}"));
    let settings = connect::settings(app.urls.get(Role::Public)?)?;
    let (client, mut connection) = connect::open(&settings).await?;
    let mut messages = stream::poll_fn(move |cx| connection.poll_message(cx));
    let setup = async {
        client
            .batch_execute("LISTEN sarai_live; LISTEN sarai_changed")
            .await?;
        Ok::<_, tokio_postgres::Error>(client)
    };
    tokio::pin!(setup);
    let mut client = None;
    loop {
        tokio::select! {
            ready = &mut setup, if client.is_none() => {
                client = Some(ready.map_err(away)?);
                app.reread().await?;
                app.memory.forget_all();
                app.hub.send(Signal::Reconnected);
            }
            message = messages.next() => match message {
                Some(Ok(AsyncMessage::Notification(note))) => heard(app, note.channel(), note.payload()).await,
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(away(error)),
                None => return Err(AppError::Unavailable("listen: the connection ended".to_owned())),
            }
        }
    }
}

async fn heard(app: &Arc<App>, channel: &str, payload: &str) {
    if channel == "sarai_changed" {
        if let Err(error) = app.reread().await {
            tracing::warn!(%error, "what was changed could not be read");
        }
        return;
    }
    if let Some((id, topic)) = payload.split_once(' ')
        && let Ok(id) = id.parse()
    {
        app.memory.forget(topic);
        app.hub.send(Signal::Topic(id, topic.to_owned()));
    }
}
