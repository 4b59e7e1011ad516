//! A wire between the program and its database that a test can cut, mend and mute; it counts who asks.
//! Here because a test cannot stop the one server that all tests share.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tempfile::TempDir;
use tokio::io::copy_bidirectional;
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::TestDb;

/// The wire. Connections through it end with it.
pub struct Wire {
    url: String,
    state: watch::Sender<State>,
    asked: Arc<AtomicU32>,
    task: JoinHandle<()>,
    _folder: TempDir,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Whole,
    Cut,
    Mute,
}

impl Wire {
    /// To this database, through a socket of its own.
    pub fn to(db: &TestDb) -> Self {
        let mut url = url::Url::parse(db.url()).expect("an address");
        let port = url.port().expect("a port");
        let server = PathBuf::from(url.host_str().expect("a folder").replace("%2F", "/"))
            .join(format!(".s.PGSQL.{port}"));
        let folder = TempDir::new().expect("a folder");
        let own = folder.path().join(format!(".s.PGSQL.{port}"));
        let listener = UnixListener::bind(own).expect("a socket");
        let host = folder.path().to_string_lossy().replace('/', "%2F");
        url.set_host(Some(&host)).expect("a host");
        let state = watch::Sender::new(State::Whole);
        let asked = Arc::new(AtomicU32::new(0));
        let task = tokio::spawn(accept(
            listener,
            server,
            state.subscribe(),
            Arc::clone(&asked),
        ));
        Self {
            url: url.into(),
            state,
            asked,
            task,
            _folder: folder,
        }
    }

    /// The administrator's address through the wire.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Ends every connection and hangs up on new ones.
    pub fn cut(&self) {
        self.state.send_replace(State::Cut);
    }

    /// Ends every connection; new ones are taken, and nothing is said.
    pub fn mute(&self) {
        self.state.send_replace(State::Mute);
    }

    /// Everything works again.
    pub fn mend(&self) {
        self.state.send_replace(State::Whole);
    }

    /// How many connections were asked for so far.
    pub fn asked(&self) -> u32 {
        self.asked.load(Ordering::Relaxed)
    }

    /// How many connections are asked for in this time.
    pub async fn asked_within(&self, time: Duration) -> u32 {
        let before = self.asked();
        tokio::time::sleep(time).await;
        self.asked() - before
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.task.abort();
        self.cut();
    }
}

async fn accept(
    listener: UnixListener,
    server: PathBuf,
    state: watch::Receiver<State>,
    asked: Arc<AtomicU32>,
) {
    while let Ok((client, _)) = listener.accept().await {
        asked.fetch_add(1, Ordering::Relaxed);
        tokio::spawn(carry(client, server.clone(), state.clone()));
    }
}

async fn carry(mut client: UnixStream, server: PathBuf, mut state: watch::Receiver<State>) {
    let now = *state.borrow_and_update();
    let talk = async {
        match now {
            State::Cut => {}
            State::Mute => std::future::pending().await,
            State::Whole => {
                if let Ok(mut server) = UnixStream::connect(server).await {
                    let _ended = copy_bidirectional(&mut client, &mut server).await;
                }
            }
        }
    };
    tokio::select! {
        () = talk => {}
        _ = state.changed() => {}
    }
}
