//! A writer posts one reply after another until the program dies, and keeps what it was promised.
//! Here because only the client knows what was acknowledged: a 303 that arrived.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use kit::Client;
use reqwest::Method;
use reqwest::header::LOCATION;
use tokio::sync::Notify;
use uuid::Uuid;

use crate::people::Seat;

/// How every text of the soak begins.
pub const PREFIX: &str = "soak-";

/// One reply: a text that is there once in the world, and the form's key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reply {
    /// First word of the text.
    pub marker: String,
    /// The form's key.
    pub once: String,
}

impl Reply {
    /// A reply that nobody wrote before.
    pub fn new(part: &str) -> Self {
        let marker = format!("{PREFIX}{part}-{}", Uuid::new_v4().simple());
        Self {
            marker,
            once: Uuid::new_v4().to_string(),
        }
    }
}

/// What came back for a reply.
pub enum Outcome {
    /// The 303 that promises it.
    Acknowledged,
    /// Another answer.
    Refused(String),
    /// None.
    Lost,
}

/// Posts a reply.
pub async fn post(client: &Client, seat: &Seat, reply: &Reply) -> Outcome {
    let body = format!("{} سلام، لطفاً این مورد را هم بررسی کنید.", reply.marker);
    let fields = [
        ("csrf_token", seat.visitor.csrf.as_str()),
        ("once", &reply.once),
        ("body", &body),
    ];
    let request = client
        .request(Method::POST, &format!("{}/messages", seat.page))
        .form(&fields)
        .timeout(Duration::from_secs(20));
    let Ok(answer) = request.send().await else {
        return Outcome::Lost;
    };
    let place = answer
        .headers()
        .get(LOCATION)
        .and_then(|to| to.to_str().ok());
    if answer.status() == 303 && place.is_some_and(|to| to.starts_with(&seat.page)) {
        return Outcome::Acknowledged;
    }
    Outcome::Refused(format!("{} {}", answer.status(), place.unwrap_or_default()))
}

/// What the writers of a round share.
#[derive(Default)]
pub struct Shared {
    is_over: AtomicBool,
    acknowledged: AtomicUsize,
    /// Told when a reply is about to go out.
    pub sending: Notify,
}

impl Shared {
    /// How many replies were acknowledged so far.
    pub fn acknowledged(&self) -> usize {
        self.acknowledged.load(Ordering::SeqCst)
    }

    /// One more was.
    pub fn one_more(&self) {
        self.acknowledged.fetch_add(1, Ordering::SeqCst);
    }

    /// Whether no more are wanted.
    pub fn is_over(&self) -> bool {
        self.is_over.load(Ordering::SeqCst)
    }

    /// No more replies.
    pub fn end(&self) {
        self.is_over.store(true, Ordering::SeqCst);
    }
}

/// What one writer was told in a round.
#[derive(Default)]
pub struct Written {
    /// Promised to be there.
    pub acknowledged: Vec<Reply>,
    /// Sent, without an answer.
    pub open: Option<Reply>,
    /// Answers that should not be.
    pub refused: Vec<String>,
}

/// Writes until the program dies. `again`: a reply that got no answer, sent once more with the same key.
pub async fn write(
    client: Client,
    seat: Seat,
    part: String,
    again: Option<Reply>,
    shared: Arc<Shared>,
) -> Written {
    let mut written = Written::default();
    let mut next = again;
    while !shared.is_over() {
        let reply = next.take().unwrap_or_else(|| Reply::new(&part));
        shared.sending.notify_one();
        match post(&client, &seat, &reply).await {
            Outcome::Acknowledged => {
                shared.one_more();
                written.acknowledged.push(reply);
            }
            Outcome::Refused(answer) => {
                written.refused.push(answer);
                // A program that refuses is not asked a thousand times.
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            Outcome::Lost => {
                written.open = Some(reply);
                break;
            }
        }
    }
    written
}
